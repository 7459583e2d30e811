# Dict views: live, set operations with anything iterable, comparison, reversal, mapping attribute, mutation while iterating,
# unhashable values, views of subclasses. Prints contents and refusals.
import collections.abc


def attempt(f, *args):
    try:
        return f(*args)
    except Exception as error:
        return "%s: %s" % (type(error).__name__, error)


def show(value):
    return "%s%s" % (type(value).__name__, sorted(value, key=repr)) if isinstance(value, (set, frozenset)) else value


d = {"b": 1, "a": 2, "c": 1}
keys, values, items = d.keys(), d.values(), d.items()
print(keys, values, items, len(keys), len(values), len(items))
d["z"] = [0]
del d["b"]
d["b"] = 9
print(keys, values, items)
print(list(reversed(keys)), list(reversed(values)), list(reversed(items)), list(reversed(d)))
print("a" in keys, 2 in values, ("a", 2) in items, ("a", 3) in items, ("a",) in items, "a" in items, ["a", 2] in items, ("z", [0]) in items, [0] in values, attempt(lambda: [] in keys), attempt(lambda: ([], 1) in items), 5 in items)
for name, f in {"&": lambda a, b: a & b, "|": lambda a, b: a | b, "-": lambda a, b: a - b, "^": lambda a, b: a ^ b}.items():
    print(name, show(attempt(f, keys, "ab")), show(attempt(f, keys, {"a": 5})), show(attempt(f, "ab", keys)), show(attempt(f, {"a", "q"}, keys)), show(attempt(f, keys, 5)), show(attempt(f, 5, keys)), show(attempt(f, keys, [[]])), show(attempt(f, keys, keys)), show(attempt(f, items, [("a", 2)])), show(attempt(f, values, {1})))
small = {"x": 1, "y": 2}.items()
for name, f in {"&": lambda a, b: a & b, "|": lambda a, b: a | b, "-": lambda a, b: a - b, "^": lambda a, b: a ^ b}.items():
    print(name, show(f(small, [("x", 1), ("x", 2), 5])), show(f({("y", 2)}, small)), show(f(small, {"x": 1}.items())), show(f([("x", 1)], small)))
print(show(attempt(lambda: {"a": []}.items() & {("a", 1)})), show(attempt(lambda: {"a": [], "b": 1}.items() & {("a", 1)})), show({"a": [], "b": 1}.items() ^ {"a": [], "c": 2}.items()), attempt(lambda: {"a": []}.items() | {1}), show(attempt(lambda: {"a": []}.items() - {("a", 1)})), attempt(lambda: {"a": []}.items() ^ {"a": [1]}.items()), attempt(lambda: {"a": []}.items() ^ {"a": []}.items()))

print({1: 0, 2: 0}.keys() == {1, 2}, {1: 0}.keys() == [1], {1: 0}.keys() == frozenset([1.0]), {1: 0}.keys() < {1, 2}, {1: 2}.items() <= {(1, 2)}, {1: 2}.items() == {1: 2}.items(), {1: 2}.values() == {1: 2}.values(), values == values, attempt(lambda: keys < 5), attempt(lambda: keys < ["a"]), {}.keys() == set(), {1: []}.items() == {1: []}.items(), {1: 2}.items() > {1: 3}.items(), {1: 0}.keys() >= {2: 0}.keys(), keys.isdisjoint("qw"), keys.isdisjoint(["a"]), items.isdisjoint([("a", 2)]), attempt(keys.isdisjoint, 5))
print(keys.mapping, type(keys.mapping).__name__, keys.mapping == d, attempt(lambda: keys.mapping.update), attempt(hash, keys), attempt(hash, items), isinstance(hash(values), int), attempt(lambda: keys["a"]), attempt(lambda: keys.add), attempt(type(keys)), [t.__name__ for t in (type(keys), type(values), type(items), type(iter(keys)), type(iter(values)), type(iter(items)), type(reversed(keys)), type(reversed(items)))])
print([isinstance(keys, getattr(collections.abc, n)) for n in "Set KeysView Sequence Iterator Reversible MutableSet Collection".split()], isinstance(items, collections.abc.ItemsView), isinstance(values, collections.abc.Set))


def during(change, view="keys"):
    d = dict.fromkeys("abc", 0)
    out = []
    for item in getattr(d, view)():
        out.append(item)
        change(d)
        if len(out) > 6:
            break
    return out


def replace(d):
    d["d"] = d.pop("c", None)



for change in (lambda d: d.update(a=1), lambda d: d.update(q=1), lambda d: d.pop("b", 0), replace, lambda d: d.clear()):
    print(attempt(during, change), attempt(during, change, "items"), attempt(during, change, "values"))
it = iter({1: 1, 2: 2, 3: 3}.items())
print(next(it), it.__length_hint__(), list(it), next(it, None), it.__length_hint__(), attempt(next, it))
r = reversed({1: 1, 2: 2})
print(next(r), r.__length_hint__(), list(r), list(r), type(r).__name__)
loop = {}
loop["k"] = loop.keys(); loop["v"] = loop.values(); loop["i"] = loop.items()
print(len(repr(loop.keys())), attempt(repr, loop["v"])[:24], sorted(loop))


class Sub(dict):
    def __iter__(self): return iter(["mine"])
    def keys(self): return ["keys"]
    def __getitem__(self, key): return "got " + key
    def __len__(self): return 77


s = Sub(a=1, b=2)
print(list(s), dict.keys(s), len(dict.keys(s)), list(dict.items(s)), dict(s), {**s}, s.keys(), [*s], list(s.values()), s == {"a": 1, "b": 2}, (lambda **k: k)(**s), str(s), s.copy(), sorted(s.items()), list(reversed(s)), "a" in s, s.get("a"), s["a"], s | {}, type(s | {}).__name__, type(s.copy()).__name__, {} | s)
e = {}
k = e.keys()
for i in range(5):
    e[i] = i
    if i in k and len(k) == i + 1:
        e.pop(i - 3, None) if i == 4 else None
print(k, len(k), max(k), sum(e.values()), sorted(e.items(), reverse=True)[0], {**e, 9: 9}.keys() - k, dict(zip(e.values(), e)), list(map(len, ({1: 1}.keys(), {}.values()))), bool({}.keys()), bool({1: 1}.values()), {1: "a"}.items().__contains__((1.0, "a")))

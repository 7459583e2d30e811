"""dict: order, methods, views and their set operations, keys of many types, changes during iteration, subclass hooks, errors."""


def attempt(f, *args, **named):
    try:
        return repr(f(*args, **named))
    except Exception as error:
        return f"{type(error).__name__}: {error}"


d = {"b": 1, "a": 2}
d["c"] = 3; d["b"] = 10; del d["a"]; d["a"] = 4
print(d, list(d), len(d), "a" in d, "z" in d, d.get("z"), d.get("z", 0), d.setdefault("z", []), d.setdefault("b"))
print(d.pop("z"), d.pop("z", None), attempt(d.pop, "z"), d.popitem(), d, attempt({}.popitem), attempt(lambda: d["zz"]), attempt(lambda: d[[]]))
d.update({"x": 1}, y=2); d.update([("p", 1), ["q", 2]]); d |= {"r": 1}; print(d, d | {"b": 0}, {"b": 0} | d == d | {"b": 0})
print(attempt(d.update, 5), attempt(d.update, [1]), attempt(d.update, [(1, 2, 3)]), attempt(lambda: d | [1]), attempt(dict, 1), attempt(dict, [(1,)]))
print(dict(), dict(a=1), dict([("a", 1)], b=2), dict({"a": 1}, a=5), dict.fromkeys("abc"), dict.fromkeys([1, 2], 0), {**d, "b": "over"}, dict(zip("ab", [1, 2])))
print(d.keys(), d.values(), d.items(), list(reversed(d)), list(reversed(d.items()))[:2])
print(sorted(d.keys() & {"b", "x"}), sorted(d.keys() - {"b"}), sorted({"a": 1}.items() | {("b", 2)}), {"a": 1}.keys() == {"a"}, {"a"} < {"a": 1, "b": 2}.keys(), d.keys().isdisjoint("!"))
view = d.keys(); d["late"] = 1; print("late" in view, len(view), ("late", 1) in d.items(), 1 in d.values(), view.mapping["late"])
mixed = {1: "int", 1.0: "float", True: "bool", "1": "str", (1,): "tuple", None: "none", frozenset({1}): "frozen", b"1": "bytes", 2**70: "big", -0.0: "zero", ...: 0}
print(mixed, mixed[0], mixed[1], attempt(lambda: {[]: 1}), attempt(lambda: {{}: 1}), attempt(hash, {}))
try:
    for k in d:
        d[k + "!"] = 1
except RuntimeError as error:
    print(error)
try:
    for k in d:
        del d[k]
except RuntimeError as error:
    print(error)
for k in list(d):
    if k.endswith("!"):
        del d[k]
it = iter({1: 2}); print(next(it), next(it, "end"))
print({1: 2} == {1: 2.0}, {1: 2} != {2: 1}, {"a": 1, "b": 2} == {"b": 2, "a": 1}, attempt(lambda: {} < {}), {} == [])
d.clear(); print(d, bool(d), d.copy() is d)
nested = {}; nested["self"] = nested; print(nested, [nested])


class Counting(dict):
    def __missing__(self, key):
        print("missing", key)
        self[key] = value = len(self)
        return value

    def __setitem__(self, key, value):
        print("set", key)
        super().__setitem__(key, value)


c = Counting(a=1); print(c["a"], c["b"], c["b"], c.get("zz"), c, type(c.copy()).__name__, isinstance(c, dict))


class Key:
    def __init__(self, name, h): self.name, self.h = name, h
    def __hash__(self): print("hash", self.name); return self.h
    def __eq__(self, other): print("eq", self.name, getattr(other, "name", other)); return isinstance(other, Key) and self.name == other.name
    def __repr__(self): return f"<{self.name}>"


k = {Key("one", 1): 1, Key("two", 1): 2}; print(k[Key("two", 1)], Key("three", 1) in k, attempt(lambda: k[Key("four", 9)]))


class Bad:
    def __hash__(self): raise ValueError("no hash")


print(attempt(lambda: {Bad(): 1}), attempt(lambda: Bad() in {}), attempt(lambda: {}.get(Bad())))
big = {i: i * i for i in range(10000)}
for i in range(0, 10000, 3): del big[i]
print(len(big), sum(big), sum(big.values()), next(iter(big)), 3 in big, 4 in big, list(big)[-1])
big.update((i, 0) for i in range(5)); print(list(big)[-3:], len(big))
while len(big) > 3: big.popitem()
print(big)
def f(**kw): return kw
print(f(**{"a": 1}, b=2), attempt(lambda: f(**{1: 2})), attempt(lambda: f(**{"a": 1}, a=2)), attempt(lambda: f(**5)))
print({k: v for v, k in enumerate("abc")}, {**{}}, {"a": {"b": [1, {"c": 2}]}}["a"]["b"][1]["c"], str({1: "x", "y": b"z"}))

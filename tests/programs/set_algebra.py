# Sets: algebra among set, frozenset, dict views and iterables, operators against methods, subclasses, comparison as partial
# order, mutation while iterating, unhashable members, pops and updates. Prints sorted contents and refusals.
import itertools


def attempt(f, *args):
    try:
        return f(*args)
    except Exception as error:
        return "%s: %s" % (type(error).__name__, error)


def show(value):
    if isinstance(value, (set, frozenset)):
        return "%s%s" % (type(value).__name__, sorted(value, key=repr))
    return value


class MySet(set):
    pass


class MyFrozen(frozenset):
    def __repr__(self): return "MyFrozen!"


kinds = {"set": set, "frozenset": frozenset, "MySet": MySet, "MyFrozen": MyFrozen, "keys": lambda x: dict.fromkeys(x).keys(), "items": lambda x: {k: k for k in x}.items(), "list": list, "iter": iter, "str": lambda x: "".join(map(str, x))}
operators = {"|": lambda a, b: a | b, "&": lambda a, b: a & b, "-": lambda a, b: a - b, "^": lambda a, b: a ^ b}
for (one, make_one), (other, make_other) in itertools.product(list(kinds.items())[:5], kinds.items()):
    print(one, other, *(show(attempt(f, make_one((1, 2)), make_other((2, 3)))) for f in operators.values()))
print(*(show(f({1: 2, 3: 4}.items(), {(1, 2), (5, 6)})) for f in operators.values()))

a = {1, 2, 3}
for name in "union intersection difference symmetric_difference issubset issuperset isdisjoint".split():
    print(name, [show(attempt(getattr(a, name), other)) for other in ([2, 3, 4], (), {2: 0}, iter((1, 2, 3)), "12", {1, 2, 3}, 5, [[]], frozenset({1}))])
print(show(a.union()), show(a.union([4], (5,), {6: 7})), show(a.intersection()), show(a.intersection([1, 2], {2: 0})), show(a.difference([1], [2])), attempt(a.symmetric_difference), attempt(a.issubset), a.union() is a, frozenset(a).union() == a, frozenset(a).copy() is a)
f = frozenset("ab")
print(frozenset(f) is f, f.copy() is f, f | set() is f, MyFrozen(f) is f, frozenset(MyFrozen("ab")) is f, type(MyFrozen("a") | {1}).__name__, type(MySet("a").copy()).__name__, type(MySet("a") & {1}).__name__, frozenset() is frozenset([]), hash(f) == hash(frozenset("ba")), hash(frozenset()) == hash(frozenset([])))

sets = [set(), {1}, {2}, {1, 2}, frozenset({1}), {1: 0}.keys(), {1.0}]
print([[int(x < y) for y in sets] for x in sets], [[int(x == y) for y in sets] for x in sets], [[int(x >= y) for y in sets] for x in sets], sep="\n")
print(attempt(lambda: {1} < [1]), attempt(lambda: {1} <= 5), {1} == [1], {1} != 5, sorted([{3}, {1}, {2}], key=min), attempt(sorted, [{1}, 5]), {frozenset({1}): "by value"}[frozenset({1.0})])

s = {1, 2}
s.update([3], {4: 0}, "5"), s.update()
print(show(s), show(attempt(s.update, [6, []])), show(s), attempt(s.add, []), attempt(s.add, {1}), attempt(s.remove, {1}), attempt(s.discard, []), attempt(s.remove, 99), s.discard(99), attempt(s.remove, (1, 2)))
s.intersection_update([1, 2, 3], (2, 3)), print(show(s)), s.difference_update([2], "x"), print(show(s)), s.symmetric_difference_update([3, 4, 4]), print(show(s))
s ^= s; print(s, attempt(s.pop)); s |= {7}; print(s.pop(), s)
s = {1, 2, 3}; s -= s; print(s); s = {1}; s.difference_update(s); print(s); s = {1, 2}; s.symmetric_difference_update(s); print(s); s = {1, 2}; s.intersection_update(s); print(s); s.update(s); print(s)
nested = {frozenset({1}), frozenset({2})}
print({1} in nested, set([2]) in nested, {3} in nested, attempt(lambda: [1] in nested), nested.discard({1}), len(nested), nested.remove({2}), nested, attempt(nested.remove, {5}))


def grow(s, change):
    for i, item in enumerate(s):
        if i == 0:
            change(s)
    return show(s)


print(attempt(grow, {1, 2, 3}, lambda s: s.add(9)), attempt(grow, {1, 2, 3}, lambda s: s.discard(1)), attempt(grow, {1, 2, 3}, lambda s: s.add(1)), attempt(grow, {1, 2}, lambda s: s.clear()), attempt(grow, {1, 2, 3}, lambda s: (s.discard(3), s.add(3))))
iterator = iter({1, 2, 3})
print(iterator.__length_hint__(), next(iterator), iterator.__length_hint__(), sum(1 for _ in iterator), iterator.__length_hint__(), next(iterator, "done"))


class Key:
    made = 0

    def __init__(self, n, h): self.n, self.h = n, h
    def __hash__(self): return self.h
    def __repr__(self): return "K%s" % self.n

    def __eq__(self, other):
        Key.made += 1
        if self.n == "bad" or other.n == "bad":
            raise ArithmeticError("compared")
        return self.n == other.n


x, y, bad = Key(1, 5), Key(2, 5), Key("bad", 5)
s = {x, y}
print(len(s), Key.made, attempt(s.add, bad), attempt(lambda: bad in s), attempt(s.remove, bad), attempt(lambda: {bad} & s), attempt(lambda: s - {bad}), attempt(s.issuperset, [bad]), len(s), attempt(lambda: {x, bad}))
print({x} | {Key(1, 5)}, next(iter({x} & {Key(1, 5)})) is x, next(iter({Key(1, 5)} | {x})) is x, {1, 1.0, True}, {1.0} | {1}, {1} & {1.0}, {True} | {1})
print(set("hello") == set(reversed("hello")), len({(), (0,), "", 0, 0.0, False, None, frozenset()}), set() == frozenset(), set([1]) == frozenset([1]), repr(set()), repr(frozenset()), repr({1}), repr(MySet([1])), attempt(set, 1), attempt(set, [1], [2]), attempt(frozenset, [[]]), attempt(lambda: set(a=1)), attempt(hash, set()))
loop = set()
holder = (loop,)
print(attempt(loop.add, holder))


class Cell:
    def __init__(self): self.inside = {self}
    def __repr__(self): return "Cell(%r)" % self.inside


print(Cell())

# Rich comparison: reflection, priority of subclasses, identity shortcuts of containers, results that are not bools,
# NotImplemented on both sides, errors, total ordering. Prints calls and results.
import functools


def attempt(f, *args):
    try:
        return f(*args)
    except Exception as error:
        return "%s: %s" % (type(error).__name__, error)


calls = []


class Noisy:
    def __init__(self, label, **answers):
        self.label, self.answers = label, answers

    def __repr__(self):
        return self.label

    def answer(name):
        def compare(self, other):
            calls.append("%s.%s(%r)" % (self.label, name, other))
            return self.answers.get(name, NotImplemented)
        return compare

    for name in "lt le eq ne gt ge".split():
        locals()["__%s__" % name] = answer(name)
    del name, answer
    __hash__ = object.__hash__


class Child(Noisy):
    pass


def run(text, **names):
    calls.clear()
    print(text, "->", attempt(eval, text, names), *calls)


x, y, child = Noisy("x"), Noisy("y"), Child("child")
for op in "< <= == != > >=".split():
    run("x %s y" % op, x=x, y=y)
for op in "< ==".split():
    run("x %s child" % op, x=x, child=child)
    run("child %s x" % op, x=x, child=child)
run("1 < x", x=x)
run("x == None", x=x)
run("x != 'a'", x=Noisy("x", eq=True))
run("x == y", x=x, y=Noisy("y", eq="truthy"))
run("x < y < 3", x=Noisy("x", lt=""), y=y)
run("x < y < 3", x=Noisy("x", lt="yes"), y=Noisy("y", lt=[]))

# Containers take identity for equality and stop at the first difference.
same = Noisy("same", eq=False)
run("same in [1, same]", same=same)
run("[same] == [same]", same=same)
run("(same,) != (same,)", same=same)
run("[same].index(same), [same].count(same), {same: 1} == {same: 1}", same=same)
run("same == same", same=same)
run("[1, same] < [1, 5]", same=Noisy("same", lt="less"))
run("[1, same] < [1, same, 2]", same=same)
run("[same] == [1, 2]", same=same)
nan = float("nan")
print([nan] == [nan], nan == nan, nan in [nan], (nan, 1) < (nan, 2), [float("nan")] == [float("nan")], {nan} == {nan})
print(attempt(lambda: [1, "a"] < [1, 2]), [1, "a"] == [1, 2], [0, "a"] < [1, 2], attempt(max, [1, "a"]), attempt(sorted, [None, 1]))


class Wrong:
    def __eq__(self, other): raise ValueError("cannot tell")
    __hash__ = lambda self: 1


class Refuses:
    def __bool__(self): raise ZeroDivisionError("no truth")


class Vague:
    def __eq__(self, other): return Refuses()
    def __lt__(self, other): return Refuses()


w, v = Wrong(), Vague()
print(attempt(lambda: w == 1), attempt(lambda: 1 == w), attempt(lambda: w != 1), attempt(lambda: w in [1]), attempt(lambda: [w].remove(2)), attempt(lambda: {1: 0, w: 1}), sep=" | ")
print(type(v == 1).__name__, attempt(lambda: v in [1]), attempt(lambda: [v] == [1]), attempt(lambda: v < 1 < 2), attempt(lambda: sorted([v, v])), attempt(lambda: not v == 1), sep=" | ")
print([w] == [w], w in (w,), attempt(lambda: [w] == [Wrong()]))


class EqOnly:
    def __init__(self, n): self.n = n
    def __eq__(self, other): return isinstance(other, EqOnly) and self.n == other.n


print(EqOnly(1) != EqOnly(1), EqOnly(1) != EqOnly(2), EqOnly.__hash__, attempt(hash, EqOnly(1)), attempt(lambda: {EqOnly(1)}))


class KeepsHash(EqOnly):
    __hash__ = object.__hash__


print(isinstance(hash(KeepsHash(1)), int), EqOnly(1) == KeepsHash(1))


@functools.total_ordering
class Version:
    def __init__(self, text): self.parts = tuple(map(int, text.split(".")))
    def __eq__(self, other): return self.parts == other.parts if isinstance(other, Version) else NotImplemented
    def __lt__(self, other): return self.parts < other.parts if isinstance(other, Version) else NotImplemented
    def __repr__(self): return ".".join(map(str, self.parts))


a, b = Version("1.2"), Version("1.10")
print(a < b, a <= b, a > b, a >= b, a != b, max(a, b), sorted([b, a, Version("0.9.9")]), attempt(lambda: a >= 1), attempt(lambda: 1 > a), a == 1)
print(1 == 1.0 == True == (1 + 0j), attempt(lambda: 1j < 2), 2**53 == float(2**53 + 1), 2**53 + 1 > float(2**53), 10**400 > 1e308, attempt(lambda: None < None))
print("a" < "B", "é" < "z", "\U00010000" > "\uffff", "" < "a", b"a" < b"\xff", attempt(lambda: b"a" < "a"), b"a" == "a", bytearray(b"a") == b"a", range(0) == range(5, 5), range(0, 5, 2) == range(0, 6, 2), {1} < {1, 2} > {2})

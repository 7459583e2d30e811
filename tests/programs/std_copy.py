"""copy: shallow and deep: shared and recursive parts, hooks, reduce in all its lengths, slots, what is not copied. Prints what is the same object and what not."""
import collections
import copy
import copyreg
import datetime
import decimal
import enum
import fractions
import re
import types
import weakref


def t(f, *args):
    try:
        print(f(*args))
    except Exception as e:
        print(type(e).__name__ + ":", e)


class Color(enum.Enum):
    RED = 1


def function():
    pass


atoms = [None, 1, 1.5, 2j, "s", b"b", True, int, function, len, range(3), Color.RED, Ellipsis, NotImplemented, re.compile("a"), property(), types, weakref.ref(function), slice(1, 2), function.__code__]
for a in atoms:
    try:
        print(type(a).__name__, copy.copy(a) is a, copy.deepcopy(a) is a)
    except Exception as e:
        print(type(a).__name__, type(e).__name__, e)
for a in [[1, [2]], {"k": [1]}, {1, 2}, frozenset([1]), (1, [2]), (1, (2, 3)), bytearray(b"x"), collections.deque([[1]], 3), collections.OrderedDict(a=[1]), collections.Counter("ab"),
          collections.defaultdict(list, a=[1]), datetime.date(2020, 1, 2), datetime.timedelta(1), fractions.Fraction(1, 3), decimal.Decimal("1.5"), types.SimpleNamespace(x=[1]), ValueError("m", [1]), object]:
    c, d = copy.copy(a), copy.deepcopy(a)
    same = a == d or isinstance(a, BaseException)
    print(type(c) is type(a) is type(d), c is a, d is a, same)
x = [1]
both = copy.deepcopy([x, x, (x,), {"x": x}])
print(both[0] is both[1] is both[2][0] is both[3]["x"], both[0] is x)
loop = [1]
loop.append((loop, {"loop": loop}))
deep = copy.deepcopy(loop)
print(deep[1][0] is deep, deep[1][1]["loop"] is deep, deep is loop)


class Node:
    def __init__(self, name, *children):
        self.name, self.children, self.parent = name, list(children), None
        for c in children:
            c.parent = self

    def __repr__(self):
        return f"{self.name}{self.children or ''}"


root = Node("root", Node("a", Node("b")), Node("c"))
two = copy.deepcopy(root)
print(two, two.children[0].parent is two, copy.copy(root).children is root.children, two.children[0].children[0].parent.parent is two)


class Hooked:
    def __init__(self, v):
        self.v = v

    def __copy__(self):
        return Hooked(("copied", self.v))

    def __deepcopy__(self, memo):
        print("memo has", len(memo), "entries" if memo else "none")
        return Hooked(("deep", copy.deepcopy(self.v, memo)))


print(copy.copy(Hooked(1)).v, copy.deepcopy([Hooked([1])])[0].v)


class State:
    def __init__(self):
        self.kept, self.lost = [1], open

    def __getstate__(self):
        return {"kept": self.kept}

    def __setstate__(self, state):
        self.__dict__.update(state, lost="restored")


s = copy.deepcopy(State())
print(s.kept, s.lost, copy.copy(State()).lost)


class Slots:
    __slots__ = ("a", "b", "__dict__")


s = Slots()
s.a, s.extra = [1], [2]
c, d = copy.copy(s), copy.deepcopy(s)
print(c.a is s.a, d.a is s.a, d.a, d.extra, c.extra is s.extra, hasattr(c, "b"))


class Reduced:
    def __init__(self, *args):
        self.args = args

    def __reduce_ex__(self, protocol):
        return [lambda: (Reduced, (1, [2])), lambda: (Reduced, (1,), {"state": [3]}), lambda: (list, ([7],), None, iter([[8], 9])), lambda: (dict, ({"z": 1},), None, None, iter([("k", [1])])),
                lambda: "function", lambda: 3, lambda: (), lambda: (Reduced, 3)][KIND]()


for KIND in range(8):
    for how in copy.copy, copy.deepcopy:
        try:
            r = how(Reduced())
            print(KIND, r if not isinstance(r, Reduced) else (r.args, sorted(r.__dict__)))
        except Exception as e:
            print(KIND, type(e).__name__, e)


class NewArgs(str):
    def __new__(cls, text, *, n):
        self = super().__new__(cls, text * n)
        self.n = n
        return self

    def __getnewargs_ex__(self):
        return ("ab",), {"n": self.n}


c = copy.copy(NewArgs("ab", n=2))
print(c, c.n, type(c).__name__)


class Listy(list):
    pass


li = Listy([[1], 2])
li.attr = {"a": 1}
d = copy.deepcopy(li)
print(d, d.attr, d[0] is li[0], d.attr is li.attr, type(d).__name__)
for bad in [(i for i in ()), iter([]), open("/dev/null"), memoryview(b"x"), {}.keys(), type(None).__dict__, weakref.WeakKeyDictionary]:
    for how in copy.copy, copy.deepcopy:
        try:
            print(type(how(bad)).__name__)
        except TypeError as e:
            print("TypeError", e)
    getattr(bad, "close", lambda: None)()
copyreg.pickle(Hooked, lambda h: (Hooked, (99,)))
del Hooked.__copy__
print(copy.copy(Hooked(1)).v)
memo = {}
y = [[]]
copy.deepcopy(y, memo)
print(id(y) in memo, y in memo[id(memo)], copy.deepcopy(y, {id(y): "memoised"}), issubclass(copy.Error, Exception), copy.Error is copy.error)
print(type(copy.copy([].append)).__name__, copy.deepcopy(Node("q").__repr__)())

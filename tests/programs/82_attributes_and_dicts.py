# Attributes of an instance are its own, wherever they are kept, until the program asks for its __dict__.
import gc

gc.disable()


def dicts():
    return sum(type(o) is dict and "mark" in o for o in gc.get_objects())


class Plain:
    pass


class Slotted:
    __slots__ = ("fixed", "__dict__")


class Child(Slotted):
    pass


class Late:
    def __init__(self):
        self.mark = []


for cls in (Plain, Slotted, Child, Late):
    gc.collect()
    before = dicts()
    first, second = cls(), cls()
    for o in (first, second):
        o.mark = o
        o.one, o.two, o.three, o.four = [o], {}, "x", 4
    print(cls.__name__, dicts() - before, gc.is_tracked(first))
    print([type(r).__name__ for r in gc.get_referents(first)].count("dict"))
    print(any(r is first for r in gc.get_referrers(first.one)))
    shown = vars(first)
    print(dicts() - before, gc.is_tracked(shown), first.__dict__ is shown, list(shown))
    print(any(r is shown for r in gc.get_referrers(shown["one"])))
    del first.one
    first.five = 5
    print(list(shown), shown["five"], "one" in vars(second))
    del first, second, o, shown
    print(gc.collect())

# Only atoms: the dict is shown untracked, and tracked with the first container.
o = Plain()
o.mark, o.other, o.more, o.still, o.yet = 1, 2, 3, 4, 5
print(gc.is_tracked(vars(o)))
o.mark = []
print(gc.is_tracked(vars(o)))

# Deleting, in all orders.
for names in ("abcde", "edcba", "caebd"):
    o = Plain()
    for name in "abcde":
        setattr(o, name, [o, name])
    for name in names:
        delattr(o, name)
    print(gc.collect(), hasattr(o, "a"), vars(o))
del o

# A cycle through attributes with a finalizer that brings the instance back, attributes and all.
saved = []


class Phoenix:
    def __del__(self):
        saved.append(self)
        self.risen = True


o = Phoenix()
o.me, o.data, o.a, o.b, o.c = o, [1, 2], 1, 2, 3
del o
print(gc.collect(), len(saved), saved[0].data, saved[0].risen, saved[0].me is saved[0])
print(list(vars(saved.pop())))
print(gc.collect())

# A program that runs while an attribute goes sees the instance as it is.


class Looker:
    def __init__(self, owner):
        self.owner = owner

    def __del__(self):
        print("looks", sorted(vars(self.owner)), gc.collect() >= 0)


o = Plain()
o.p, o.q, o.r, o.s = 1, 2, 3, 4
o.look = Looker(o)
o.look = None
del o
gc.collect()

# Another class, another dict.
a, b = Plain(), Late()
a.x, a.y, a.z = [1], [2], [3]
a.__class__ = Late
print(sorted(vars(a)), type(a).__name__)
b.__dict__, a.__dict__ = a.__dict__, b.__dict__
print(sorted(vars(a)), sorted(vars(b)))
del a.__dict__
print(vars(a))
try:
    a.__dict__ = 1
except TypeError as e:
    print(e)

# Exceptions have a dict like any other, which can be set.
e = ValueError(1)
e.note, e.mark = [e], 1
print(gc.is_tracked(vars(e)))
e.__dict__ = {"fresh": 1}
print(e.fresh, hasattr(e, "note"))
try:
    del e.__dict__
except TypeError as x:
    print(x)
del e
gc.collect()

# Classes that die with their instances.


def family():
    class Base:
        __slots__ = ("left", "right", "__dict__")

    class Derived(Base):
        def __del__(self):
            self.left = None

    class Farther(Derived):
        pass

    out = [Farther() for _ in range(3)]
    for n, o in enumerate(out):
        o.left, o.right = out[n - 1], out
        o.extra = Farther
        o.more, o.one = Base, [o]


for _ in range(3):
    family()
    print(gc.collect() > 0)

# The frame that runs is not tracked; one that somebody keeps is, when it has ended.
import sys


def frames():
    f = sys._getframe()
    print(gc.is_tracked(f), any(o is f for o in gc.get_objects()))
    return f


f = frames()
print(gc.is_tracked(f))


def generator():
    me = yield
    yield me


g = generator()
next(g)
g.send((g, g.gi_frame))
print(gc.is_tracked(g.gi_frame))
del f, g
print(gc.collect() > 0)

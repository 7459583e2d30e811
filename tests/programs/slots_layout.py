# __slots__ with inheritance, weak references, dictionaries, private names, defaults and layout conflicts.
# Prints what each class can hold and every refusal.
import gc
import sys
import weakref


def attempt(f, *args):
    try:
        return f(*args)
    except Exception as error:
        return "%s: %s" % (type(error).__name__, error)


class Point:
    __slots__ = ("x", "y")

    def __init__(self, x, y):
        self.x, self.y = x, y


p = Point(1, 2)
print(p.x, p.y, attempt(setattr, p, "z", 3), attempt(lambda: p.__dict__), attempt(weakref.ref, p), sep="\n")
del p.x
print(attempt(getattr, p, "x"), "|", attempt(delattr, p, "x"), "|", hasattr(p, "x"))
print(Point.x, type(Point.x).__name__, Point.x.__name__, Point.x.__objclass__.__name__, Point.__slots__)
print(Point.y.__get__(p), Point.y.__get__(None, Point) is Point.y, attempt(Point.y.__get__, 5), attempt(Point.y.__set__, object(), 5))
Point.y.__set__(p, 9), print(p.y), Point.y.__delete__(p), print(hasattr(p, "y"))


class Named(Point):
    __slots__ = ("name", "__weakref__")


class Free(Named):
    pass


n, f = Named(1, 2), Free(3, 4)
r = weakref.ref(n)
print(r() is n, attempt(lambda: n.__dict__), attempt(setattr, n, "other", 1))
f.other = 5
print(f.__dict__, f.x, weakref.ref(f)() is f, Free.__dictoffset__ != 0, Point.__dictoffset__, Named.__weakrefoffset__ != 0)
del n
print(r())


class Shadow(Point):
    __slots__ = "x"


s = Shadow(1, 2)
print(s.x, attempt(Point.x.__get__, s), Shadow.x.__get__(s))
Point.x.__set__(s, "hidden")
print(s.x, Point.x.__get__(s))


class Private:
    __slots__ = ("__secret", "_open", "__dunder__")

    def __init__(self):
        self.__secret = 1


print(Private()._Private__secret, sorted(k for k in vars(Private) if "secret" in k or "dunder" in k))
print(attempt(type, "Bad", (), {"__slots__": ("x",), "x": 1}))
print(attempt(type, "Bad", (), {"__slots__": (1,)}), "|", attempt(type, "Bad", (), {"__slots__": ("a b",)}))
print(attempt(type, "Bad", (), {"__slots__": ("__dict__", "__dict__")}), "|", attempt(type, "Bad", (Free,), {"__slots__": ("__dict__",)}))
print(attempt(type, "Bad", (Named,), {"__slots__": ("__weakref__",)}))
print(attempt(type, "Bad", (int,), {"__slots__": ("x",)}), "|", attempt(type, "Fine", (int,), {"__slots__": ()}))
print(attempt(type, "Bad", (tuple,), {"__slots__": "x"}), "|", attempt(type, "Fine", (list,), {"__slots__": "x"}))


class Left:
    __slots__ = ("l",)


class Right:
    __slots__ = ("r",)


class Nothing:
    __slots__ = ()


print(attempt(type, "Both", (Left, Right), {}), "|", attempt(type, "Both", (Left, Nothing), {"__slots__": ()}))
print(attempt(setattr, Left(), "__class__", Right), attempt(setattr, Left(), "__class__", Nothing))


class SameAsLeft:
    __slots__ = ["l"]


left = Left()
left.l = "kept"
print(attempt(setattr, left, "__class__", SameAsLeft), type(left).__name__, left.l)


class Documented:
    __slots__ = {"a": "the a", "b": None}


print(Documented.a.__doc__, Documented.b.__doc__, Documented.__slots__)


class FromGenerator:
    __slots__ = (c for c in "pq")


g = FromGenerator()
g.p = 1
print(g.p, list(FromGenerator.__slots__))
print(sys.getsizeof(Left()) < sys.getsizeof(Point(1, 2)))


class Node:
    __slots__ = ("next", "__weakref__")


a, b = Node(), Node()
a.next, b.next = b, a
watch = weakref.ref(a)
gc.disable()
del a, b
print(watch() is None, end=" ")
gc.collect()
print(watch() is None, gc.is_tracked(Node()))
gc.enable()
print(Point(1, 2).__reduce_ex__(2)[2], attempt(Point(1, 2).__reduce_ex__, 1))

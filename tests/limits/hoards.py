# limits: 4M 16M
# asan: 4M
# Every kind of hoard, one after the other: each is refused in the end, dropped, and costs the next ones nothing.
import sys
from _weakref import ref


class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y


class Slotted:
    __slots__ = ("a", "b")

    def __init__(self, a):
        self.a = self.b = a


class Ring:
    def __init__(self):
        self.me = self


def keep(make):
    hoard = []
    i = 0
    while True:
        hoard.append(make(i))
        i += 1


def nest(wrap):
    inner = None
    while True:
        inner = wrap(inner)


def double(start):
    while True:
        start = start + start


def one_dict():
    hoard = {}
    i = 0
    while True:
        hoard[i] = i
        i += 1


def one_set():
    hoard = set()
    i = 0
    while True:
        hoard.add(i)
        i += 1


def one_bytearray():
    hoard = bytearray()
    while True:
        hoard += b"x" * 100000


def big_int():
    n = 3
    while True:
        n = n * n


def joined():
    s = "x" * 1000
    while True:
        s = "".join([s, s, "y"])


def generator(i):
    def count():
        yield i
        yield i + 1
    g = count()
    next(g)
    return g


def closure(i):
    def inner():
        return i
    return inner


def exception(i):
    try:
        raise ValueError(i)
    except ValueError as e:
        return e


def caught_here():
    hoard = []
    while True:
        try:
            raise KeyError(hoard)
        except KeyError as e:
            hoard.append(e)


def referenced(i):
    point = Point(i, i)
    return point, ref(point)


def called_back(i):
    point = Point(i, i)
    return point, ref(point, print)


def ring_of_references():
    hoard = []
    while True:
        ring = Ring()
        hoard.append(ref(ring, hoard.append))
        ring.hoard = hoard
        hoard.append(ring)


def a_class(i):
    class C:
        pass
    return C


def with_dict(i):
    point = Point(i, i)
    point.__dict__
    return point


def recursion():
    def f(n):
        return f(n + 1) + 1
    f(0)


def recursion_with_finally():
    def f(n):
        try:
            return f(n + 1) + 1
        finally:
            x = [n]
    f(0)


def generator_chain():
    g = iter(())
    while True:
        g = (x for x in g)


def slices(i, base=list(range(1000))):
    return base[1:]


HOARDS = {
    "lists": lambda: keep(lambda i: [i]),
    "tuples": lambda: keep(lambda i: (i, i)),
    "dicts": lambda: keep(lambda i: {"a": i}),
    "one dict": one_dict,
    "sets": lambda: keep(lambda i: {1, 2, i}),
    "one set": one_set,
    "strs": lambda: keep(lambda i: "s%d" % i),
    "bytes": lambda: keep(lambda i: b"x" * (i % 500 + 40)),
    "bytearrays": lambda: keep(lambda i: bytearray(i % 3000 + 1)),
    "one bytearray": one_bytearray,
    "ints": lambda: keep(lambda i: i + (1 << 62)),
    "big int": big_int,
    "floats": lambda: keep(float),
    "instances": lambda: keep(lambda i: Point(i, i)),
    "instances with a dict": lambda: keep(with_dict),
    "instances with slots": lambda: keep(Slotted),
    "generators": lambda: keep(generator),
    "closures": lambda: keep(closure),
    "bound methods": lambda: keep(lambda i: [].append),
    "exceptions": lambda: keep(exception),
    "exceptions caught here": caught_here,
    "weak references": lambda: keep(referenced),
    "weak references with callbacks": lambda: keep(called_back),
    "a ring of weak references": ring_of_references,
    "rings": lambda: keep(lambda i: Ring()),
    "classes": lambda: keep(a_class),
    "nested lists": lambda: nest(lambda inner: [inner]),
    "nested tuples": lambda: nest(lambda inner: (inner, 1)),
    "nested dicts": lambda: nest(lambda inner: {"x": inner}),
    "nested instances": lambda: nest(lambda inner: Point(inner, 1)),
    "a str doubled": lambda: double("x" * 1000),
    "bytes doubled": lambda: double(b"x" * 1000),
    "a list doubled": lambda: double([1]),
    "a str joined": joined,
    "a list repeated": lambda: [0] * (1 << 40),
    "a list comprehension": lambda: [[i] for i in range(1 << 40)],
    "a dict comprehension": lambda: {i: str(i) for i in range(1 << 40)},
    "a set comprehension": lambda: {i * 1.5 for i in range(1 << 40)},
    "a list of an endless iterator": lambda: list(iter(int, 1)),
    "slices": lambda: keep(slices),
    "recursion": recursion,
    "recursion with finally": recursion_with_finally,
    "a chain of generators": generator_chain,
}


def largest():
    """Bytes of the largest list that is granted, to about 16 KiB."""
    low, high = 0, 1 << 28
    while high - low > 1 << 14:
        middle = (low + high) // 2
        try:
            [None] * (middle // 8)
            low = middle
        except MemoryError:
            high = middle
    return low


def many():
    """How many small objects are granted."""
    n = 0
    last = None
    try:
        while True:
            last = (last, n + 1000)
            n += 1
    except MemoryError:
        return n


def check(hoard):
    try:
        hoard()
        return "never refused"
    except MemoryError:
        pass
    # The first refusal may only ask for the safe point at which finalizers and callbacks run.
    lists, tuples = max(largest(), largest()) / LISTS, many() / TUPLES
    if lists < 0.85 or tuples < 0.85:
        return "afterwards only %.2f of the largest list, %.2f of the many tuples" % (lists, tuples)
    return "ok"


sys.setrecursionlimit(1 << 30)
LISTS, TUPLES = largest(), many()
for name, hoard in HOARDS.items():
    print(name, "-", check(hoard))
print("at the end", "-", check(HOARDS["lists"]))

# sys.getsizeof as relations only: what grows with what, what is shared or given back, equality across equal objects, __sizeof__ of
# classes of the program and its refusals. Prints truths, no sizes.
import array
import collections
import sys

size = sys.getsizeof


def attempt(f, *args):
    try:
        return f(*args)
    except Exception as error:
        return "%s: %s" % (type(error).__name__, error)


def rising(values): return all(a <= b for a, b in zip(values, values[1:])) and values[0] < values[-1]


print(rising([size(10**n) for n in range(0, 200, 10)]), size(0) <= size(1) <= size(2**30), size(2**1000) == size(-2**1000), size(True) > 0, size(1.5) == size(1e300), size(1j) > size(1.5))
print(rising([size("a" * n) for n in range(50)]), size("a" * 100) < size("ā" * 100) < size("\U0001F600" * 100), size("é" * 100) < size("ā" * 100), size("x" * 1000) - size("x" * 500) == 500, size("ā" * 1000) - size("ā" * 500) == 1000, size("\U0001F600" * 1000) - size("\U0001F600" * 500) == 2000)
print(rising([size(b"a" * n) for n in range(50)]), size(b"x" * 1000) - size(b"x" * 500) == 500, size(bytearray(1000)) >= 1000, size(bytearray(b"")) < size(bytearray(10)), size(memoryview(b"a" * 1000)) < 1000)
print(rising([size((None,) * n) for n in range(50)]), size((1,) * 100) - size((1,) * 50) == 50 * (size((1, 2)) - size((1,))), size([None] * 100) > size([]), size(list(range(1000))) >= 4 * 1000, size(()) < size([1, 2, 3, 4]) or size(()) > 0)
grow, jumps = [], 0
last = size(grow)
for i in range(1000):
    grow.append(i)
    now = size(grow)
    jumps += now != last
    assert now >= last
    last = now
print(0 < jumps < 100, size(grow) > size(grow[:10]), size(grow[:]) <= size(grow))
grow.clear()
print(size(grow) == size([]))
grow = list(range(1000)); full = size(grow)
del grow[10:]
print(size(grow) < full, size([]) == size(list()), size([1] * 10) <= size([1] * 11))
d = {}
sizes = [size(d)]
for i in range(500):
    d[i] = i
    sizes.append(size(d))
print(rising(sizes), len(set(sizes)) < 20, size(d) == size(dict(d)) or size(dict(d)) <= size(d), size(d.keys()) == size({}.keys()), size({}) < size({1: 1}))
d.clear(); print(size(d) <= sizes[10])
s = set(range(1000)); print(size(s) > size(set()), size(frozenset(s)) > size(frozenset()), size(set(range(5))) <= size(set(range(500))))
s.clear(); print(size(s) <= size({1}))


class Empty: pass
class One:
    def __init__(self): self.a = 1
class Slots: __slots__ = ("a", "b")
class MoreSlots(Slots): __slots__ = ("c", "d", "e")
class Sub(list): pass
class Sized:
    def __init__(self, n): self.n = n
    def __sizeof__(self): return self.n


print(size(Empty()) == size(Empty()), size(Slots()) < size(MoreSlots()), size(Sub()) > size([]) or "no larger", size(Sub(range(100))) > size(Sub()), size(Sized(1000)) >= 1000, size(Sized(True)) >= 1, size(Sized(2000)) - size(Sized(1000)) == 1000)
print(attempt(size, Sized(-1)), attempt(size, Sized("a")), attempt(size, Sized(1.5)), attempt(size, Sized(2**70)), attempt(size, Sized(None)), attempt(size, Sized(-1), 5), attempt(size), attempt(size, 1, 2, 3), attempt(lambda: size(object=1, default=2) > 2))


class NoSize:
    @property
    def __sizeof__(self): raise AttributeError("no size")


print(attempt(size, NoSize()), attempt(size, NoSize(), "default"))
for o in range(3), range(10**30), iter([]), slice(1), lambda: 0, len, Empty, Empty(), sys, type, object(), None, ..., (x for x in ""), array.array("d", [1.0] * 10), collections.deque([1] * 100), collections.OrderedDict(a=1), collections.Counter("abc"), Exception("x"), property(), zip(), enumerate([]), "é", b"", super(Empty, Empty()), (lambda: 0).__code__, sys._getframe():
    n = size(o)
    assert isinstance(n, int) and n > 0, (o, n)
    assert n >= o.__sizeof__() if not isinstance(o, type) else n > 0, o
print(size(range(3)) == size(range(10**9)), size(array.array("d", [1.0] * 100)) - size(array.array("d", [1.0] * 50)) >= 400 - 200, size(collections.deque(range(10000))) > size(collections.deque()), size("abc") == size("xyz"), size("a" * 5) == size("b" * 5), (1).__sizeof__() <= (2**100).__sizeof__(), [].__sizeof__() <= [1].__sizeof__(), size((lambda a, b=1: 0).__code__) > 0)

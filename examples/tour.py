"""A walk through Python's memory management, each mechanism shown with its figures. Run it with `ouro`."""
import gc
import sys
import ouro
from _weakref import ref

step = 0


def title(text):
    global step
    step += 1
    print("\n%d. %s" % (step, text))


def mib(size):
    return "%.1f MiB" % (size / (1 << 20))


title("Identity: a value is an object with an address, and `is` compares addresses")
x = 42
y = 42
print("   42 stands once, at 0x%x: x is y -> %s" % (id(x), x is y))
first, second = [1, 2], [1, 2]
print("   two equal lists stand apart: == %s, is %s" % (first == second, first is second))
constant, made = "spam", "".join(["sp", "am"])
print("   text made while running stands apart: is %s; interned, it is the constant: is %s" % (made is constant, sys.intern(made) is constant))

title("Sizes: what objects take")
for sample in [1, 1.5, "hello", b"hello", (1, 2), [1, 2], {"a": 1, "b": 2}, {1, 2}]:
    print("   %-10s %4d bytes  %r" % (type(sample).__name__, sys.getsizeof(sample), sample))


class Point:
    def __init__(self, x, y):
        self.x, self.y = x, y


class Slim:
    __slots__ = ("x", "y")

    def __init__(self, x, y):
        self.x, self.y = x, y


print("   an instance with two attributes takes %d bytes, with __slots__ %d" % (sys.getsizeof(Point(1, 2)), sys.getsizeof(Slim(1, 2))))

title("Counting: each name, slot and argument holds a reference")
data = [4, 3, 2, 1]
print("   one name: %d (the argument of getrefcount is one of them)" % sys.getrefcount(data))
again = data
holder = [data, data]
print("   another name and two slots: %d" % sys.getrefcount(data))
del again, holder
print("   dropped again: %d" % sys.getrefcount(data))


class Noisy:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("   ... %s is finalized" % self.name)


title("Freed at once: the last reference goes, the object goes")
a = Noisy("a")
b = a
del a
print("   one name left")
del b
print("   gone before this line")

title("A chain of a million links is freed without recursion")
chain = None
for _ in range(1000000):
    chain = [chain]
blocks = sys.getallocatedblocks()
del chain
print("   %d blocks given back by one `del`" % (blocks - sys.getallocatedblocks()))

title("Cycles: counting alone cannot free them, the collector can")
gc.collect()
gc.disable()
left, right = Noisy("left"), Noisy("right")
left.other, right.other = right, left
watch = ref(left)
del left, right
print("   dropped, but still there: %s" % (watch() is not None))
found = gc.collect()
print("   gc.collect() found %d unreachable objects: the two and what only they hold" % found)
print("   the weak reference is dead: %s" % (watch() is None))
gc.enable()

title("Generations: the young are looked at often, the old seldom")
print("   thresholds %s; counts now %s" % (gc.get_threshold(), gc.get_count()))
before = [generation["collections"] for generation in gc.get_stats()]
kept = [[i] for i in range(100000)]
after = [generation["collections"] for generation in gc.get_stats()]
print("   making 100,000 lists: %s collections of the young, middle and old generation" % [n - m for m, n in zip(before, after)])
del kept

title("Memory comes from the system in arenas and goes back to it")
start = ouro.heap().resident
values = [float(i) for i in range(2000000)]
full = ouro.heap()
print("   before: %s; with 2 million floats: %s in %d arenas, pages %.0f%% full" % (mib(start), mib(full.resident), full.arenas, 100 * full.fill))
del values
ouro.trim()
print("   dropped: %s" % mib(ouro.heap().resident))

title("A limit: past it the program gets a MemoryError, and goes on")
ouro.limit(ouro.heap().committed + (8 << 20))
try:
    hoard = []
    while True:
        hoard.append([0] * 1000)
except MemoryError:
    count = len(hoard)
    del hoard
    print("   MemoryError after %d lists of 8 kB; all that was built before is still there: %s" % (count, data))
ouro.limit(None)
print("   the limit is lifted, and there is room again: a list of %d" % len([0] * 1000000))

title("Generators hold one value at a time")
squares = (n * n for n in range(1000000))
print("   the generator takes %d bytes, the list would take %d" % (sys.getsizeof(squares), sys.getsizeof([None] * 1000000)))
print("   its sum: %d" % sum(squares))
print("\nThe collector's longest stop in all this: %.1f ms. More of a program of yours: ouro --stats program.py" % (1000 * ouro.stops().longest))

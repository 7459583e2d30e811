"""tracemalloc on, off and anew; its figures; tracing while objects die in every way."""
import gc
import tracemalloc
import weakref
import _tracemalloc


def raises(f, *args):
    try:
        f(*args)
    except Exception as e:
        print(type(e).__name__, e)
    else:
        print("nothing")


print(tracemalloc.is_tracing(), tracemalloc.get_traced_memory(), tracemalloc.get_traceback_limit(), _tracemalloc._get_traces(), tracemalloc.get_object_traceback([]))
for bad in (0, -1, 65536, 1 << 40, "3", 1.5, None):
    raises(tracemalloc.start, bad)
raises(_tracemalloc.start, 1, 2)
raises(_tracemalloc._get_object_traceback)
tracemalloc.stop()
tracemalloc.clear_traces()
tracemalloc.reset_peak()
tracemalloc.start(65535)
print(tracemalloc.get_traceback_limit())
tracemalloc.start(3)
print(tracemalloc.get_traceback_limit())
raises(tracemalloc.start, 0)
tracemalloc.stop()
tracemalloc.stop()
tracemalloc.start(True)
print(tracemalloc.get_traceback_limit(), tracemalloc.is_tracing())

# ---- Figures ----
tracemalloc.clear_traces()
base = tracemalloc.get_traced_memory()[0]
block = bytearray(100000)
current, peak = tracemalloc.get_traced_memory()
print(100000 <= current - base < 102000, peak >= current)
block.extend(bytes(400000))
grown = tracemalloc.get_traced_memory()[0]
print(500000 <= grown - base < 620000)
del block[1000:]
print(tracemalloc.get_traced_memory()[0] - base < 3000, tracemalloc.get_traced_memory()[1] >= grown)
tracemalloc.reset_peak()
print(tracemalloc.get_traced_memory()[1] - base < 4000)
del block
own = tracemalloc.get_tracemalloc_memory()
kept = [object() for _ in range(200000)]
print(own > 0, 2000000 < tracemalloc.get_traced_memory()[0] - base < 12000000, tracemalloc.get_tracemalloc_memory() > own)
tracemalloc.clear_traces()
print(tracemalloc.get_traced_memory()[0] < 100000, tracemalloc.get_object_traceback(kept[5]))
del kept  # blocks that were traced once, freed untraced
print(tracemalloc.get_traced_memory()[0] < 100000)

# ---- What came before tracing dies while tracing, and the other way round ----
tracemalloc.stop()
old = [[n] for n in range(5000)]
tracemalloc.start()
before = tracemalloc.get_traced_memory()[0]
del old[::2]
print(tracemalloc.get_traced_memory()[0] <= before + 100000)
new = [[n] for n in range(5000)]
del old
print(tracemalloc.get_traced_memory()[0] >= 5000 * 16)
tracemalloc.stop()
del new[::3]
print(len(new))
for _ in range(30):
    tracemalloc.start()
    new.append({n: [n] for n in range(50)})
    tracemalloc.stop()
    new.pop()

# ---- Finalizers, weak callbacks and cycles while tracing ----
log = []


class Node:
    def __init__(self, other=None):
        self.other = other
        self.load = bytearray(1000)

    def __del__(self):
        log.append(tracemalloc.get_object_traceback(self.load) is not None)


def called(reference):
    log.append(("dead", reference() is None, tracemalloc.is_tracing()))
    tracemalloc.take_snapshot()


tracemalloc.start(4)
node = Node()
r = weakref.ref(node, called)
del node
print(log)
log.clear()
a, b = Node(), Node()
a.other, b.other = b, a
ra, rb = weakref.ref(a, called), weakref.ref(b)
del a, b
gc.collect()
print(log, ra(), rb())
log.clear()


class Stops:
    def __del__(self):
        tracemalloc.stop()
        log.append(bytearray(1000))
        tracemalloc.start(2)
        log.append(bytearray(1000))


def drops():
    o = Stops()
    del o
    return bytearray(1000)


later = drops()
print([tracemalloc.get_object_traceback(o) is not None for o in log], tracemalloc.get_object_traceback(later) is not None)
log.clear()


class Clears:
    def __init__(self):
        self.me = self

    def __del__(self):
        tracemalloc.clear_traces()
        log.append(len(_tracemalloc._get_traces()) < 100)


Clears()
gc.collect()
print(log)
finalized = weakref.finalize(Node(), log.append, "finalize")
print(log[1:], finalized.alive)


# ---- A filter whose pattern is strange, and objects that are no blocks ----
class Text(str):
    pass


for o in (None, 1, "a", (), int, len, type, 10 ** 50, Ellipsis, print, b"", b"x", Text("abc"), frozenset(), NotImplemented):
    t = tracemalloc.get_object_traceback(o)
    assert t is None or len(t) >= 1
kinds = [[], {}, set(), bytearray(), lambda: 0, (n for n in "ab"), [1].__iter__(), object(), Node, 3.5 * len(log),
         1 << 100 + len(log), "%s!" % len(log), (log,), frozenset([len(log)]), memoryview(b"a")]
print([type(o).__name__ for o in kinds if tracemalloc.get_object_traceback(o) is None and not isinstance(o, type)])
print(tracemalloc.get_object_traceback(kinds[0]) is not None, tracemalloc.get_object_traceback(kinds[5])[0].filename == __file__)

# ---- Making a snapshot does not show itself ----
gc.collect()
size = tracemalloc.get_traced_memory()[0]
for _ in range(10):
    tracemalloc.take_snapshot()
print(tracemalloc.get_traced_memory()[0] - size < 20000)
tracemalloc.stop()

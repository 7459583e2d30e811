# limit: 40M
# slow: fills its memory again and again
"""Tracing under a memory limit: what is refused is refused to traces first, programs get MemoryError as ever, and all goes on after it."""
import tracemalloc


def fill(make):
    kept = []
    try:
        while True:
            kept.append(make())
    except MemoryError:
        n = len(kept)
        kept = None
        return n > 3


tracemalloc.start(5)
for make in (lambda: bytearray(100000), lambda: [None] * 30, lambda: {1: 2}, lambda: bytearray(5 << 20), object):
    print(fill(make))
current, peak = tracemalloc.get_traced_memory()
print(current < 4 << 20, peak > 8 << 20)


def wide(depth):
    """Stacks of many shapes: the tree itself takes memory."""
    if depth == 0:
        return [bytearray(10)]
    return wide(depth - 1) if depth % 2 else [wide(depth - 1), wide(depth // 3)]


for depth in range(40):
    wide(depth)
kept = [bytearray(50) for _ in range(20000)]
print(tracemalloc.get_object_traceback(kept[5]) is not None)


def snapshots():
    """As many as fit."""
    made = []
    try:
        while True:
            made.append(tracemalloc.take_snapshot())
    except MemoryError:
        n = len(made)
        made = None
        return n


print(snapshots() >= 1)
print(tracemalloc.is_tracing(), tracemalloc.get_traced_memory()[0] >= 20000 * 50)
del kept
for _ in range(3):
    try:
        hoard = [bytes(1000) for _ in range(100000)]
    except MemoryError:
        hoard = None
    try:
        tracemalloc.clear_traces()
    except MemoryError:
        tracemalloc.start(2)
print(tracemalloc.is_tracing())
tracemalloc.stop()
print(fill(lambda: bytearray(100000)))

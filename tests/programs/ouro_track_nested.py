"""ouro.track: blocks in each other, beside tracemalloc, in generators."""
import tracemalloc

import ouro

kept = [None] * 64
kept.clear()


def work(n=10):
    return [[k] for k in range(n)]


def figures(t):
    return t.blocks, t.allocated, t.peak


work()
with ouro.track() as alone:
    work()
print(figures(alone)[0] >= 20, alone.leaked)
with ouro.track() as outer:
    with ouro.track() as inner:
        work()
print(figures(inner) == figures(alone))
print("the outer one has the inner one's:", outer.blocks >= inner.blocks, outer.leaked - inner.leaked)
with ouro.track() as outer:
    work()
    with ouro.track() as inner:
        work(20)
    work()
with ouro.track() as double:
    work()
    work()
print(outer.blocks - inner.blocks <= double.blocks + 8, outer.allocated - inner.allocated <= double.allocated + 500)

with ouro.track() as outer:
    kept.append(work())
    with ouro.track() as inner:
        kept.append(work())
print("left:", inner.leaked, outer.leaked)

with ouro.track() as first:
    with ouro.track() as second:
        with ouro.track() as third:
            work()
        try:
            with ouro.track(max_blocks=1):
                work()
        except ouro.TrackError:
            pass
print(third.blocks == alone.blocks, second.blocks >= 2 * alone.blocks)

print(tracemalloc.is_tracing())
tracemalloc.start()
before = work()
with ouro.track() as t:
    work()
print(tracemalloc.is_tracing(), t.blocks == alone.blocks, t.allocated == alone.allocated, t.leaked)
with ouro.track() as t:
    before = None
print(t.leaked, tracemalloc.get_object_traceback(work()[0]) is not None)
tracemalloc.stop()

try:
    with ouro.track():
        work()
        tracemalloc.stop()
except RuntimeError as error:
    print(error)
with ouro.track() as t:
    work()
print(t.blocks == alone.blocks)

blocks = []
try:
    for _ in range(40):
        block = ouro.track()
        block.__enter__()
        blocks.append(block)
except RuntimeError as error:
    print(error, len(blocks))
while blocks:
    blocks.pop().__exit__(None, None, None)
try:
    ouro.track().__exit__(None, None, None)
except RuntimeError as error:
    print(error)


def generator():
    with ouro.track() as t:
        yield work()
        yield work()
    yield t.blocks >= 2 * alone.blocks


print([value for value in generator()][-1], tracemalloc.is_tracing())
ouro.leak_point("a name")

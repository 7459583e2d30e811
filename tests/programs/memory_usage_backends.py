# Backends: resident, shared out, unshared, traced, and the bytes of the heap.
import os
import warnings

from memory_profiler import choose_backend, memory_usage

for name in ("psutil", "psutil_pss", "psutil_uss", "posix", "ouro"):
    print(name, choose_backend(name), memory_usage(backend=name)[0] > 0.1)
print(memory_usage(backend="psutil_uss")[0] <= memory_usage(backend="psutil")[0] + 1)
print(choose_backend())
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    print(choose_backend("nonsense"), caught[0].message)
block = bytearray(2 ** 23)
with_block = memory_usage(backend="ouro")[0]
del block
print(round(with_block - memory_usage(backend="ouro")[0], 1))


def grows():
    kept = [bytearray(2 ** 16) for number in range(160)]
    total = 0
    for number in range(3000000):
        total += number
    return len(kept)


figures, result = memory_usage(grows, interval=.001, backend="ouro", retval=True)
print(result, len(figures) > 4, max(figures) - figures[0] > 9, abs(figures[-1] - figures[0]) < 1)
for name in ("ouro", "tracemalloc"):
    try:
        memory_usage(os.getppid(), backend=name)
    except NotImplementedError as error:
        print(error)
import tracemalloc
print(tracemalloc.is_tracing())
before = memory_usage(backend="tracemalloc")[0]
block = bytearray(2 ** 22)
print(round(memory_usage(backend="tracemalloc")[0] - before, 1))
tracemalloc.stop()

# The documentation's use of memory_usage(): this process for a second, a function with its arguments.
# modes: release, debug-heap (a sanitizer's own memory is resident, too; collections take longer than the times it waits)
import time
from memory_profiler import memory_usage

mem_usage = memory_usage(-1, interval=.2, timeout=1)
print(len(mem_usage), all(1 < figure < 200 for figure in mem_usage), max(mem_usage) - min(mem_usage) < 5)


def f(a, n=100):
    time.sleep(.3)
    b = [a] * n
    time.sleep(.3)
    return b


figures = memory_usage((f, (1,), {'n': int(1e7)}), interval=.05)
print(len(figures) > 4, 70 < max(figures) - figures[0] < 85)
(figures, result) = memory_usage((f, (1,), {'n': 3}), interval=.05, retval=True)
print(result, memory_usage((f, ("x",)), interval=.2, max_usage=True) < 200)

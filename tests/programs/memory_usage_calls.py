# memory_usage() of a function in all its forms: a process of its own watches.
import os
import time

from memory_profiler import memory_usage


def f(mebibytes, keyword=1):
    block = bytearray(b"x") * (mebibytes * 2 ** 20)
    time.sleep(0.3)
    return len(block), keyword


def span(figures):
    return round((max(figures) - min(figures)) / 50) * 50


figures = memory_usage((f, (100,), {"keyword": 5}), interval=.02)
print(span(figures), len(figures) > 8)
print(span(memory_usage((f, (60,)), interval=.02)))
figures, result = memory_usage((f, (100,), {"keyword": 5}), interval=.02, retval=True)
print(result, span(figures))
most = memory_usage((f, (100,)), interval=.02, max_usage=True)
print(type(most), abs(most - max(figures)) < 30)
most, result = memory_usage((f, (100,)), interval=.02, max_usage=True, retval=True)
print(type(most), result)
pairs = memory_usage((f, (20,)), interval=.02, timestamps=True)
times = [when for memory, when in pairs]
print(times == sorted(times), 0.25 < times[-1] - times[0] < 5)
print(type(memory_usage((f, (20,)), interval=.02, timestamps=True, max_usage=True)))
print(memory_usage(lambda: 5, retval=True)[1])
print(len(memory_usage((f, (1,)), interval=.1)) in range(4, 9))
for bad in ((), (f, (), {}, 1)):
    try:
        memory_usage(bad)
    except ValueError as error:
        print(error)

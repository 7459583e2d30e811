"""Tracing: on, off and anew, traces, tracebacks of objects, frames of many kinds; no standard library."""
import _tracemalloc as t


def produce(n):
    while True:
        yield [n]


def recurse(n):
    return {n: [n]} if n == 0 else recurse(n - 1)


class Dies:
    def __init__(self):
        self.me = self

    def __del__(self):
        t.clear_traces()


for frames in (1, 25):
    t.start(frames)
    g = produce(frames)
    kept = [next(g), recurse(6), bytearray(70000), str(frames) * 3]
    exec("kept.append([len(kept)])")
    for o in kept:
        t._get_object_traceback(o)
    kept[2].extend(bytes(40000))
    traces = t._get_traces()
    for domain, size, frames, total in traces:
        size + total
    traces = None
    t.get_traced_memory(), t.reset_peak(), t.get_tracemalloc_memory(), t.get_traceback_limit()
    Dies().me = None
    kept.clear()
    t.stop()
t.stop(), t.clear_traces()
print("done")

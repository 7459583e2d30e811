"""_queue.SimpleQueue, alone and behind the queue module."""
import _queue
import gc
import queue
import signal
import weakref


def show(f, *args, **kw):
    try:
        print(f(*args, **kw))
    except Exception as e:
        print(type(e).__name__, e)


q = _queue.SimpleQueue()
show(_queue.SimpleQueue, 1)
show(_queue.SimpleQueue, a=1)
show(q.get, False)
show(q.get_nowait)
show(q.get, True, 0.01)
show(q.get, timeout=0.01)
show(q.get, timeout=0)
for bad in (-1, "x", 1e100, float("nan"), 1j):
    show(q.get, True, bad)
    show(q.get, False, bad)
show(q.get, 1, 2, 3)
show(q.put)
show(q.put, 1)
show(q.put, 2, False, -5)
show(q.put, item=3)
show(q.put, 1, 2, 3, 4)
show(q.put_nowait, 4)
print(q.qsize(), q.empty(), [q.get() for _ in range(4)], q.qsize(), q.empty())
print(_queue.Empty.__mro__, _queue.SimpleQueue[int], queue.Empty is _queue.Empty, queue.SimpleQueue is _queue.SimpleQueue)
signal.signal(signal.SIGALRM, lambda *a: q.put("from a handler"))
signal.setitimer(signal.ITIMER_REAL, 0.02)
print(q.get())
signal.signal(signal.SIGALRM, lambda *a: 1 / 0)
signal.setitimer(signal.ITIMER_REAL, 0.02)
show(q.get, True, 10)


class Mine(_queue.SimpleQueue):
    def __init__(self, extra):
        self.extra = extra


m = Mine(extra=3)
m.put(m)
r = weakref.ref(m)
print(m.extra, m.qsize(), r() is m)
del m
gc.collect()
print(r())

for kind, puts in ((queue.Queue, [3, 1, 2]), (queue.LifoQueue, [3, 1, 2]), (queue.PriorityQueue, [3, 1, 2])):
    x = kind(3)
    for i in puts:
        x.put(i)
    print(x.full(), [x.get() for _ in puts], x.empty())
    show(x.get, timeout=0.01)
    show(x.get_nowait)

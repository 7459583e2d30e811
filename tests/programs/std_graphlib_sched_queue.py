"""graphlib, sched and queue: orders of dependencies and cycles; events by a clock of its own; queues of all kinds, full and empty. Prints the orders."""
import queue
import sched
from graphlib import CycleError, TopologicalSorter


def t(f, *args, **kwargs):
    try:
        print(f(*args, **kwargs))
    except Exception as e:
        print(type(e).__name__ + ":", e)


graph = {"shoes": {"socks", "trousers"}, "trousers": ["shorts"], "belt": ["trousers", "shirt"], "tie": ["shirt"], "jacket": ["belt", "tie"]}
order = list(TopologicalSorter({k: sorted(v) for k, v in graph.items()}).static_order())
print(order, all(order.index(d) < order.index(k) for k, ds in graph.items() for d in ds))
ts = TopologicalSorter()
ts.add("d", "b", "c")
ts.add("b", "a")
ts.add("c", "a")
ts.add("a")
ts.add("b", "a", "a")
t(ts.is_active)
t(ts.get_ready)
ts.prepare()
t(ts.prepare)
t(ts.add, "x")
while ts.is_active():
    ready = ts.get_ready()
    print(ready, ts.get_ready())
    if "b" in ready:
        t(ts.done, "d")
    ts.done(*ready)
t(ts.done, "a")
t(ts.done, "never")
print(bool(ts), ts.get_ready())
for cyclic in [{1: [2], 2: [3], 3: [1]}, {1: [1]}, {"a": ["b"], "b": ["c", "d"], "d": ["b"]}]:
    try:
        list(TopologicalSorter(cyclic).static_order())
    except CycleError as e:
        print(e.args[0], len(e.args[1]), e.args[1][0] == e.args[1][-1], isinstance(e, ValueError))
c = TopologicalSorter({1: [2], 2: [1], 3: [], 4: [3]})
t(c.prepare)
print(c.get_ready(), c.is_active())
t(TopologicalSorter, {1: [[]]})
t(TopologicalSorter, {1: 5})
print(list(TopologicalSorter({}).static_order()), list(TopologicalSorter({i: [i - 1] for i in range(1, 1000)}).static_order())[-1], TopologicalSorter[int])


class Clock:
    now = 0.0

    def time(self):
        return self.now

    def sleep(self, seconds):
        if seconds:
            print(f"  sleep {seconds:g} at {self.now:g}")
        self.now += seconds


clock = Clock()
s = sched.scheduler(clock.time, clock.sleep)


def event(name, again=0):
    print(f"  {name} at {clock.now:g}")
    if again:
        s.enter(2, 1, event, (name + "'",), {"again": again - 1})


late = s.enterabs(9, 1, event, ("late",))
first = s.enter(5, 2, event, argument=("second",))
s.enter(5, 1, event, argument=("first",))
s.enter(5, 2, event, argument=("third",))
s.enter(1, 1, event, ("repeat",), {"again": 3})
dead = s.enter(6, 1, event, ("cancelled",))
print([(e.time, e.priority, e.sequence, e.argument) for e in s.queue], s.empty(), late > first, late == first, first <= dead)
s.cancel(dead)
t(s.cancel, dead)
print(s.run(blocking=False), clock.now)
clock.now = 1.5
print(s.run(blocking=False))
s.run()
print(s.empty(), clock.now)


def fail():
    raise RuntimeError("in an event")


s.enter(1, 1, fail)
s.enter(2, 1, event, ("after the failure",))
t(s.run)
print(len(s.queue))
s.run()

q = queue.Queue(maxsize=2)
q.put(1)
q.put_nowait(2)
t(lambda: q.put_nowait(3) or 1)
t(lambda: q.put(3, block=False))
t(lambda: q.put(3, timeout=-1))
print(q.full(), q.qsize(), q.get(), q.get_nowait(), q.empty())
for f in [q.get_nowait, lambda: q.get(timeout=0.001), lambda: q.get(False), lambda: q.get(timeout=-1)]:
    try:
        print(f())
    except queue.Empty as e:
        print("Empty", e.args)
    except ValueError as e:
        print(e)
q.task_done()
q.task_done()
t(q.task_done)
q.join()
pq = queue.PriorityQueue()
for item in [(3, "c"), (1, "a"), (2, "b"), (1, "A")]:
    pq.put(item)
print([pq.get() for _ in range(4)])
pq.put((1, {}))
t(pq.put, (1, {}))
lq = queue.LifoQueue()
for i in "xyz":
    lq.put(i)
print(lq.get() + lq.get() + lq.get())
sq = queue.SimpleQueue()
sq.put(1, block=False, timeout=3)
sq.put_nowait([2])
print(sq.qsize(), sq.get(), sq.get(timeout=1), sq.empty())
try:
    sq.get(block=False)
except queue.Empty:
    print("Empty", issubclass(queue.Empty, Exception), queue.Queue.__class_getitem__(int))

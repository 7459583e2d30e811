"""ouro.sample: estimates of what lines, stacks and types take, from samples; on, off, anew, and beside tracemalloc."""
import gc
import tracemalloc

import ouro
from ouro import sampling


def raises(f, *args):
    try:
        f(*args)
    except Exception as e:
        print(type(e).__name__, e)


def settle():
    for _ in range(3):
        pass


class Node:
    __slots__ = "data", "more"

    def __init__(self, data):
        self.data = data
        self.more = [None] * 20


def build(count):
    return [Node(bytes(300)) for _ in range(count)]


def near(row, true):
    """Within eight standard errors, which no draw of all that will ever be leaves."""
    return abs(row.live - true) < 8 * row.error


print(ouro.samples(), ouro.estimates(), sampling.mean(), sampling.total().live)
ouro.sample(3000, seed=1)
print(sampling.mean())
before = sampling.total().live
kept = build(4000)
settle()
total = sampling.total()
print(total.key, total.live > before, total.samples > 300, total.bytes >= total.live)

rows = {row.key: row for row in ouro.estimates("type")}
print(near(rows["bytes"], 4000 * kept[0].data.__sizeof__()), near(rows["Node"], 4000 * kept[0].__sizeof__()))
print(rows["Node"].samples > 10, rows["Node"].live > 50000)

def of_function(name):
    return sum(row.live for row in ouro.estimates() if row.key and row.key[0] == __file__ and row.key[2] == name)


print(of_function("Node.__init__") > 100000, of_function("build.<locals>.<listcomp>") > 500000)
stacks = ouro.estimates("stack")
print(stacks == sorted(stacks, key=lambda row: (-row.live, -row.bytes)), any("build" in {f[2] for f in row.key} for row in stacks))

found = [s for s in ouro.samples() if s.type == "Node"]
print(len(found) > 10, {s.traceback[-1][2] for s in found}, all(s.weight >= 1 and 0 <= s.age < 1000 and s.bytes > 0 for s in found))
print(type(found[0]).__name__, found[0]._fields, sampling.Estimate._fields)

del kept, found
gc.collect()
print([row.live for row in ouro.estimates("type") if row.key == "Node"], sampling.total().live < total.live / 2)

# Cycles, each a class of its own: what a class that is gone had is unknown.
def cycles():
    class Gone:
        pass
    for _ in range(2000):
        a, b = Gone(), Gone()
        a.b, b.a, a.text = b, a, "x" * 100
        settle()
cycles()
gc.collect()
print([row.live for row in ouro.estimates("type") if row.key == "Gone"])

ouro.sample(10 ** 12)
print(sampling.mean(), sampling.total().samples, len(ouro.samples()))
ouro.sample(1, 2)
x = [bytearray(1000) for _ in range(5)]
s = [s for s in ouro.samples() if s.type == "bytearray"]
print(len(s), {len(t.traceback) for t in s} <= {1, 2}, {t.weight < 1.1 for t in s})
del x, s

ouro.sample(None)
ouro.sample(None)
print(sampling.mean(), ouro.samples())


def both(sampler_first, sampler_stops_first):
    """Whether each tells the same as it would alone, and the same lines."""
    starts = [lambda: ouro.sample(1), lambda: tracemalloc.start(3)]
    stops = [lambda: ouro.sample(None), tracemalloc.stop]
    for start in starts if sampler_first else starts[::-1]:
        start()
    kept = [bytearray(1000 + i) for i in range(50)]
    settle()
    told = [tracemalloc.get_object_traceback(o)[-1].lineno for o in kept]
    lines = {s.traceback[0][1] for s in ouro.samples() if s.type == "bytearray"}
    tracemalloc.clear_traces()
    cleared = [tracemalloc.get_object_traceback(o) for o in kept] == [None] * 50
    more = [bytearray(5000) for _ in range(50)]
    settle()
    stops[not sampler_stops_first]()
    if sampler_stops_first:
        left = tracemalloc.get_traced_memory()[0] >= 250000 and sampling.mean() is None
    else:
        left = len([s for s in ouro.samples() if s.type == "bytearray"]) == 100 and not tracemalloc.is_tracing()
    again = bytearray(5000)
    settle()
    stops[sampler_stops_first]()
    return lines == set(told) and len(lines) == 1, cleared, left, sampling.mean(), tracemalloc.is_tracing()


for order in (False, False), (False, True), (True, False), (True, True):
    print(both(*order))
raises(ouro.sample, 0)
raises(ouro.sample, 5, 0)
raises(ouro.sample, "x")
raises(ouro.estimates, "colour")
ouro.sample()
print(sampling.mean(), tracemalloc.is_tracing())

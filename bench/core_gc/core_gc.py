"""The same as core_gc.c, for CPython: python3.11 core_gc.py [millions]."""
import gc
import random
import sys
import time

count = int(sys.argv[1] if len(sys.argv) > 1 else 1) * 1000000


def report(what, start):
    took = time.perf_counter() - start
    print(f"{what:52} {took * 1e3:8.1f} ms {took * 1e9 / count:7.1f} ns", flush=True)


def collect(what):
    gc.collect()
    start = time.perf_counter()
    gc.collect()
    report("collect " + what, start)


gc.disable()
for order in "in order", "shuffled":
    everything = [[i] for i in range(count)]
    if order == "shuffled":
        random.shuffle(everything)
    collect("lists of one, " + order)
    start = time.perf_counter()
    del everything
    report("drop lists of one, " + order, start)

    everything = [[None, None] for i in range(count)]
    for i in range(count):
        if order == "shuffled":
            everything[i][0] = everything[random.randrange(count)]
            everything[i][1] = everything[random.randrange(count)]
        else:
            everything[i][0] = everything[(i + 1) % count]
            everything[i][1] = everything[(i + 7) % count]
    if order == "shuffled":
        random.shuffle(everything)
    collect("a graph, " + order)
    start = time.perf_counter()
    del everything
    report("drop a graph's list, " + order, start)
    start = time.perf_counter()
    gc.collect()
    report("collect the dead graph", start)

    everything = [[None] for i in range(count)]
    if order == "shuffled":
        random.shuffle(everything)
    for i in range(count - 1):
        everything[i][0] = everything[i + 1]
    first = everything[0]
    del everything
    collect("a chain, " + order)
    start = time.perf_counter()
    del first
    report("drop a chain, " + order, start)

for i in range(count):
    a = [None]
    b = [a]
    a[0] = b
del a, b
start = time.perf_counter()
gc.collect()
report("collect dead pairs (ns a pair)", start)

for enabled in False, True:
    if enabled:
        gc.enable()
    start = time.perf_counter()
    everything = [[i] for i in range(count)]
    report("build lists of one, collector " + ("on" if enabled else "off"), start)
    del everything

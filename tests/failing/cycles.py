"""Cycles, weak references, the collector and its callbacks."""
import gc
from _weakref import ref


class Node:
    def __init__(self, name):
        self.name = name
        self.links = []

    def __del__(self):
        dead.append(self.name)


dead = []
gc.collect()
for round in range(3):
    a, b, c = Node("a%d" % round), Node("b%d" % round), Node("c%d" % round)
    a.links.append(b)
    b.links.append(c)
    c.links.append(a)
    watch = ref(a, lambda r: dead.append("callback"))
    del a, b, c
    found = gc.collect()
    print(found > 0, watch() is None)
print(sorted(dead))
loop = []
loop.append((loop, {"loop": loop}))
del loop
print(gc.collect() >= 1)

"""Questions about a million objects: retained sizes, dominators, why alive (ours alone), and objgraph's walks and counts beside
Debian's objgraph on CPython 3.11. Milliseconds, the fastest of some; and the memory that the dominators take."""
import os
import tempfile

from . import _measure as m

PACKAGES = "/usr/lib/python3/dist-packages"

OURS = """
import resource, time
import ouro

class Node:
    def __init__(self, number):
        self.number = number + 1000
        self.items = [self]

COUNT = 250_000
data = {n: Node(n) for n in range(COUNT)}

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024

def fastest(f, times=3):
    best = None
    for _ in range(times):
        start = time.perf_counter()
        f()
        taken = time.perf_counter() - start
        best = taken if best is None else min(best, taken)
    return 1000 * best

before = peak()
first = ouro.dominators(1)[0]
objects = first.count
del first
print("objects", objects)
print("bytes", (peak() - before) / objects)
print("retained", fastest(lambda: ouro.retained(data)))
print("dominators", fastest(lambda: ouro.dominators(20)))
print("why_alive", fastest(lambda: ouro.why_alive(data[COUNT // 2].items)))
long = None
for _ in range(1_000_000):
    long = [long]
last = long
while last[0]:
    last = last[0]
print("chain", fastest(lambda: ouro.why_alive(last)))
"""

BOTH = """
import sys, time
sys.path.append(%r)
import objgraph

data = [[i] for i in range(1_000_000)]
target = data[-1]

def fastest(f, times=3):
    best = None
    for _ in range(times):
        start = time.perf_counter()
        f()
        taken = time.perf_counter() - start
        best = taken if best is None else min(best, taken)
    return 1000 * best

print("backref", fastest(lambda: objgraph.find_backref_chain(data[500_000], objgraph.is_proper_module)))
print("backref 2", fastest(lambda: objgraph.find_backref_chain(target, lambda o: False, max_depth=2)))
print("ref", fastest(lambda: objgraph.find_ref_chain(data, lambda o: o is target)))
print("typestats", fastest(objgraph.typestats))
""" % PACKAGES

ROWS = [("backref", "find_backref_chain to a module"), ("backref 2", "find_backref_chain, nothing found in two steps"),
        ("ref", "find_ref_chain to the last of a million"), ("typestats", "typestats")]


def figures(output):
    return {name: float(number) for name, number in (line.rsplit(" ", 1) for line in output.splitlines())}


def run_program(text, peers, rounds):
    with tempfile.NamedTemporaryFile("w", suffix=".py") as file:
        file.write(text)
        file.flush()
        samples = m.in_turn([file.name], rounds, peers)
    return {peer: {name: min(figures(s.out)[name] for s in all_of) for name in figures(all_of[0].out)}
            for peer, all_of in samples.items()}


def run(options):
    ours = run_program(OURS, {"ouro": [m.OURO]}, options.rounds)["ouro"]
    rows = [["objects", "%.0f" % ours["objects"]], ["memory for dominators, bytes an object", "%.0f" % ours["bytes"]]]
    rows += [[label, "%.0f" % ours[name]] for name, label in
             (("retained", "retained, ms"), ("dominators", "dominators, ms"), ("why_alive", "why_alive, ms"),
              ("chain", "why_alive through a chain of a million, ms"))]
    m.table("The graph of objects (fastest of %d times 3)" % options.rounds, ["", "ouro"], rows, options.markdown)
    if not os.path.exists(PACKAGES + "/objgraph.py"):
        print("objgraph is not installed (apt-get install python3-objgraph)")
        return
    both = run_program(BOTH, m.PEERS, options.rounds)
    rows = [[label, "%.1f" % both["ouro"][name], "%.1f" % both["cpython"][name],
             "%.3f" % (both["ouro"][name] / both["cpython"][name])] for name, label in ROWS]
    m.table("objgraph on a million lists, ms", ["", "ouro", "CPython", "ratio"], rows, options.markdown)

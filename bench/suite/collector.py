"""The collector and deallocation, beside CPython 3.11: seconds of one operation inside the program."""
from . import _measure as m

HEAD = """
import gc, sys, time
gc.disable()
clock = time.perf_counter
class Node:
    def __init__(self):
        self.other = None
def shuffle(items):
    seed = 12345
    for i in range(len(items) - 1, 0, -1):
        seed = (seed * 6364136223846793005 + 1442695040888963407) & 0xffffffffffffffff
        j = (seed >> 33) % (i + 1)
        items[i], items[j] = items[j], items[i]
"""
COLLECT = "gc.collect()\nstart = clock()\ngc.collect()\nprint(clock() - start)\n"
CASES = []
for millions in (1, 5, 10):
    for kind, make in (("lists", "[None]"), ("instances", "Node()")):
        build = HEAD + "kept = [%s for _ in range(%d)]\n" % (make, millions * 1000000)
        CASES.append(("collect %d million live %s, in order" % (millions, kind), build + COLLECT))
        if millions < 10 or kind == "lists":
            # Shuffled: the collector meets the objects in another order than they lie in.
            CASES.append(("collect %d million live %s, shuffled" % (millions, kind),
                          build + "shuffle(kept)\nfor i in range(len(kept) - 1):\n    %s\n" %
                          ("kept[i][0] = kept[i + 1]" if kind == "lists" else "kept[i].other = kept[i + 1]") + COLLECT))
CASES.append(("collect 1 million dead pairs", HEAD + """
for _ in range(1000000):
    a, b = Node(), Node()
    a.other, b.other = b, a
del a, b
start = clock()
gc.collect()
print(clock() - start)
"""))
for name, order in (("in order", ""), ("shuffled", "shuffle(kept)\n")):
    CASES.append(("drop 10 million lists, %s" % name, HEAD + "kept = [[None] for _ in range(10000000)]\n" + order +
                  "start = clock()\ndel kept\nprint(clock() - start)\n"))
BUILD = "import gc, time\n%s\nstart = time.process_time()\nkept = [[i] for i in range(5000000)]\nprint(time.process_time() - start)\n"


def run(options):
    rows = []
    for name, code in CASES:
        samples = m.in_turn(["-c", code], max(1, options.rounds // 2))
        ours, theirs = (m.median([float(s.out) for s in samples[peer]]) for peer in ("ouro", "cpython"))
        rows.append([name, "%.1f" % (1000 * ours), "%.1f" % (1000 * theirs), "%.2f" % (ours / theirs)])
        print(".", end="", flush=True)
    added = {}
    for peer in ("ouro", "cpython"):
        off, on = ([], [])
        for _ in range(max(1, options.rounds // 2)):
            off.append(float(m.once(m.PEERS[peer] + ["-c", BUILD % "gc.disable()"]).out))
            on.append(float(m.once(m.PEERS[peer] + ["-c", BUILD % ""]).out))
        added[peer] = m.median(on) - m.median(off)
    rows.append(["what the collector adds to building 5 million [i]", "%.1f" % (1000 * added["ouro"]),
                 "%.1f" % (1000 * added["cpython"]), "%.2f" % (added["ouro"] / added["cpython"])])
    m.table("Collector and deallocation (ms)", ["", "ouro", "cpython", "ratio"], rows, options.markdown)

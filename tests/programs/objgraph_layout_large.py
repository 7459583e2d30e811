# Graphs of thousands of nodes are placed in bounded time and room, none of them over another.
# slow: a minute under a collection at each allocation
import random
import _graph_layout
from _graph_layout import Edge, Node


def check(name, count, pairs, sizes=(60.0,)):
    nodes = [Node(sizes[i % len(sizes)], 30.0) for i in range(count)]
    plan = _graph_layout.layout(nodes, [Edge(a, b, None, 1) for a, b in pairs])
    rows = {}
    for (x, y), node in zip(plan.centres, nodes):
        assert 0 <= x - node.width / 2 and x + node.width / 2 <= plan.width + 1e-6
        assert 0 <= y - node.height / 2 + 1e-6 and y + node.height / 2 <= plan.height + 1e-6
        rows.setdefault(y, []).append((x, node.width))
    for row in rows.values():
        row.sort()
        assert all(x + w / 2 < u - v / 2 for (x, w), (u, v) in zip(row, row[1:]))
    assert len(plan.curves) == len(pairs) and all(len(curve) % 3 == 1 for curve in plan.curves)
    print(name, len(rows), "rows")


check("a chain to one end", 1000, [(i, i + 1) for i in range(999)] + [(i, 999) for i in range(990)])
check("a tree", 1000, [((i - 1) // 4, i) for i in range(1, 1000)], (30.0, 200.0))
check("a star", 1000, [(0, i) for i in range(1, 1000)])
check("a ring", 700, [(i, (i + 1) % 700) for i in range(700)])
check("no edges", 500, [])
check("the same edge", 2, [(0, 1)] * 50 + [(1, 0)] * 50 + [(1, 1)] * 5)
rng = random.Random(1)
nodes = [Node(50.0, 30.0)] * 300
_graph_layout.layout(nodes, [Edge(rng.randrange(300), rng.randrange(300), (20.0, 10.0), 1) for _ in range(900)])
print("a tangle")

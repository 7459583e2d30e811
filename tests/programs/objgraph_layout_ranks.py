# Rows of a drawing: every edge that closes no cycle goes down, the rest is as short as single moves can make it.
import random
import _graph_ranks


def show(count, edges, weights=None):
    backward = _graph_ranks.backward_edges(count, edges)
    arcs = [(b, a) if i in backward else (a, b) for i, (a, b) in enumerate(edges) if a != b]
    ranks = _graph_ranks.ranks(count, arcs, weights or [1] * len(arcs))
    assert all(ranks[a] < ranks[b] for a, b in arcs)
    return sorted(backward), ranks


print(show(0, []), show(3, []))
print(show(4, [(0, 1), (1, 2), (2, 3), (0, 3)]))
print(show(4, [(0, 1), (1, 2), (2, 0), (2, 3)]), show(2, [(0, 1), (1, 0)]), show(1, [(0, 0), (0, 0)]))
print(show(5, [(3, 0), (4, 3), (2, 0), (1, 2), (0, 0)]))
# Two that hold the last of a long chain stand right above it, not at the top.
print(show(8, [(0, 1), (1, 2), (2, 3), (3, 4), (5, 6), (6, 4), (7, 4)]))
# Between two, a node stands by the one that pulls more.
print(show(5, [(0, 1), (1, 2), (2, 3), (0, 4), (4, 3)], [1, 1, 1, 1, 9])[1], show(5, [(0, 1), (1, 2), (2, 3), (0, 4), (4, 3)], [1, 1, 1, 9, 1])[1])
rng = random.Random(3)
for _ in range(150):
    count = rng.randrange(1, 25)
    edges = [(rng.randrange(count), rng.randrange(count)) for _ in range(rng.randrange(50))]
    backward, ranks = show(count, edges)
    assert min(ranks) == 0 and max(ranks) < count
deep = 20000
backward, ranks = show(deep, [(i, i + 1) for i in range(deep - 1)] + [(deep - 1, 0)])
print(len(backward), max(ranks))

# Orders of a drawing's rows: crossings are counted right, and few are left.
import itertools
import random
import _graph_order


def brute(rows, below):
    place = {node: i for row in rows for i, node in enumerate(row)}
    total = 0
    for row in rows:
        ends = [(place[a], place[b]) for a in row for b in below[a]]
        total += sum((a - c) * (b - d) < 0 for (a, b), (c, d) in itertools.combinations(ends, 2))
    return total


def graph(sizes, edges):
    numbers = iter(range(10 ** 6))
    rows = [[next(numbers) for _ in range(size)] for size in sizes]
    count = sum(sizes)
    above, below = [[] for _ in range(count)], [[] for _ in range(count)]
    for a, b in edges(rows):
        below[a].append(b)
        above[b].append(a)
    return rows, above, below


def least(rows, below):
    return min(brute(order, below) for order in itertools.product(*(map(list, itertools.permutations(row)) for row in rows)))


rng = random.Random(7)
found = best = 0
for _ in range(25):
    rows, above, below = graph([3, 4, 3], lambda rows: {(rng.choice(up), rng.choice(low)) for up, low in zip(rows, rows[1:]) for _ in range(6)})
    assert _graph_order.crossings(rows, below) == brute(rows, below)
    ordered = _graph_order.order(rows, above, below)
    assert [sorted(row) for row in ordered] == rows
    found += brute(ordered, below)
    best += least(rows, below)
print("near the least possible:", found <= 1.2 * best, best)
# A tree and a ladder, shuffled, are untangled whole.
rows, above, below = graph([1, 3, 9, 27], lambda rows: [(up[i // 3], node) for up, low in zip(rows, rows[1:]) for i, node in enumerate(rng.sample(low, len(low)))])
print(brute(rows, below) > 0, brute(_graph_order.order(rows, above, below), below))
rows, above, below = graph([8] * 6, lambda rows: [(a, b) for up, low in zip(rows, rows[1:]) for a, b in zip(up, rng.sample(low, len(low)))])
print(brute(rows, below) > 0, brute(_graph_order.order(rows, above, below), below))
print(_graph_order.order([], [], []), _graph_order.order([[0, 1]], [[], []], [[], []]))

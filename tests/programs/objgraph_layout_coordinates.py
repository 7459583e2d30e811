# Places in rows: none overlap, order is kept, long edges come out straight, a parent stands amid its children.
import random
import _graph_coordinates


def place(rows, edges, passing=(), half=None):
    count = sum(map(len, rows))
    above, below = [[] for _ in range(count)], [[] for _ in range(count)]
    for a, b in edges:
        below[a].append(b)
        above[b].append(a)
    left = half or [10.0] * count
    right = [size * 1.5 for size in left]
    x = _graph_coordinates.coordinates(rows, above, below, [n in passing for n in range(count)], left, right, 5.0)
    for row in rows:
        for a, b in zip(row, row[1:]):
            assert x[a] + right[a] + 5 <= x[b] - left[b] + 1e-6, (x[a], x[b])
    assert not x or abs(min(x[n] - left[n] for n in x)) < 1e-6
    return [round(x[n], 2) for n in range(count)]


print(place([], []), place([[]], []), place([[0]], []), place([[0, 1, 2]], []))
print(place([[0], [1]], [(0, 1)]))
print(place([[0], [1, 2, 3]], [(0, 1), (0, 2), (0, 3)]))
print(place([[0, 1, 2], [3]], [(0, 3), (1, 3), (2, 3)]))
print(place([[0], [1, 2], [3, 4], [5]], [(0, 1), (0, 2), (1, 3), (2, 4), (3, 5), (4, 5)], passing={2, 4}))
rng = random.Random(11)
straight = bent = 0
for _ in range(60):
    sizes = [rng.randrange(1, 9) for _ in range(rng.randrange(1, 7))]
    numbers = iter(range(1000))
    rows = [[next(numbers) for _ in range(size)] for size in sizes]
    edges = {(rng.choice(up), rng.choice(low)) for up, low in zip(rows, rows[1:]) for _ in range(6)}
    place(rows, edges, half=[rng.choice([1.0, 10.0, 60.0]) for _ in range(sum(sizes))])
print("none overlap")
# A long edge beside nodes that push: all its points have one place.
rows = [[0], [1, 2, 3], [4, 5], [6, 7, 8], [9]]
x = place(rows, [(0, 1), (0, 2), (0, 3), (1, 4), (3, 5), (2, 4), (4, 6), (5, 7), (4, 8), (7, 9), (6, 9)], passing={3, 5, 7})
print(x[3] == x[5] == x[7])

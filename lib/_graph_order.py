"""In which order the nodes of each row stand, so that few edges cross.

Rows are lists of nodes; every edge leads from one row to the next. Sweeps down and up put each node at the median of
its neighbours, or at their mean, then neighbours change places where that helps; the best order seen is kept. How long
this goes on depends on the size of the graph alone, so that a graph has one picture.
"""
import itertools

_PATIENCE = 4          # sweeps without a gain before it is given up
_WORK = 400000         # visits of edges, about, for one graph
_EXCHANGE_UP_TO = 600  # nodes: beyond, changing places takes longer than it is worth


def _first_order(rows, following):
    """Nodes in the order in which a search in depth comes to them: what hangs together stands together."""
    row_of = {node: r for r, row in enumerate(rows) for node in row}
    ordered, seen = [[] for _ in rows], set()
    for row in rows:
        for start in row:
            waiting = [start]
            while waiting:
                node = waiting.pop()
                if node not in seen:
                    seen.add(node)
                    ordered[row_of[node]].append(node)
                    waiting.extend(other for other in reversed(following[node]) if other not in seen)
    return ordered


def _crossings_between(upper, lower, below):
    """How many edges from one row to the next cross: with edges from left to right, ends that are out of order."""
    place = {node: i for i, node in enumerate(lower)}
    size = 1
    while size < len(lower):
        size *= 2
    tree, crossings = [0] * (2 * size), 0  # how many ends each stretch of the lower row has
    for node in upper:
        for end in sorted(place[other] for other in below[node]):
            at = end + size
            tree[at] += 1
            while at > 1:
                if not at & 1:
                    crossings += tree[at + 1]
                at >>= 1
                tree[at] += 1
    return crossings


def crossings(rows, below):
    """How many pairs of edges cross."""
    return sum(_crossings_between(upper, lower, below) for upper, lower in zip(rows, rows[1:]))


def _median(places):
    """The middle of sorted places; of an even number, between the two in the middle, nearer to the denser side."""
    middle = len(places) // 2
    if len(places) % 2:
        return places[middle]
    if len(places) == 2:
        return (places[0] + places[1]) / 2
    left, right = places[middle - 1] - places[0], places[-1] - places[middle]
    if left + right == 0:
        return (places[middle - 1] + places[middle]) / 2
    return (places[middle - 1] * right + places[middle] * left) / (left + right)


def _mean(places):
    return sum(places) / len(places)


def _sort_by(measure, turn, row, fixed, neighbours):
    """Orders a row by the middle of each node's neighbours in the fixed row; nodes without any stay where they are,
    equal ones change sides when `turn` says so.
    """
    place = {node: i for i, node in enumerate(fixed)}
    middle = {node: measure(sorted(place[other] for other in neighbours[node])) for node in row if neighbours[node]}
    moving = iter(sorted(reversed(middle) if turn else middle, key=middle.get))
    row[:] = [next(moving) if node in middle else node for node in row]


def _pair_crossings(left, right):
    """Crossings of the edges of two nodes beside each other, by the sorted places of their ends: (as they are,
    exchanged).
    """
    now = exchanged = 0
    for a in left:
        for b in right:
            now += a > b
            exchanged += a < b
    return now, exchanged


def _exchange_neighbours(rows, above, below):
    """One pass over all rows; whether anything was gained."""
    gained = False
    place = {node: i for row in rows for i, node in enumerate(row)}
    for row in rows:
        for i in range(len(row) - 1):
            left, right = row[i], row[i + 1]
            now = exchanged = 0
            for neighbours in (above, below):
                pair = _pair_crossings([place[o] for o in neighbours[left]], [place[o] for o in neighbours[right]])
                now, exchanged = now + pair[0], exchanged + pair[1]
            if exchanged < now:
                row[i], row[i + 1] = right, left
                place[right], place[left] = i, i + 1
                gained = True
    return gained


def _sweep(rows, above, below, measure, number):
    turn = number % 4 > 1
    if number % 2 == 0:
        for r in range(1, len(rows)):
            _sort_by(measure, turn, rows[r], rows[r - 1], above)
    else:
        for r in range(len(rows) - 2, -1, -1):
            _sort_by(measure, turn, rows[r], rows[r + 1], below)


def _improve(rows, above, below, measure, sweeps):
    """Returns (crossings, rows) of the best order that so many sweeps come to, downwards and upwards in turn."""
    exchange = len(above) <= _EXCHANGE_UP_TO
    best, kept, idle = crossings(rows, below), [list(row) for row in rows], 0
    for number in range(sweeps):
        if best == 0 or idle >= _PATIENCE:
            break
        _sweep(rows, above, below, measure, number)
        for _ in range(4 if exchange else 0):
            if not _exchange_neighbours(rows, above, below):
                break
        found = crossings(rows, below)
        idle = 0 if found < best else idle + 1
        if found < best:
            best, kept = found, [list(row) for row in rows]
    return best, kept


def order(rows, above, below):
    """The rows, each in an order with few crossings. above[node] and below[node] are the neighbours in the next
    rows.
    """
    edges = sum(map(len, below))
    sweeps = max(2, min(24, _WORK // (edges + len(above) + 1)))
    best = None
    for following, measure in itertools.product((below, above), (_median, _mean)):
        given = rows if following is below else rows[::-1]
        start = _first_order(given, following)
        found = _improve(start if following is below else start[::-1], above, below, measure, sweeps)
        if best is None or found[0] < best[0]:
            best = found
        if best[0] == 0:
            break
    return best[1]

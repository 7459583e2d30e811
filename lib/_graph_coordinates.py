"""Where in its row each node stands: the method of Brandes and Koepf ("Fast and Simple Horizontal Coordinate
Assignment", 2001).

Nodes are gathered to straight columns with the median of their neighbours, four times (from above or below, from the
left or the right); each node's place is the middle of the four. Edges that pass through several rows come out straight.
"""


def _conflicts(rows, place, above, passing):
    """Edges (upper, lower) that would bend one that passes through both rows: columns must not follow them."""
    found = set()
    for upper, lower in zip(rows, rows[1:]):
        left = done = 0
        for i, node in enumerate(lower):
            inner = next((place[o] for o in above[node] if passing[node] and passing[o]), None)
            if inner is None and i < len(lower) - 1:
                continue
            right = len(upper) - 1 if inner is None else inner
            for other in lower[done:i + 1]:
                found.update((o, other) for o in above[other] if not left <= place[o] <= right)
            left, done = right, i + 1
    return found


def _columns(rows, place, neighbours, conflicts):
    """The first node of the column that each node belongs to. Rows come in the order in which columns grow."""
    first = {}
    for row in rows:
        reached = -1
        for node in row:
            first[node] = node
            near = sorted(neighbours[node], key=place.get)
            for other in near[(len(near) - 1) // 2:len(near) // 2 + 1]:
                free = (other, node) not in conflicts and (node, other) not in conflicts
                if first[node] == node and free and place[other] > reached:
                    first[node] = first[other]
                    reached = place[other]
    return first


def _compact(rows, first, room):
    """A place for each column as far to the left as it can go, then back to the right by what room there is."""
    gaps, waiting = {}, {}
    for row in rows:
        for node in row:
            gaps.setdefault(first[node], {})
            waiting.setdefault(first[node], 0)
        for left, right in zip(row, row[1:]):
            a, b = first[left], first[right]
            if b not in gaps[a]:
                waiting[b] += 1
            gaps[a][b] = max(gaps[a].get(b, 0.0), room(left, right))
    ready = [column for column, number in waiting.items() if not number]
    x = dict.fromkeys(gaps, 0.0)
    for column in ready:
        for right, gap in gaps[column].items():
            x[right] = max(x[right], x[column] + gap)
            waiting[right] -= 1
            if not waiting[right]:
                ready.append(right)
    for column in reversed(ready):
        if gaps[column]:
            x[column] = max(x[column], min(x[right] - gap for right, gap in gaps[column].items()))
    return {node: x[column] for node, column in first.items()}


def _four_ways(rows, above, below, passing, room):
    """[(places, whether from the left)]"""
    place = {node: i for row in rows for i, node in enumerate(row)}
    conflicts = _conflicts(rows, place, above, passing)
    found = []
    for from_left in (True, False):
        sided = rows if from_left else [row[::-1] for row in rows]
        sided_place = {node: i for row in sided for i, node in enumerate(row)}
        sided_room = room if from_left else lambda a, b: room(b, a)
        for from_above in (True, False):
            grown = sided if from_above else sided[::-1]
            first = _columns(grown, sided_place, above if from_above else below, conflicts)
            x = _compact(sided, first, sided_room)
            found.append(({node: value if from_left else -value for node, value in x.items()}, from_left))
    return found


def coordinates(rows, above, below, passing, left, right, gap):
    """{node: x}, from 0. left and right are how far each node reaches from its place, gap what is between two;
    `passing` tells which nodes are but points of an edge."""
    if not any(rows):
        return {}

    def room(a, b):
        return right[a] + gap + left[b]
    ways = _four_ways(rows, above, below, passing, room)
    ends = [(min(x[n] - left[n] for n in x), max(x[n] + right[n] for n in x)) for x, _ in ways]
    low, high = min(ends, key=lambda pair: pair[1] - pair[0])
    moved = []
    for (x, from_left), (begin, end) in zip(ways, ends):
        shift = low - begin if from_left else high - end
        moved.append({node: value + shift for node, value in x.items()})
    middle = {}
    for node in moved[0]:
        values = sorted(x[node] for x in moved)
        middle[node] = (values[1] + values[2]) / 2
    start = min(middle[n] - left[n] for n in middle)
    return {node: value - start for node, value in middle.items()}

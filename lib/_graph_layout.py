"""Where the nodes and edges of a picture go: a layered drawing, tails above heads.

Cycles are opened (_graph_ranks), nodes put into rows, long edges led through every row that they pass, the rows
ordered (_graph_order) and placed (_graph_coordinates); then edges become curves. Lengths are pixels. The work is
bounded: where a graph has very many long edges, the longest are drawn without making room for them.
"""
import collections

import _graph_coordinates
import _graph_order
import _graph_ranks

_POINTS = 15000       # points of long edges for which room is made
_BETWEEN_NODES = 16.0
_BETWEEN_ROWS = 36.0
_AROUND_LABELS = 16.0  # above and below a row of labels
# Rows stand further apart where edges between them lead far to the side: by so much of that, at most so far.
_SLANT, _MOST_SLANT = 0.11, 56.0
_LOOP = 22.0          # how far an edge from a node to itself reaches out
_PORT = 9.0           # between the ends of two edges at one side of a node

Node = collections.namedtuple("Node", "width height")
# tail, head: indexes of nodes; label: (width, height) or None; weight: how much it wants to be short.
Edge = collections.namedtuple("Edge", "tail head label weight")

# centres: [(x, y)] of nodes; curves: [[(x, y), ...]] of edges, from tail to head, a start and three points for each
# cubic curve; labels: [(x, y) or None], centres.
Layout = collections.namedtuple("Layout", "width height centres curves labels")


class _Rows:
    """The nodes in rows, and beside them the points where long edges pass: numbers from len(nodes) on."""

    def __init__(self, nodes, edges):
        self.nodes, self.edges = nodes, edges
        self.loops = [i for i, e in enumerate(edges) if e.tail == e.head]
        pairs = [(e.tail, e.head) for e in edges]
        self.turned = _graph_ranks.backward_edges(len(nodes), pairs)
        self.arcs = {i: pair[::-1] if i in self.turned else pair for i, pair in enumerate(pairs) if pair[0] != pair[1]}
        # Labels stand in rows of their own, between those of nodes.
        self.step = 2 if any(e.label for e in edges) else 1
        rank = _graph_ranks.ranks(len(nodes), list(self.arcs.values()), [edges[i].weight for i in self.arcs])
        self.rank = [r * self.step for r in rank]
        self.left = [node.width / 2 for node in nodes]
        self.right = list(self.left)
        self._make_room_for_loops()
        self._lead_through_rows()

    def _make_room_for_loops(self):
        self.loop_reach = [0.0] * len(self.nodes)
        for i in self.loops:
            edge = self.edges[i]
            self.loop_reach[edge.tail] += _LOOP + (edge.label[0] if edge.label else 0.0)
        for node, reach in enumerate(self.loop_reach):
            self.right[node] += reach

    def _lead_through_rows(self):
        """Fills chains: edge -> the nodes and points from its upper end to its lower one."""
        spans = {i: self.rank[b] - self.rank[a] for i, (a, b) in self.arcs.items()}
        self.chains, room = {}, _POINTS
        for i in sorted(spans, key=spans.get):
            upper, lower = self.arcs[i]
            label = self.edges[i].label
            if spans[i] - 1 > room:
                self.chains[i] = [upper, lower]
                continue
            room -= spans[i] - 1
            chain = [upper]
            for r in range(self.rank[upper] + 1, self.rank[lower]):
                chain.append(len(self.rank))
                self.rank.append(r)
                reach = label[0] / 2 + 2 if label and r == self._label_row(i) else 1.0
                self.left.append(reach)
                self.right.append(reach)
            self.chains[i] = [*chain, lower]
        self.passing = [False] * len(self.nodes) + [True] * (len(self.rank) - len(self.nodes))

    def _label_row(self, i):
        """The row for labels next to the edge's tail."""
        upper, lower = self.arcs[i]
        return self.rank[lower] - 1 if i in self.turned else self.rank[upper] + 1

    def label_point(self, i):
        """The number of the point that carries the label of an edge; None when there is none."""
        return next((n for n in self.chains.get(i, ())[1:-1] if self.rank[n] == self._label_row(i)), None)

    def place(self):
        """Orders and places all of them: self.x."""
        count = len(self.rank)
        above, below = [[] for _ in range(count)], [[] for _ in range(count)]
        for i in sorted(self.chains):
            for a, b in zip(self.chains[i], self.chains[i][1:]):
                if self.rank[b] - self.rank[a] == 1:
                    above[b].append(a)
                    below[a].append(b)
        rows = [[] for _ in range(max(self.rank, default=-1) + 1)]
        for number, r in enumerate(self.rank):
            rows[r].append(number)
        self.rows = _graph_order.order(rows, above, below)
        self.x = _graph_coordinates.coordinates(self.rows, above, below, self.passing, self.left, self.right,
                                                _BETWEEN_NODES)

    def heights(self):
        """Fills row_y, the middle of each row, and row_half, half of what its nodes take; returns the height of all."""
        half = [0.0] * len(self.rows)
        for number, node in enumerate(self.nodes):
            half[self.rank[number]] = max(half[self.rank[number]], node.height / 2)
        for i, edge in enumerate(self.edges):
            if edge.label and i in self.arcs:
                r = self._label_row(i)
                half[r] = max(half[r], edge.label[1] / 2)
        gaps = self._gaps()
        self.row_y, y = [], 0.0
        for r, reach in enumerate(half):
            y += reach + (gaps[r] if r else 0.0)
            self.row_y.append(y)
            y += reach
        self.row_half = half
        return y

    def _gaps(self):
        """Room above each row."""
        aside = [0.0] * len(self.rows)
        for chain in self.chains.values():
            for a, b in zip(chain, chain[1:]):
                if self.rank[b] - self.rank[a] == 1:
                    aside[self.rank[b]] = max(aside[self.rank[b]], abs(self.x[a] - self.x[b]))
        least = _BETWEEN_ROWS if self.step == 1 else _AROUND_LABELS
        return [least + min(_MOST_SLANT, _SLANT * distance) for distance in aside]


# ---- Edges ----

def _ports(rows):
    """Where edges touch their nodes: {(edge, upper end?): x}, side by side in the order of where they lead."""
    sides = collections.defaultdict(list)
    for i, chain in rows.chains.items():
        sides[chain[0], True].append((rows.x[chain[1]], i))
        sides[chain[-1], False].append((rows.x[chain[-2]], i))
    ports = {}
    for (node, upper), ends in sides.items():
        ends.sort()
        room = max(0.0, rows.nodes[node].width - 12.0)
        between = min(_PORT, room / max(1, len(ends) - 1))
        start = rows.x[node] - between * (len(ends) - 1) / 2
        for position, (_, i) in enumerate(ends):
            ports[i, upper] = start + between * position
    return ports


def _slopes(points):
    """dx/dy at each point of a line downwards, such that a cubic curve of them does not overshoot (Fritsch and
    Carlson).
    """
    secants = [(b[0] - a[0]) / (b[1] - a[1]) for a, b in zip(points, points[1:])]
    inner = [0.0 if s * t <= 0 else 2 * s * t / (s + t) for s, t in zip(secants, secants[1:])]
    return [secants[0] / 3, *inner, secants[-1] / 3]


def _curve(points):
    """Cubic curves through points downwards."""
    slopes, curve = _slopes(points), [points[0]]
    for (a, b), (m, n) in zip(zip(points, points[1:]), zip(slopes, slopes[1:])):
        third = (b[1] - a[1]) / 3
        curve += [(a[0] + m * third, a[1] + third), (b[0] - n * third, b[1] - third), b]
    return curve


def _edge_points(rows, i, ports):
    """What the edge goes through, downwards: upright through the height of each row, so that it does not touch higher
    nodes.
    """
    chain = rows.chains[i]
    y, half, rank = rows.row_y, rows.row_half, rows.rank
    first, last = chain[0], chain[-1]
    start, end = y[rank[first]] + rows.nodes[first].height / 2, y[rank[last]] - rows.nodes[last].height / 2
    points = [(ports[i, True], start), (ports[i, True], y[rank[first]] + half[rank[first]])]
    for number in chain[1:-1]:
        r, x = rank[number], rows.x[number]
        points += [(x, y[r] - half[r]), (x, y[r] + half[r])]
    points += [(ports[i, False], y[rank[last]] - half[rank[last]]), (ports[i, False], end)]
    # Points at one height would stop the curve; the last of them is where it ends.
    kept = [p for p, q in zip(points, points[1:]) if q[1] - p[1] > 0.5]
    return [*kept, points[-1]]


def _loop(rows, edge, number):
    """An edge from a node to itself, out of its right side; (curve, place of its label)."""
    node = rows.nodes[edge.tail]
    x, y = rows.x[edge.tail] + node.width / 2, rows.row_y[rows.rank[edge.tail]]
    reach = _LOOP * (1 + 0.5 * number)
    high = min(node.height / 4, 10.0)
    curve = [(x, y - high), (x + reach, y - 2 * high), (x + reach, y + 2 * high), (x, y + high)]
    return curve, (x + reach * 0.8 + edge.label[0] / 2, y) if edge.label else None


def _middle(curve):
    """The point half way along a curve that has no point for its label."""
    at = len(curve) // 6 * 3
    a, b = curve[at], curve[min(at + 3, len(curve) - 1)]
    return ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2)


def layout(nodes, edges):
    """The Layout of lists of Node and Edge; its corner is at (0, 0)."""
    rows = _Rows(nodes, edges)
    rows.place()
    height = rows.heights()
    width = max((rows.x[n] + rows.right[n] for n in range(len(nodes))), default=0.0)
    ports = _ports(rows)
    curves, labels = [None] * len(edges), [None] * len(edges)
    for i in rows.chains:
        curve = _curve(_edge_points(rows, i, ports))
        curves[i] = curve[::-1] if i in rows.turned else curve
        if edges[i].label:
            point = rows.label_point(i)
            labels[i] = _middle(curve) if point is None else (rows.x[point], rows.row_y[rows.rank[point]])
    loops = collections.Counter()
    for i in rows.loops:
        curves[i], labels[i] = _loop(rows, edges[i], loops[edges[i].tail])
        loops[edges[i].tail] += 1
    centres = [(rows.x[n], rows.row_y[rows.rank[n]]) for n in range(len(nodes))]
    points = [p for curve in curves for p in curve]
    width = max([width, *(x for x, _ in points)])
    return Layout(width, height, centres, curves, labels)

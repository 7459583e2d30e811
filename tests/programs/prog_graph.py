"""A layout of graphs: a small language parsed by re, layers by longest path, crossings reduced, drawn in characters and SVG; paths and components. Prints drawings."""
import collections
import heapq
import html
import itertools
import math
import random
import re
import string
from dataclasses import dataclass, field


@dataclass(eq=False)
class Node:
    name: str
    label: str = ""
    out: dict = field(default_factory=dict, repr=False)
    into: dict = field(default_factory=dict, repr=False)
    layer: int = 0
    x: float = 0.0


class Graph:
    EDGE = re.compile(r"\s*(\w+)((?:\s*->\s*\w+)+)\s*(?:\[(.*)\])?\s*")
    NODE = re.compile(r'\s*(\w+)\s*"([^"]*)"\s*')

    def __init__(self, text=""):
        self.nodes = {}
        for number, line in enumerate(text.splitlines(), 1):
            line = line.partition("#")[0]
            if m := self.EDGE.fullmatch(line):
                names = [m[1], *re.findall(r"\w+", m[2])]
                options = dict(re.findall(r"(\w+)=([\w.]+)", m[3] or ""))
                for a, b in itertools.pairwise(names):
                    self.edge(a, b, float(options.get("w", 1)))
            elif m := self.NODE.fullmatch(line):
                self.node(m[1]).label = m[2]
            elif line.strip():
                raise SyntaxError("not a node or an edge", ("graph", number, len(line) - len(line.lstrip()) + 1, line))

    def node(self, name):
        return self.nodes.setdefault(name, Node(name, name))

    def edge(self, a, b, weight=1.0):
        a, b = self.node(a), self.node(b)
        a.out[b] = b.into[a] = weight

    def cycles(self):
        """Strongly connected components of more than one node (Tarjan, without recursion)."""
        index, low, stack, on, found, counter = {}, {}, [], set(), [], itertools.count()
        for root in self.nodes.values():
            work = [(root, iter(root.out))] if root not in index else []
            if work:
                index[root] = low[root] = next(counter)
                stack.append(root), on.add(root)
            while work:
                v, edges = work[-1]
                for w in edges:
                    if w not in index:
                        index[w] = low[w] = next(counter)
                        stack.append(w), on.add(w)
                        work.append((w, iter(w.out)))
                        break
                    if w in on:
                        low[v] = min(low[v], index[w])
                else:
                    work.pop()
                    if work:
                        low[work[-1][0]] = min(low[work[-1][0]], low[v])
                    if low[v] == index[v]:
                        part = []
                        while not part or part[-1] is not v:
                            on.discard(stack[-1])
                            part.append(stack.pop())
                        if len(part) > 1:
                            found.append(sorted(n.name for n in part))
        return found

    def layers(self):
        if self.cycles():
            raise ValueError(f"the graph has cycles: {self.cycles()}")
        ready = collections.deque(n for n in self.nodes.values() if not n.into)
        waiting = {n: len(n.into) for n in self.nodes.values()}
        while ready:
            n = ready.popleft()
            for m in n.out:
                m.layer = max(m.layer, n.layer + 1)
                waiting[m] -= 1
                if not waiting[m]:
                    ready.append(m)
        rows = [list(g) for _, g in itertools.groupby(sorted(self.nodes.values(), key=lambda n: n.layer), lambda n: n.layer)]
        for row in rows:
            for i, n in enumerate(row):
                n.x = i
        for sweep in range(6):
            for row in rows[1:] if sweep % 2 == 0 else rows[-2::-1]:
                near = (lambda n: n.into) if sweep % 2 == 0 else (lambda n: n.out)
                row.sort(key=lambda n: (sum(m.x for m in near(n)) / len(near(n)) if near(n) else n.x, n.name))
                for i, n in enumerate(row):
                    n.x = i
        return rows

    def crossings(self):
        edges = [(a, b) for a in self.nodes.values() for b in a.out]
        return sum((a.x - c.x) * (b.x - d.x) < 0 for (a, b), (c, d) in itertools.combinations(edges, 2) if a.layer == c.layer and b.layer == d.layer)

    def draw(self):
        rows = self.layers()
        width = max(len(n.label) for n in self.nodes.values()) + 4
        total = width * max(map(len, rows))
        centre = {}
        for row in rows:
            step = total / len(row)
            for i, n in enumerate(row):
                centre[n] = int(step * (i + 0.5))
        for depth, row in enumerate(rows):
            line = [" "] * (total + 4)
            for n in row:
                text = f"[{n.label}]"
                line[centre[n] - len(text) // 2:centre[n] - len(text) // 2 + len(text)] = text
            print("".join(line).rstrip())
            for y in range(1, 4) if depth + 1 < len(rows) else ():
                line = [" "] * (total + 4)
                for a in self.nodes.values():
                    for b in a.out:
                        if a.layer <= depth < b.layer:
                            t = (depth - a.layer + y / 4) / (b.layer - a.layer)
                            x = centre[a] + (centre[b] - centre[a]) * t
                            line[round(x)] = "|" if centre[a] == centre[b] else "\\" if centre[b] > centre[a] else "/"
                print("".join(line).rstrip())

    def svg(self):
        shape = string.Template('<circle cx="$x" cy="$y" r="4"><title>$label</title></circle>')
        place = {n: (round(100 + 80 * math.cos(i * math.tau / len(self.nodes)), 1), round(100 + 80 * math.sin(i * math.tau / len(self.nodes)), 1)) for i, n in enumerate(self.nodes.values())}
        yield "<svg>"
        yield from ('<line x1="{}" y1="{}" x2="{}" y2="{}"/>'.format(*place[a], *place[b]) for a in self.nodes.values() for b in a.out)
        yield from (shape.substitute(x=x, y=y, label=html.escape(n.label)) for n, (x, y) in place.items())
        yield "</svg>"

    def shortest(self, start, goal):
        queue, seen, order = [(0.0, 0, self.nodes[start], [start])], set(), itertools.count(1)
        while queue:
            cost, _, n, path = heapq.heappop(queue)
            if n.name == goal:
                return cost, path
            if n not in seen:
                seen.add(n)
                for m, w in n.out.items():
                    heapq.heappush(queue, (cost + w, next(order), m, path + [m.name]))
        return math.inf, []


g = Graph("""
a "start"     # the first
a -> b -> d -> f
a -> c -> d [w=0.25]
b -> e -> f [w=2.5]
f "end & <all>"
c -> g
""")
g.draw()
print(g.crossings(), g.shortest("a", "f"), g.shortest("b", "c"), [[n.name for n in row] for row in g.layers()], g.cycles())
print("\n".join(g.svg()))
rng = random.Random(4)
big = Graph()
for i in range(12):
    for j in rng.sample(range(i + 1, 16), min(2, 15 - i)):
        big.edge(f"n{i}", f"n{j}", round(rng.uniform(1, 9), 1))
big.draw()
print(big.crossings(), big.shortest("n0", "n15"))
loop = Graph("a->b->c->a\nc->d->e->d\nx->y")
print(loop.cycles())
for bad in ["a -> b\n  what?", "a -> b -> c -> a", "-> x"]:
    try:
        Graph(bad).draw()
    except SyntaxError as e:
        print(e.msg, e.lineno, e.offset, repr(e.text))
    except ValueError as e:
        print(e)
deep = Graph()
for i in range(3000):
    deep.edge(f"v{i}", f"v{i + 1}")
deep.edge("v3000", "v0")
print(len(deep.cycles()[0]), repr(next(iter(g.nodes.values()))))

# Data structures in plain classes: trie, heap with changed priorities, ordered map as a treap, union-find, topological order,
# shortest paths, strongly connected parts and a maximal flow, checked against slow answers. Prints results and counts of objects.
import collections
import gc
import random
import weakref


class Trie:
    __slots__ = ("children", "end", "__weakref__")
    alive = weakref.WeakSet()

    def __init__(self): self.children, self.end = {}, False; Trie.alive.add(self)

    def add(self, word):
        node = self
        for c in word:
            node = node.children.setdefault(c, None) or node.children.__setitem__(c, Trie()) or node.children[c]
        node.end = True

    def __iter__(self):
        if self.end:
            yield ""
        for c, child in sorted(self.children.items()):
            for rest in child:
                yield c + rest

    def starting(self, prefix):
        node = self
        for c in prefix:
            if (node := node.children.get(c)) is None:
                return []
        return [prefix + rest for rest in node]

    def discard(self, word):
        if not word:
            self.end = False
        elif (child := self.children.get(word[0])) is not None and not child.discard(word[1:]):
            del self.children[word[0]]
        return self.end or bool(self.children)


trie = Trie()
words = "tea ten to inn in i é éa A \U0001F600x team".split()
for w in words: trie.add(w)
print(list(trie) == sorted(words), trie.starting("te"), trie.starting("zz"), len(Trie.alive))
trie.discard("team"); trie.discard("inn"); trie.discard("none")
print(trie.starting("t"), trie.starting("i"), len(Trie.alive))
del trie
print(len(Trie.alive))


class Treap:
    """An ordered map; nodes know their parents, so that dropping it leaves cycles."""
    class Node:
        count = 0
        def __init__(self, key, value, rank, parent): self.key, self.value, self.rank, self.left, self.right, self.parent = key, value, rank, None, None, parent; type(self).count += 1
        def __del__(self): type(self).count -= 1

    def __init__(self, seed): self.root, self.random = None, random.Random(seed)

    def __setitem__(self, key, value): self.root = self.insert(self.root, key, value, None)

    def insert(self, node, key, value, parent):
        if node is None:
            return Treap.Node(key, value, self.random.random(), parent)
        if key == node.key:
            node.value = value
            return node
        side, other = ("left", "right") if key < node.key else ("right", "left")
        child = self.insert(getattr(node, side), key, value, node)
        setattr(node, side, child)
        if child.rank < node.rank:
            moved = getattr(child, other)
            setattr(node, side, moved); setattr(child, other, node)
            child.parent, node.parent = node.parent, child
            if moved: moved.parent = node
            return child
        return node

    def __iter__(self):
        stack, node = [], self.root
        while stack or node:
            while node: stack.append(node); node = node.left
            node = stack.pop()
            yield node.key, node.value
            node = node.right


gc.collect(); gc.disable()
treap, plain = Treap(4), {}
rng = random.Random(8)
for _ in range(300):
    k = rng.randrange(150); treap[k] = plain[k] = rng.random()
print(list(treap) == sorted(plain.items()), Treap.Node.count == len(plain), all(n is None or n.parent is treap.root for n in (treap.root.left, treap.root.right)))
size = Treap.Node.count
del treap
print(Treap.Node.count == size); gc.collect(); print(Treap.Node.count); gc.enable()


class Heap:
    def __init__(self): self.items, self.places = [], {}
    def __len__(self): return len(self.items)

    def push(self, key, priority):
        if key in self.places:
            i = self.places[key]
            self.items[i] = priority, key
        else:
            i = self.places[key] = len(self.items)
            self.items.append((priority, key))
        self.down(self.up(i))

    def swap(self, i, j):
        a = self.items
        a[i], a[j] = a[j], a[i]
        self.places[a[i][1]], self.places[a[j][1]] = i, j
        return j

    def up(self, i):
        while i and self.items[i] < self.items[(i - 1) // 2]: i = self.swap(i, (i - 1) // 2)
        return i

    def down(self, i):
        while (best := min((j for j in (i, 2 * i + 1, 2 * i + 2) if j < len(self.items)), key=self.items.__getitem__)) != i: i = self.swap(i, best)

    def pop(self):
        self.swap(0, len(self.items) - 1)
        priority, key = self.items.pop()
        del self.places[key]
        if self.items: self.down(0)
        return key, priority


heap = Heap()
for i in range(200): heap.push(rng.randrange(60), rng.randrange(1000))
out = [heap.pop()[1] for _ in range(len(heap))]
print(out == sorted(out), len(out), heap.places)

graph = {v: {w: rng.randrange(1, 20) for w in rng.sample(range(40), 4) if w != v} for v in range(40)}


def shortest(start):
    best, todo = {}, Heap()
    todo.push(start, 0)
    while todo:
        v, d = todo.pop(); best[v] = d
        for w, length in graph[v].items():
            if w not in best and (w not in todo.places or todo.items[todo.places[w]][0] > d + length): todo.push(w, d + length)
    return best


def relaxed(start):
    best = {start: 0}
    for _ in graph:
        for v, edges in graph.items():
            for w, length in edges.items():
                if v in best and best[v] + length < best.get(w, 10**9): best[w] = best[v] + length
    return best


print(all(shortest(v) == relaxed(v) for v in range(8)), sum(shortest(0).values()) > 0)


def components(graph):
    index, low, stack, on, out = {}, {}, [], set(), []
    def visit(v):
        index[v] = low[v] = len(index); stack.append(v); on.add(v)
        for w in graph[v]:
            if w not in index: visit(w); low[v] = min(low[v], low[w])
            elif w in on: low[v] = min(low[v], index[w])
        if low[v] == index[v]:
            part = set()
            while v not in part: part.add(w := stack.pop()); on.discard(w)
            out.append(part)
    for v in graph:
        if v not in index: visit(v)
    return out


small = {"a": "b", "b": "ce", "c": "ad", "d": "d", "e": "f", "f": "e", "g": ""}
print(sorted(sorted(p) for p in components(small)), len(components({k: list(v) for k, v in graph.items()})) >= 1)
parents = list(range(10))
def find(v):
    while parents[v] != v: parents[v] = v = parents[parents[v]]
    return v
for a, b in (1, 2), (3, 4), (2, 3), (7, 8): parents[find(a)] = find(b)
print(len({find(v) for v in range(10)}), find(1) == find(4), find(0) == find(7))


def order(needs):
    left = {k: set(v) for k, v in needs.items()}; ready = collections.deque(sorted(k for k, v in left.items() if not v)); out = []
    while ready:
        out.append(done := ready.popleft()); del left[done]
        ready.extend(sorted(k for k, v in left.items() if done in v and not v.discard(done) and not v))
    if left: raise ValueError("cycle among " + ", ".join(sorted(left)))
    return out


print(order({"shirt": [], "tie": ["shirt"], "shoes": ["socks", "trousers"], "socks": [], "trousers": [], "jacket": ["tie", "trousers"]}))
try: order({"a": ["b"], "b": ["a"], "c": []})
except ValueError as error: print(error)

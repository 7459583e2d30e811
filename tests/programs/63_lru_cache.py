"""An LRU cache of doubly linked nodes under a decorator, with statistics; and one with weak back links. Prints hits, misses, evictions, order."""
import gc
from _weakref import ref

gc.disable()


class Node:
    __slots__ = ("key", "value", "previous", "next", "__weakref__")

    def __init__(self, key=None, value=None):
        self.key, self.value = key, value
        self.previous = self.next = None


class Cache:
    """Most recently used first, in a ring with a sentinel."""

    def __init__(self, capacity):
        self.capacity = capacity
        self.nodes = {}
        self.root = Node()
        self.root.previous = self.root.next = self.root
        self.hits = self.misses = self.evictions = 0

    def _unlink(self, node):
        node.previous.next, node.next.previous = node.next, node.previous

    def _push(self, node):
        first = self.root.next
        node.previous, node.next = self.root, first
        self.root.next = first.previous = node

    def __getitem__(self, key):
        node = self.nodes.get(key)
        if node is None:
            self.misses += 1
            raise KeyError(key)
        self.hits += 1
        self._unlink(node)
        self._push(node)
        return node.value

    def __setitem__(self, key, value):
        if key in self.nodes:
            node = self.nodes[key]
            node.value = value
            self._unlink(node)
        else:
            if len(self.nodes) >= self.capacity:
                oldest = self.root.previous
                self._unlink(oldest)
                del self.nodes[oldest.key]
                self.evictions += 1
            node = self.nodes[key] = Node(key, value)
        self._push(node)

    def __delitem__(self, key):
        self._unlink(self.nodes.pop(key))

    def __len__(self):
        return len(self.nodes)

    def __iter__(self):
        node = self.root.next
        while node is not self.root:
            yield node.key
            node = node.next

    def __contains__(self, key):
        return key in self.nodes

    def __repr__(self):
        return f"Cache({list(self)}, hits={self.hits}, misses={self.misses}, evictions={self.evictions})"


def cached(capacity=128):
    def decorate(function):
        cache = Cache(capacity)

        def wrapper(*args):
            try:
                return cache[args]
            except KeyError:
                result = cache[args] = function(*args)
                return result

        wrapper.cache = cache
        wrapper.__name__ = function.__name__
        return wrapper

    return decorate


@cached(50)
def fibonacci(n):
    return n if n < 2 else fibonacci(n - 1) + fibonacci(n - 2)


print(fibonacci(90), fibonacci.__name__, len(fibonacci.cache), fibonacci.cache.hits, fibonacci.cache.misses, fibonacci.cache.evictions)
c = Cache(3)
for key in "abc":
    c[key] = key.upper()
print(c, c["a"], "b" in c)
c["d"] = "D"
print(c, "b" in c)
c["c"] = "again"
del c["a"]
print(c, len(c))
try:
    c["nothing"]
except KeyError as error:
    print("missing", error)
node = ref(c.nodes["c"])
print(node().value)
for i in range(1000):
    c[i % 5] = i
print(c, node())
root = ref(c.root)
del c
print(root() is not None, gc.collect() > 0, root())


class Parent:
    def __init__(self, name):
        self.name, self.children = name, []

    def add(self, name):
        child = Parent(name)
        child.up = ref(self)
        self.children.append(child)
        return child

    def path(self):
        above = getattr(self, "up", None)
        return (above().path() + "/" if above else "") + self.name

    def __del__(self):
        print("freed", self.name)


top = Parent("top")
leaf = top.add("a").add("b")
print(leaf.path())
del top
print(leaf.up())
del leaf
print(gc.collect())

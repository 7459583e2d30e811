"""A million levels of data: built, compared, shown, traversed, collected, freed."""
import gc


def tries(what, function):
    try:
        function()
        print(what, "done")
    except RecursionError as error:
        print(what, "RecursionError")


def nested(kind, depth):
    value = kind()
    for _ in range(depth):
        value = kind((value,))
    return value


DEPTH = 1000000
a, b = nested(list, DEPTH), nested(list, DEPTH)
tries("repr of a list", lambda: repr(a))
tries("str of a list", lambda: str(a))
tries("equality of lists", lambda: a == b)
tries("order of lists", lambda: a < b)
tries("copy of a list", lambda: a.copy() and a[:])
tries("formatting a list", lambda: "%s" % (a,) + f"{a!r}")
print(len(gc.get_referrers(b)), len(gc.get_referents(a)))
del a
gc.collect()
b.append(b)
del b
print("cycle", gc.collect() >= DEPTH)

t, u = nested(tuple, DEPTH), nested(tuple, DEPTH)
tries("repr of a tuple", lambda: repr(t))
tries("equality of tuples", lambda: t == u)
for use in (hash, set, {}.get):  # CPython leaves these to the C stack: done or RecursionError, and it must not crash
    try:
        use(t)
    except RecursionError:
        pass
del t, u

d = {}
for _ in range(DEPTH):
    d = {1: d}
e = {}
for _ in range(DEPTH):
    e = {1: e}
tries("repr of a dict", lambda: repr(d))
tries("equality of dicts", lambda: d == e)
del d, e

s = frozenset()
for _ in range(DEPTH):
    s = frozenset((s,))
tries("repr of a frozenset", lambda: repr(s))
del s


class Node:
    def __init__(self, next):
        self.next = next

    def __eq__(self, other):
        return self.next == other.next

    def __hash__(self):
        return hash(self.next)

    def __repr__(self):
        return "Node(%r)" % (self.next,)

    def __getattr__(self, name):
        return getattr(self.next, name)

    def __bool__(self):
        return bool(self.next)

    def __len__(self):
        return len(self.next)

    def __iter__(self):
        return iter(self.next)

    def __call__(self):
        return self.next()


def chain(depth):
    node = None
    for _ in range(depth):
        node = Node(node)
    return node


n, m = chain(DEPTH), chain(DEPTH)
tries("__eq__", lambda: n == m)
tries("__hash__", lambda: hash(n))
tries("__repr__", lambda: repr(n))
tries("__getattr__", lambda: n.nothing)
tries("__bool__", lambda: bool(n))
tries("__len__", lambda: len(n))
tries("__iter__", lambda: iter(n))
tries("__call__", lambda: n())
del n
last = m
while last.next is not None:
    last = last.next
last.next = m
del m, last
print("ring", gc.collect() >= DEPTH)

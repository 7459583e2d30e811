"""Data nested a million deep is made, compared, shown (RecursionError), freed and collected; a chain of a million links dies without recursion."""
import gc

gc.disable()


def attempt(f, *args):
    try:
        return f(*args)
    except RecursionError as error:
        return f"RecursionError: {error}"


DEPTH = 1_000_000
nested = other = []
for _ in range(DEPTH):
    nested, other = [nested], [other]
print(attempt(repr, nested), attempt(str, nested))
print(attempt(lambda: nested == other))
print(attempt(lambda: nested < other))
print(attempt(hash, (1,)) == hash((1,)))
deep_tuple = ()
for _ in range(DEPTH): deep_tuple = (deep_tuple,)
print("tuples made")
del nested, other, deep_tuple
print("freed")
d = {}
for _ in range(DEPTH // 10): d = {"d": d}
print(attempt(repr, d)); del d


class Link:
    __slots__ = ("next",)
    def __init__(self, next_): self.next = next_


chain = None
for _ in range(DEPTH): chain = Link(chain)
del chain
print("chain freed")
first = Link(None); last = first
for _ in range(DEPTH // 4): last.next = Link(None); last = last.next
last.next = first; del first, last
print(gc.collect())
g = iter(())
for _ in range(50000): g = iter([g])
del g
def f(): return 0
for _ in range(100000): f = (lambda inner: lambda: inner)(f)
del f
print("closures freed")
error = None
for _ in range(100000):
    new = ValueError(); new.__context__ = error; error = new
del error, new
print("contexts freed")
class Node: pass
node = Node()
for _ in range(100000): up = Node(); up.child = node; node.parent = up; node = up
del node, up
print(gc.collect() >= 100000, gc.collect())
def recurse(n): return recurse(n + 1)
print(attempt(recurse, 0))
class R:
    def __repr__(self): return repr(self)
    def __eq__(self, o): return self == o
    def __getattr__(self, n): return getattr(self, n)
    def __call__(self): return self()
    def __len__(self): return len(self)
    def __hash__(self): return hash(self)
    def __str__(self): return str(self)
    def __iter__(self): return iter(self)
r = R()
for action in (lambda: repr(r), lambda: r == r, lambda: r.x, lambda: r(), lambda: len(r), lambda: hash(r), lambda: str(r), lambda: iter(r), lambda: f"{r}", lambda: [r] == [R()], lambda: {r}, lambda: sorted([r], key=lambda v: v())): print((attempt(action) or "")[:47])

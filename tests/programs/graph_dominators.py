# What holds most, what it retains, and by what names objects refer to others.
import gc
import sys
import types

import ouro

class Node:
    pass

class Slotted:
    __slots__ = ("left", "right")

# One that holds much, shared parts that nobody holds alone.
shared = bytes(1000)
store = {"own": [bytes(50000) for _ in range(20)], "shared": [shared] * 5}
size = sys.getsizeof
print(ouro.retained(store["own"]) == size(store["own"]) + 20 * size(bytes(50000)))
print(ouro.retained(store["shared"]) == size(store["shared"]), ouro.retained(shared) == size(shared))
print(ouro.retained(store) == size(store) + ouro.retained(store["own"]) + ouro.retained(store["shared"]))
rows = ouro.dominators(1)
print(rows[0].object is store, rows[0].retained == ouro.retained(store), rows[0].own == size(store), rows[0].count)
del rows
print(len(ouro.dominators(1, store)))
rows = ouro.dominators(None, store)
print([row.object is store["own"] for row in rows], [row.count for row in rows])
del rows
print(ouro.dominators(0), ouro.dominators(5, ()), ouro.dominators(5, 12), ouro.dominators(limit=-1))

# A part that is in two places belongs to what both are in.
common = [bytes(500)]
pair = [[common], [common]]
del common
whole = ouro.retained(pair)
rows = ouro.dominators(10, pair)
print(sorted(row.count for row in rows), sum(row.retained for row in rows) + size(pair) == whole)
del rows

# Instances, with and without a dict of their own; a cycle goes as one.
node = Node()
node.name = bytes(100)
slotted = Slotted()
slotted.left = bytes(200)
slotted.right = slotted
print(ouro.retained(node) == size(node) + size(node.name), ouro.retained(slotted) == size(slotted) + size(slotted.left))
node.__dict__
print(ouro.retained(node) == size(node) + size(node.__dict__) + size(node.name))

# What a running generator, a closure and a frame hold.
def suspended(text):
    local = [text]
    yield len(local)

generator = suspended(bytes(3000))
next(generator)
print(ouro.retained(generator) > 3000)
closure = (lambda held: lambda: held)(bytes(4000))
print(ouro.retained(closure) > 4000)

def running():
    local = [bytes(5000)]
    return ouro.retained(local) == size(local) + size(local[0]), ouro.retained(sys._getframe()) > 0

print(running())

# What no container refers to: a local variable that holds plain data.
def plain():
    text = bytes(2_000_000)
    numbers = {n: 1.5 * n for n in range(50_000)}
    return [row.object is o for row, o in zip(ouro.dominators(2), (numbers, text))], ouro.retained(numbers) > 800_000

print(plain())

# Several at once: the list that is asked with keeps nothing alive, though one holds the other.
chain = [[[bytes(10)]]]
expected = [size(chain) * n + size(bytes(10)) for n in (1, 3, 2)]
print(ouro.retained_each([chain[0][0], chain, chain[0]]) == expected, ouro.retained_each([]))
print(ouro.retained_each(iter((1, None, "")))[1:])
class Lying:
    def __sizeof__(self):
        raise SystemError("asked")
print(ouro.retained(Lying()) == object.__sizeof__(Lying()))

# A long list has no depth.
long = None
for _ in range(100000):
    long = [long]
print(ouro.retained(long) == 100000 * size([1]), ouro.dominators(1, long)[0].count)
del long

# Names.
def function(a, b=Node, *, c=[1]):
    return a, b, c

def labels(o):
    return [label for label, child in ouro.references(o)]

print(labels([1, [2]]), labels((1,)), labels({"a": 1, 2: 3}), labels({5}))
print(labels(node), labels(slotted), labels(function)[:2], labels(types.SimpleNamespace(x=1)))
print(labels(generator), labels(closure)[2:3], labels([].append), labels(function.__get__(1)), labels(5), labels("x"))
print(all(len(ouro.references(o)) >= len(gc.get_referents(o)) for o in gc.get_objects()))

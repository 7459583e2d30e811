# Retained sizes of random graphs of real objects: what brute force finds unreachable without the object.
import gc
import random
import sys

import ouro

class Plain:
    pass

class Slotted:
    __slots__ = ("left", "right", "third")

KINDS = [list, dict, set, tuple, Plain, Slotted, "closure", "generator", "bytes"]

def close_over(values):
    def function():
        return values
    return function

def suspend(first, second):
    yield first, second

def new_node(kind, some):
    if kind is list:
        return list(some)
    if kind is dict:
        return {number: value for number, value in enumerate(some)}
    if kind is set:
        return {value for value in some if type(value) in (Plain, bytes)}
    if kind is tuple:
        return tuple(some)
    if kind == "closure":
        return close_over(some)
    if kind == "generator":
        generator = suspend(some, list(some))
        next(generator)
        return generator
    if kind == "bytes":
        return bytes(random.randrange(1000, 2000))
    node = kind()
    for name, value in zip(("left", "right", "third"), some):
        setattr(node, name, value)
    return node

def link(node, value):
    if type(node) is list:
        node.append(value)
    elif type(node) is dict:
        node[len(node)] = value
    elif type(node) is set and type(value) in (Plain, bytes):
        node.add(value)
    elif type(node) in (Plain, Slotted):
        setattr(node, random.choice(("left", "right", "third")), value)

def make(count):
    """Objects with random references to each other, in a list; some begin with references to earlier ones."""
    nodes = []
    for _ in range(count):
        some = random.choices(nodes, k=random.randrange(4)) if nodes else []
        nodes.append(new_node(random.choice(KINDS), some))
    for _ in range(count):
        link(random.choice(nodes), random.choice(nodes))
    return nodes

def reach(roots, without):
    """id -> object of what can be come to; classes, modules and the code of this program are not looked into."""
    found = {}
    waiting = [o for o in roots if o is not without and not is_shared(o)]
    while waiting:
        o = waiting.pop()
        if id(o) in found:
            continue
        found[id(o)] = o
        waiting.extend(child for child in gc.get_referents(o) if child is not without and not is_shared(child))
    return found

def is_shared(o):
    return (type(o) in (type, type(suspend.__code__), str, int, type(None)) or o is globals() or o is suspend or
            o == () and type(o) is tuple)

checked = 0

def check(graphs):
    """Of some graphs that share nothing, each in a list: the objects of all are asked about at once."""
    global checked
    gc.collect()  # garbage holds what it refers to
    objects, expected = [], []
    for roots in graphs:
        of_it = list(reach(roots, None).values())
        for o in of_it:
            left = reach(roots, o)
            expected.append(sum([sys.getsizeof(x) for x in of_it if id(x) not in left]))
            left = None
        objects += of_it
    roots = of_it = o = None
    checked += len(objects)
    found = ouro.retained_each(objects)
    for o, got, wanted in zip(objects, found, expected):
        if got != wanted:
            print("retained", type(o), got, "instead of", wanted, [type(r) for r in gc.get_referents(o)])
            return False
    return True

def grow(count):
    """A graph: a list of some of its objects."""
    return random.sample(make(count), k=1)

GRAPHS, SMALL, AT_ONCE = 20, 3000, 250
for seed in range(GRAPHS):
    random.seed(seed)
    holder = grow(random.randrange(20, 30))
    if not check([holder]):
        print("seed", seed)
    # Everything is dominated by the roots, or by exactly one other.
    if sum(row.retained for row in ouro.dominators(None, holder)) + sys.getsizeof(holder) != ouro.retained(holder):
        print("dominators, seed", seed)
print(GRAPHS, "graphs", checked > 100)
for seed in range(0, SMALL, AT_ONCE):
    random.seed(seed)
    if not check([grow(random.randrange(2, 12)) for _ in range(AT_ONCE)]):
        print("small, seed", seed)
print(SMALL, "small graphs", checked > 2 * SMALL)

# One that is let go of: what was said of it is what the heap gets back.
class Node:
    pass

def tree(depth):
    node = Node()
    node.children = [tree(depth - 1) for _ in range(2)] if depth else []
    node.text = bytes(100)
    return node

kept = tree(8)
gc.collect()
said = ouro.retained(kept)
before = ouro.heap_bytes()
del kept
freed = before - ouro.heap_bytes()
print(0.95 * freed < said < 1.05 * freed or (said, freed))

# Memory refused at any point while the graph is looked at: MemoryError, nothing lost, and the answer afterwards.
# slow: asks some hundred times
import objgraph

import ouro

class Node:
    pass

def make(depth):
    node = Node()
    node.below = [make(depth - 1) for _ in range(2)] if depth else []
    return node

tree = make(9)
leaf = tree
while leaf.below:
    leaf = leaf.below[-1]
wanted = leaf.below
del leaf

QUESTIONS = [
    lambda: ouro.retained(tree),
    lambda: [row.count for row in ouro.dominators(1, tree)],
    lambda: str(ouro.why_alive(wanted, 3)[0]),
    lambda: len(objgraph.find_backref_chain(wanted, objgraph.is_proper_module)),
    lambda: len(objgraph.find_ref_chain(tree, lambda o: o is wanted, max_depth=100)),
]

def refused(question, answer):
    """How often it is refused on the way from no room at all to enough."""
    count = 0
    room = 0
    while True:
        ouro.trim()  # what lies idle would do, too
        ouro.limit(ouro.heap().committed + room)
        try:
            if question() == answer:
                return count
            print("another answer")
        except MemoryError:
            count += 1
        finally:
            ouro.limit(None)
        room += 8192

for question in QUESTIONS:
    answer = question()
    print(refused(question, answer) > 0, question() == answer)

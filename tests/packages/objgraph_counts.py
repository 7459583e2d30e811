"""Counting, finding and comparing objects with objgraph."""
import gc
import io

import objgraph


class Node:
    def __init__(self, *children):
        self.children = list(children)


class Leaf(Node):
    pass


def own(stats):
    return {name: count for name, count in stats.items() if name in ("Node", "Leaf")}


leaves = [Leaf() for _ in range(5)]
tree = Node(Node(*leaves[:3]), Node(*leaves[3:]))
everything = [tree, *tree.children, *leaves, *(node.children for node in leaves)]

print(objgraph.__version__)
print(objgraph.count("Node"), objgraph.count("Leaf"), objgraph.count("Nothing"))
print(objgraph.count("Node", everything), objgraph.count("list", everything))
print(own(objgraph.typestats()))
print(objgraph.typestats(everything), objgraph.typestats(everything, shortnames=False))
print(objgraph.typestats(everything, filter=lambda o: isinstance(o, Leaf)))
print(objgraph.most_common_types(objects=everything), objgraph.most_common_types(limit=1, objects=everything))
print(objgraph.most_common_types(objects=everything, filter=lambda o: not isinstance(o, list), shortnames=False))
text = io.StringIO()
objgraph.show_most_common_types(objects=everything)
objgraph.show_most_common_types(limit=2, objects=everything, shortnames=False, file=text)
print(text.getvalue(), end="")
print([type(node).__name__ for node in objgraph.by_type("Leaf")], len(objgraph.by_type("__main__.Node")),
      objgraph.by_type("Leaf", everything) == leaves)
print(objgraph.at(id(tree)) is tree, objgraph.at(id(leaves[0])) is leaves[0])
print(objgraph.at_addrs([id(leaves[1]), id(leaves[4])]) == [leaves[1], leaves[4]] or "in another order")
print(objgraph.is_proper_module(gc), objgraph.is_proper_module(tree))

print("growth")
peaks = {}
objgraph.growth(peak_stats=peaks)
more = [Leaf() for _ in range(7)]
print([row for row in objgraph.growth(peak_stats=peaks) if row[0] in ("Leaf", "Node")])
del more[2:]
print([row for row in objgraph.growth(peak_stats=peaks) if row[0] in ("Leaf", "Node")])
more += [Node() for _ in range(3)]
print([row for row in objgraph.growth(peak_stats=peaks, shortnames=False) if "Leaf" in row[0] or "Node" in row[0]])
print([row for row in objgraph.growth(limit=10, peak_stats=peaks, filter=lambda o: isinstance(o, Node))])
peaks = {}
objgraph.show_growth(peak_stats=peaks, filter=lambda o: isinstance(o, Node))
more += [Leaf() for _ in range(2000)]
objgraph.show_growth(peak_stats=peaks, filter=lambda o: isinstance(o, Node))
objgraph.show_growth(peak_stats=peaks, filter=lambda o: isinstance(o, Node))

print("new ids")
objgraph.get_new_ids(limit=0)
more = [Node() for _ in range(4)]
found = objgraph.get_new_ids(limit=0)
print(len(found["Node"]), {id(node) for node in more} == found["Node"])

print("leaks")
print([type(o).__name__ for o in objgraph.get_leaking_objects(everything)], len(objgraph.get_leaking_objects(tree.children)))
print(objgraph.get_leaking_objects(everything)[0] is tree, isinstance(objgraph.get_leaking_objects(), list))
roots = [Node(Leaf()), Node()]
roots[1].children.append(roots[0])
print([roots.index(o) for o in objgraph.get_leaking_objects(roots + [node.children for node in roots] + leaves) if o in roots])

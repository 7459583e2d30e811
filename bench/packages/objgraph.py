"""objgraph looks at a program of some 100,000 objects: counts, growth, chains, graphs."""
import io
import re
import sys

sys.path.insert(0, "/usr/lib/python3/dist-packages")
sys.path.remove(sys.path[1])  # this folder, whose file has the package's name
import objgraph  # noqa: E402


class Node:
    def __init__(self, parent, depth):
        self.parent = parent
        self.children = [Node(self, depth - 1) for _ in range(5)] if depth else []
        self.data = {"depth": depth}


class Deep:
    def __init__(self, inner):
        self.inner = inner


root = Node(None, 6)
deep = innermost = Deep(None)
for _ in range(12):
    deep = Deep([deep])
peaks = {}
for _ in range(5):
    objgraph.growth(peak_stats=peaks)
    more = [Node(root, 0) for _ in range(500)]
    print([row for row in objgraph.growth(peak_stats=peaks) if row[0] == "Node"])
    print(objgraph.count("Node"), len(objgraph.by_type("Deep")))
stats = objgraph.typestats()
print(stats["Node"], stats["Deep"], objgraph.most_common_types(limit=1)[0][0] in ("dict", "list", "Node"))
print([type(o).__name__ for o in objgraph.find_backref_chain(innermost, objgraph.is_proper_module, max_depth=40)])
print(len(objgraph.find_ref_chain(root, lambda o: o is root.children[4].children[4].children[4].children[4], max_depth=20)))
for depth in (4, 8):
    text = io.StringIO()
    objgraph.show_refs([deep], max_depth=3 * depth, output=text, filter=lambda o: not isinstance(o, type))
    objgraph.show_backrefs([innermost], max_depth=2 * depth, output=text, filter=lambda o: isinstance(o, (Deep, list)))
    print(len(re.sub(r"\d{4,}|0x[0-9a-f]+", "", text.getvalue())) > 100)

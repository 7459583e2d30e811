# Drawings without graphviz: boxes apart, edges from box to box, heads below tails but for what closes a cycle.
import os, sys
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "modules"))
import contextlib
import io
import tempfile
import objgraph
from picture_files import check_drawing, svg_graph

os.chdir(tempfile.mkdtemp())
tempfile.tempdir = os.getcwd()
os.environ["PATH"] = "/nowhere"


def show(draw, *arguments, **options):
    with contextlib.redirect_stdout(io.StringIO()):
        draw(*arguments, filename="x.svg", **options)
    with open("x.svg", encoding="utf-8") as file:
        text = file.read()
    boxes, edges = svg_graph(text)
    upwards = sum(points[0][1] > points[-1][1] for _, _, points in edges)
    print(len(boxes), len(edges), check_drawing(text), "edges that go up:", upwards)
    return text


class Node:
    __slots__ = ("links",)

    def __init__(self, *links):
        self.links = list(links)


def nodes_and_lists(o):
    return isinstance(o, (Node, list))


x = "hello"
show(objgraph.show_refs, [[x, [x], list(x), dict(x=x)]])
ring = Node(Node(Node(Node())))
ring.links[0].links[0].links[0].links.append(ring)
show(objgraph.show_refs, [ring], max_depth=20, filter=nodes_and_lists)
itself = {}
itself["me"] = itself["again"] = itself
itself["list"] = [itself, itself]
text = show(objgraph.show_refs, [itself], max_depth=2)
print(">me<" in text or ">again<" in text, text.count("<path"))
grid = [[Node() for _ in range(6)] for _ in range(6)]
for i in range(5):
    for j in range(5):
        grid[i][j].links += [grid[i + 1][j], grid[i][j + 1]]
show(objgraph.show_refs, [grid[0][0]], max_depth=30, filter=nodes_and_lists)
show(objgraph.show_refs, [list(range(300, 400))], too_many=100)
show(objgraph.show_refs, [[1]], extra_info=lambda o: "line\n" * 5, refcounts=True)
show(objgraph.show_refs, [[i] for i in range(1000, 1005)])
show(objgraph.show_refs, [])
show(objgraph.show_refs, [()])

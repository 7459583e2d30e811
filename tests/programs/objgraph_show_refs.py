# What an object refers to, as DOT.
import os, sys
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "modules"))
import objgraph
from graph_text import draw

x = "hello"
y = [x, [x], list(x), dict(x=x)]
draw(objgraph.show_refs, [y])
draw(objgraph.show_refs, y[1:3], max_depth=1)
draw(objgraph.show_refs, (x,), max_depth=0)
draw(objgraph.show_refs, {1: [], "two": y[1], (3, 4): 5, 'a"b': (), "class": 6, None: 7}, max_depth=1, too_many=100)
draw(objgraph.show_refs, [[[i] for i in range(14)]], too_many=4)
draw(objgraph.show_refs, [["a" * 100, 'new\nline\t"q" \\back', "<b>{x}", b"\xff", 1.5, None, len, int, 1 << 80]], max_depth=1)
draw(objgraph.show_refs, [])

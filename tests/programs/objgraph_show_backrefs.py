# What refers to an object, as DOT.
import os, sys
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "modules"))
import sys
import objgraph
from graph_text import draw

def run():
    t = []
    u = [t]
    v = (u, u)
    draw(objgraph.show_backrefs, [t], highlight=lambda o: o is u)
    draw(objgraph.show_backrefs, t, max_depth=1)
    draw(objgraph.show_backrefs, u, max_depth=1, extra_ignore=[id(v)])
    d = {"key": t, 5: t}
    draw(objgraph.show_backrefs, [t], max_depth=1, filter=lambda o: isinstance(o, dict))
    holders = [[d] for _ in range(6)]
    draw(objgraph.show_backrefs, [d], max_depth=1, too_many=3)
    draw(objgraph.show_backrefs, [d], max_depth=2, too_many=7, filter=lambda o: o is d or o is holders)
    draw(objgraph.show_backrefs, [object()])
    draw(objgraph.show_backrefs, [])

run()
top = [[1]]
draw(objgraph.show_backrefs, [top[0]], max_depth=3,
     filter=lambda o: o is top)

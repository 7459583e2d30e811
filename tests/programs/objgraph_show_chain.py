# Chains as DOT: nothing but what is in them.
import os, sys
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "modules"))
import objgraph
from graph_text import draw

a = []
b = [a, []]
c = {"b": b}
draw(objgraph.show_chain, [c, b, a])
draw(objgraph.show_chain, [c, b, a], backrefs=False)
draw(objgraph.show_chain, [b, a], [c, b], [])
draw(objgraph.show_chain, objgraph.find_ref_chain(c, lambda o: o is a), backrefs=False, shortnames=False)
for chains, options in [((), {}), (([a],), {"max_depth": 5})]:
    try:
        objgraph.show_chain(*chains, **options)
    except (ValueError, TypeError) as e:
        print(type(e).__name__)

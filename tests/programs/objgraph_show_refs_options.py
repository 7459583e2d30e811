# The options of show_refs: what is left out, coloured, added.
import os, sys
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "modules"))
import types
import objgraph
from graph_text import draw

class WithDel:
    __slots__ = ()
    def __del__(self):
        pass

a = WithDel()
only = lambda o: not isinstance(o, type)
draw(objgraph.show_refs, [[a], a], max_depth=1, highlight=lambda o: isinstance(o, WithDel), filter=only)
draw(objgraph.show_refs, [[1, 2, 3, [4]]], max_depth=2, filter=lambda o: o != 2, extra_ignore=[id(3)], too_many=1)
draw(objgraph.show_refs, [[a, ()]], max_depth=1, shortnames=False, extra_info=lambda o: "<%s>\nand more" % type(o).__name__, filter=only)
draw(objgraph.show_refs, [[()]], max_depth=1, extra_node_attrs=lambda o: {"shape": "circle", "tooltip": 'a "b"\nc'})
draw(objgraph.show_refs, [()], max_depth=1, extra_node_attrs=lambda o: {})
draw(objgraph.show_refs, [types.ModuleType("mm"), [types.ModuleType("nn")]], max_depth=2, highlight=lambda o: isinstance(o, dict), too_many=0)

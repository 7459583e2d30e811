# Slots and attributes that are deleted, or that raise, while edges are named.
import os, sys
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "modules"))
import types
import objgraph
from graph_text import draw


class Slots:
    __slots__ = ("a", "b", "__dict__")

    def __repr__(self):
        return "slots"


o = Slots()
o.a, o.b, o.c = [1], [2], [3]
del o.a
only = lambda x: isinstance(x, (Slots, list, dict))
draw(objgraph.show_refs, [o], max_depth=2, filter=only)
del o.c, o.b
draw(objgraph.show_refs, [o], filter=only)


def f():
    pass


f.attribute = [4]
draw(objgraph.show_refs, [f.attribute], max_depth=0)
del f.attribute


class Getting:
    def __getattribute__(self, name):
        raise RuntimeError("no " + name)

    def __repr__(self):
        return "getting"


getting = Getting()
object.__getattribute__(getting, "__dict__")["x"] = [5]
draw(objgraph.show_refs, [getting], filter=lambda x: not isinstance(x, type), max_depth=3)
module = types.ModuleType("gone")
del module.__name__
draw(objgraph.show_refs, [module], max_depth=0)
print(objgraph.is_proper_module(module))

# Objects that lie about themselves, or raise, are drawn all the same.
import os, sys
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "modules"))
import objgraph
from graph_text import draw

class Unrepresentable:
    __slots__ = ()
    def __repr__(self):
        raise ValueError("no")

class Unequal:
    __slots__ = ()
    __hash__ = None
    def __eq__(self, other):
        raise ValueError("no")
    def __bool__(self):
        raise ValueError("no")
    def __repr__(self):
        return 'x\0y\nz"\\'

class Unsized(list):
    __slots__ = ()
    def __len__(self):
        raise ValueError("no")

class Named:
    __slots__ = ()
    __name__ = "a name"
    def __repr__(self):
        return "Named"

draw(objgraph.show_refs, [Unrepresentable(), Unequal(), Unsized(), Named()], max_depth=0)
held = Unequal()
holder = [held]
print([type(o).__name__ for o in objgraph.find_backref_chain(held, lambda o: o is holder)])
print(objgraph.typestats([held, holder]), len(objgraph.get_leaking_objects([holder])))

# Objects whose __class__ is another's, or raises, are counted and drawn as what they are.
import os, sys
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "modules"))
import types
import weakref
import objgraph
from graph_text import draw


class Liar:
    __slots__ = ()
    __class__ = dict

    def __repr__(self):
        return "a liar"


class Module:
    __slots__ = ()
    __class__ = types.ModuleType
    __name__ = "sys"

    def __repr__(self):
        return "no module"


class Raising:
    __slots__ = ()

    @property
    def __class__(self):
        raise ValueError("no class")

    @property
    def __dict__(self):
        raise ValueError("no dict")

    def __repr__(self):
        return "no class"


class Function:
    __slots__ = ()
    __class__ = types.FunctionType


objects = [Liar(), Module(), Raising()]
print(isinstance(objects[0], dict), objgraph.typestats(objects), [objgraph.is_proper_module(o) for o in objects])
draw(objgraph.show_refs, [objects], filter=lambda o: type(o) is not type)
draw(objgraph.show_refs, objects[2:], max_depth=1, highlight=lambda o: type(o) is Raising, filter=lambda o: type(o) is not type)
print(objgraph.by_type("Liar", objects) == objects[:1], objgraph.count("Raising", objects), objgraph.by_type("dict", objects))
print(len(objgraph.find_ref_chain(objects, lambda o: o is Raising)), len(objgraph.find_backref_chain(objects[2], lambda o: o is objects)))


class Held:
    def __repr__(self):
        return "held"


held = Held()
proxy = weakref.proxy(held)
print(objgraph.typestats([proxy, held]))
del held
draw(objgraph.show_refs, [proxy], max_depth=0)

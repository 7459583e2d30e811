# The documentation's search forwards: which part of an object cannot be pickled.
import os, sys
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "modules"))
import objgraph
from graph_text import draw


class MyUnpicklableObject(object):
    def __getstate__(self):
        raise NotImplementedError


my_object = dict(foo=dict(unrelated='things'),
                 bar=[dict(nesting='fun'),
                      dict(boobytrap=MyUnpicklableObject())])
chain = objgraph.find_ref_chain(my_object, lambda x: isinstance(x, MyUnpicklableObject))
print([type(o).__name__ for o in chain], chain[0] is my_object)
draw(objgraph.show_chain, chain)
draw(objgraph.show_chain, chain, backrefs=False)

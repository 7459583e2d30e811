# The documentation's leak: growth names the type, a chain leads from a module to the object.
import io
import os, sys
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "modules"))
import random
import re
import objgraph
from graph_text import without_addresses


class MyBigFatObject(object):
    pass


def computate_something(_cache={}):
    _cache[42] = dict(foo=MyBigFatObject(),
                      bar=MyBigFatObject())
    # a very explicit and easy-to-find "leak" but oh well
    x = MyBigFatObject()  # this one doesn't leak


output = io.StringIO()
objgraph.show_growth(limit=3, file=output)
print(len(output.getvalue().splitlines()))
computate_something()
output = io.StringIO()
objgraph.show_growth(file=output)
print([line.split() for line in output.getvalue().splitlines() if "Fat" in line])
print(len(objgraph.by_type('MyBigFatObject')), objgraph.count('MyBigFatObject'))
chain = objgraph.find_backref_chain(random.choice(objgraph.by_type('MyBigFatObject')), objgraph.is_proper_module)
print([o.__name__ if hasattr(o, "__name__") else type(o).__name__ for o in chain])
output = io.StringIO()
objgraph.show_chain(chain, output=output)
edges = [line.partition(" -> ")[2].partition(" ")[2] for line in without_addresses(output.getvalue()).splitlines() if " -> " in line]
print([re.sub("foo|bar", "foo or bar", edge) for edge in edges], output.getvalue().count('fillcolor="0.3,1,'))
del chain
computate_something()
print(objgraph.growth(filter=lambda o: type(o) is MyBigFatObject))

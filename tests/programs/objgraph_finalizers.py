# Instances with a finalizer wear a badge; the class that defines it does not.
import gc
import io
import os, sys
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "modules"))
import objgraph
from graph_text import draw


class Nondestructible(list):
    __slots__ = ()

    def __del__(self):
        pass


x = Nondestructible()
y = []
z = []
x.append(y)
y.append(z)
z.append(x)
draw(objgraph.show_refs, [x], filter=lambda o: isinstance(o, list))
output = io.StringIO()
objgraph.show_refs(Nondestructible, max_depth=1, output=output)
print("__del__" in output.getvalue().replace('label="__del__"', ""), "has_a_del" in output.getvalue())
del x, y, z
gc.collect()
print(objgraph.by_type("Nondestructible"), gc.garbage)

# Modules that are imported are roots, and green; a module that is not is neither more nor less than an object.
import io
import os
import re
import types
import objgraph

print(objgraph.is_proper_module([]), objgraph.is_proper_module(types), objgraph.is_proper_module(types.ModuleType('foo')))
print(objgraph.is_proper_module(os.path), objgraph.is_proper_module(None), objgraph.is_proper_module(types.ModuleType("os")))
value = types.SimpleNamespace()
os.ours = [value]
chain = objgraph.find_backref_chain(value, objgraph.is_proper_module, extra_ignore=[id(globals())])
print([type(o).__name__ for o in chain], chain[0] is os)
output = io.StringIO()
objgraph.show_chain(chain, output=output)
print(re.findall(r'o%d\[(.*)\]' % id(os), output.getvalue()))
del os.ours
print(len(objgraph.find_backref_chain(value, objgraph.is_proper_module, extra_ignore=[id(globals()), id(chain)])))

# Chains of references to an object from one wanted.
import sys
import types
import objgraph

class Node:
    pass

def names(chain):
    return [o.__name__ if isinstance(o, types.ModuleType) else type(o).__name__ for o in chain]

def make():
    leaf = []
    for _ in range(4):
        node = Node()
        node.child = [leaf]
        leaf = node
    return leaf

top = make()
bottom = top.child[0].child[0].child[0].child[0]
asked = []
chain = objgraph.find_backref_chain(bottom, lambda o: o is top)
print([type(o).__name__ for o in chain if type(o) is not dict], chain[0] is top, chain[-1] is bottom)
print(names(objgraph.find_backref_chain(top, objgraph.is_proper_module)))
print(objgraph.find_backref_chain(bottom, lambda o: False, max_depth=3) == [bottom])
print(objgraph.find_backref_chain(bottom, lambda o: o is top, max_depth=2) == [bottom])
print(objgraph.find_backref_chain(bottom, lambda o: o is top, max_depth=0) == [bottom])
print(names(objgraph.find_backref_chain(bottom, lambda o: type(o) is Node)[-3:]))
print(objgraph.find_backref_chain(bottom, lambda o: o is bottom) == [bottom])
held = [bottom]
print(names(objgraph.find_backref_chain(bottom, objgraph.is_proper_module)))
print(len(objgraph.find_backref_chain(bottom, objgraph.is_proper_module, extra_ignore=[id(held)])) > 4)
print(names(objgraph.find_backref_chain(sys, objgraph.is_proper_module)))
try:
    objgraph.find_backref_chain(bottom, lambda o: o.nothing)
except AttributeError as e:
    print("AttributeError", e)
print(objgraph.is_proper_module(sys), objgraph.is_proper_module(types.ModuleType("sys")), objgraph.is_proper_module(5),
      objgraph.is_proper_module(sys.modules["__main__"]))

# Chains of references from an object to one wanted.
import objgraph

a = ["a"]
b = {"key": a}
c = (b, [1, 2])
print(objgraph.find_ref_chain(c, lambda o: o is a))
print(objgraph.find_ref_chain(c, lambda o: o == 2))
print(objgraph.find_ref_chain(c, lambda o: o is c))
print(objgraph.find_ref_chain(c, lambda o: False))
print(objgraph.find_ref_chain(c, lambda o: o is a, max_depth=1))
print(objgraph.find_ref_chain(c, lambda o: o is a, max_depth=2))
print(objgraph.find_ref_chain(c, lambda o: o is a, extra_ignore=[id(b)]))
asked = []
objgraph.find_ref_chain([[[1]], [2]], lambda o: asked.append(o))
print(asked)
loop = []
loop.append(loop)
print(objgraph.find_ref_chain(loop, lambda o: False))
try:
    objgraph.find_ref_chain(c, lambda o: 1 / 0)
except ZeroDivisionError as e:
    print("ZeroDivisionError", e)

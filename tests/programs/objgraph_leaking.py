# Objects to which nothing refers.
import objgraph

a, b = [1], {}
b["a"] = a
print(objgraph.get_leaking_objects([a, b]) == [b], objgraph.get_leaking_objects([a]) == [a])
c = [a]
c.append(c)
print(objgraph.get_leaking_objects([a, c]))
leaking = objgraph.get_leaking_objects()
print(type(leaking), any(o is a or o is b or o is c for o in leaking))

# Counting objects by type, short and full names, with given objects and with all of them.
import objgraph

class Foo:
    pass

class Bar(list):
    pass

foos = [Foo() for _ in range(30)]
objects = foos + [Bar(), [], [], {}]
print(objgraph.typestats(objects))
print(objgraph.typestats(objects, shortnames=False, filter=lambda o: not isinstance(o, dict)))
print(objgraph.count("Foo", objects), objgraph.count("__main__.Foo", objects), objgraph.count("Nope", objects))
print(objgraph.count("Foo"), objgraph.count("__main__.Foo"), objgraph.count("Nope"), objgraph.count("__main__.Nope"))
print(objgraph.most_common_types(limit=2, objects=objects), objgraph.most_common_types(limit=None, objects=objects))
print(objgraph.typestats(filter=lambda o: isinstance(o, Foo)), objgraph.typestats(iter(foos)))
stats = objgraph.typestats()
print(stats["Foo"], "Bar" in stats, objgraph.typestats(shortnames=False)["__main__.Foo"])
del foos[10:], objects
print(objgraph.count("Foo"))

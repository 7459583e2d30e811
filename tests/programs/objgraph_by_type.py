# Objects by type, and by address.
import objgraph

class Foo:
    pass

class Bar(Foo):
    pass

foos = [Foo(), Foo(), Bar()]
print(len(objgraph.by_type("Foo")), len(objgraph.by_type("__main__.Foo")), len(objgraph.by_type("Bar")))
print(sorted(map(id, objgraph.by_type("Foo"))) == sorted(map(id, foos[:2])), objgraph.by_type("Bar")[0] is foos[2])
print(objgraph.by_type("Nope"), objgraph.by_type("nope.Foo"), objgraph.by_type("list", [1, [2], (3,)]))
print(objgraph.by_type("builtins.int", [1, [2], (3,)]))
print(objgraph.at(id(foos)) is foos, objgraph.at(id(foos[0])) is foos[0], objgraph.at(id(1)), objgraph.at(0), objgraph.at(3))
print(objgraph.at(-1), objgraph.at(id(foos) + 1), objgraph.at(1 << 70))
found = objgraph.at_addrs({id(foos), id(foos[2]), 7, id("abc")})
print(sorted(type(o).__name__ for o in found), objgraph.at_addrs(set()))

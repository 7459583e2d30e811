# Objects are told apart by what they are: equality that raises, lies or costs is never asked.
import io
import objgraph


class Unequal(list):
    def __eq__(self, other):
        raise ValueError("asked")
    __ne__ = __lt__ = __eq__

    def __hash__(self):
        raise ValueError("asked")


class Equal:
    def __eq__(self, other):
        return True
    __hash__ = None


a, b = Unequal(), Unequal()
a.append(b)
b.append(Equal())
c = [a, b, Equal(), Equal()]
print(len(objgraph.find_ref_chain(c, lambda o: o is b)), len(objgraph.find_backref_chain(b[0], lambda o: o is c)))
print(objgraph.typestats([a, b, c, c[2]]), len(objgraph.by_type("Equal", c)), objgraph.count("Unequal", [a, b]))
print(len(objgraph.get_leaking_objects([a, b])), objgraph.at(id(a)) is a, len(objgraph.at_addrs({id(a), id(b)})))
output = io.StringIO()
objgraph.show_refs(c, output=output, refcounts=True, highlight=lambda o: o is b)
objgraph.show_backrefs(c[:2], output=output, max_depth=2)
objgraph.show_chain([c, a, b], output=output, backrefs=False)
print(output.getvalue().count("digraph"), output.getvalue().count("Unequal"))
print([row for row in objgraph.growth(limit=None, peak_stats={}) if row[0] in ("Equal", "Unequal")])
objgraph.get_new_ids(limit=0)
d = Unequal()
print(objgraph.get_new_ids(limit=0)["Unequal"] == {id(d)})

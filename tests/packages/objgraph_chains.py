"""Chains of references, shown as text: who holds an object, and what it holds."""
import io
import re
import sys

import objgraph


class Owner:
    def __init__(self, thing):
        self.thing = thing


class Thing:
    __slots__ = ("inner", "__weakref__")

    def __repr__(self):
        return "a thing"


thing = Thing()
thing.inner = {"key": (1, [Owner("text")])}
owner = Owner(thing)
names = {"owner": owner}


def kinds(chain):
    return [type(item).__name__ for item in chain]


def plain(dot):
    """The graph without what depends on addresses: its lines in order, objects numbered as they come."""
    numbers = {}
    dot = re.sub(r"(?<![0-9a-z])o\d+\b", lambda m: "o%d" % numbers.setdefault(m.group(), len(numbers)), dot)
    return re.sub(r"0x[0-9a-f]+", "0x", dot)


def show(function, *args, **options):
    text = io.StringIO()
    function(*args, output=text, **options)
    print(plain(text.getvalue()))


print(kinds(objgraph.find_ref_chain(names, lambda o: isinstance(o, Thing))))
print(kinds(objgraph.find_ref_chain(names, lambda o: o == "text")))
print(kinds(objgraph.find_ref_chain(names, lambda o: isinstance(o, Thing), max_depth=1)))
print(kinds(objgraph.find_backref_chain(thing.inner, lambda o: o is owner)))
print(kinds(objgraph.find_backref_chain(thing, objgraph.is_proper_module)))
print(objgraph.find_backref_chain(thing, objgraph.is_proper_module)[0] is sys.modules["__main__"])
print(kinds(objgraph.find_backref_chain(thing, lambda o: False, max_depth=3)))

show(objgraph.show_refs, [owner], max_depth=6, filter=lambda o: not isinstance(o, (type, str)))
show(objgraph.show_refs, [[1, 2], (1, "two", None, 3.5), {"a": b"b", 3: [4]}], max_depth=3, shortnames=False)
show(objgraph.show_refs, [owner], max_depth=3, refcounts=True, filter=lambda o: not isinstance(o, type))
show(objgraph.show_refs, [thing], max_depth=4, too_many=1, highlight=lambda o: isinstance(o, dict))
show(objgraph.show_refs, [thing], max_depth=2, filter=lambda o: not isinstance(o, type),
     extra_info=lambda o: "length %d" % len(o) if hasattr(o, "__len__") else "")
show(objgraph.show_refs, [thing], max_depth=2, extra_node_attrs=lambda o: {"shape": "box"}, filter=lambda o: not isinstance(o, type))
show(objgraph.show_backrefs, [thing.inner["key"][1][0]], max_depth=4, filter=lambda o: isinstance(o, (dict, list, tuple, Thing)),
     extra_ignore=[id(globals())])
show(objgraph.show_backrefs, [thing], max_depth=2, filter=lambda o: isinstance(o, Owner), shortnames=False)
chain = objgraph.find_ref_chain(names, lambda o: isinstance(o, Thing))
text = io.StringIO()
objgraph.show_chain(chain, output=text, backrefs=False)
print(plain(text.getvalue()))
text = io.StringIO()
objgraph.show_chain(objgraph.find_backref_chain(thing.inner, lambda o: o is owner), output=text)
print(plain(text.getvalue()))

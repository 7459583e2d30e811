# Classes whose metaclass raises, or gives names that are no text.
import os, sys
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "modules"))
import objgraph
from graph_text import draw


class Nameless(type):
    @property
    def __name__(cls):
        raise ValueError("no name")

    def __getattr__(cls, name):
        raise ValueError("no " + name)

    def __instancecheck__(cls, o):
        raise ValueError("no check")

    def __subclasscheck__(cls, o):
        raise ValueError("no check")

    def __eq__(cls, other):
        raise ValueError("no comparison")

    __hash__ = type.__hash__


class Numbered(type):
    __name__ = 5
    __module__ = property(lambda cls: 6)


class Renamed(type):
    @property
    def __name__(cls):
        return "Another"


class A(metaclass=Nameless):
    __slots__ = ()

    def __repr__(self):
        return "an A"


class B(metaclass=Numbered):
    __slots__ = ()

    def __repr__(self):
        return "a B"


class C(metaclass=Renamed):
    __slots__ = ()

    def __repr__(self):
        return "a C"


class D:
    __slots__ = ()
    __module__ = None

    def __repr__(self):
        return "a D"


objects = [A(), B(), C(), D()]
print(objgraph.typestats(objects), objgraph.typestats(objects, shortnames=False))
print([len(objgraph.by_type(name, objects)) for name in ("A", "B", "C", "Another", "__main__.A", "D")])
draw(objgraph.show_refs, [objects], shortnames=False, filter=lambda o: not issubclass(type(o), type))
draw(objgraph.show_refs, [[A, B, C]], max_depth=1)
stats = objgraph.typestats()
print(stats.get("Nameless"), objgraph.count("Nameless"), len(objgraph.by_type("Numbered")))
print(objgraph.growth(peak_stats={}, filter=lambda o: type(o) is Renamed))

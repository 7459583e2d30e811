# del o.__dict__: nothing is left of it, and attributes can be set again.
import gc
import weakref


class A:
    pass


class Item:
    pass


class L(list):
    pass


class S(str):
    pass


class P:
    @property
    def x(self):
        return "property"


def show(o):
    print(sorted(o.__dict__.items()), hasattr(o, "x"), type(o).__name__)


for cls in (A, L, S):
    o = cls()
    o.x = item = Item()
    o.y = 2
    gone = weakref.ref(item)
    del item
    del o.__dict__
    print(gone() is None, gc.get_referents(o) in ([cls], [cls, cls]))
    del o.__dict__
    try:
        o.x
    except AttributeError as e:
        print(e)
    o.z = 1
    o.x = 2
    show(o)
    held = o.__dict__
    del o.__dict__
    o.w = 4
    show(o)
    print(sorted(held))
    o.__dict__ = held
    show(o)
    o.__dict__ = {}
    show(o)

# The same place in the code meets them before and after.
def read(o):
    return getattr(o, "a", None), o.b


def write(o, value):
    o.a = value
    o.b = value + 1


objects = [A() for _ in range(40)]
for turn in range(3):
    for n, o in enumerate(objects):
        write(o, n)
        assert read(o) == (n, n + 1)
        if n % 3 == turn:
            del o.__dict__
    print(sum(hasattr(o, "a") for o in objects))

# Fresh, and one whose finalizer looks.
o = A()
del o.__dict__
print(o.__dict__)


class Last:
    def __del__(self):
        print("last", o.__dict__)


o.last = Last()
del o.__dict__
o.cycle = o
del o.__dict__
print(o.__dict__)
try:
    del ValueError().__dict__
except TypeError as e:
    print(e)

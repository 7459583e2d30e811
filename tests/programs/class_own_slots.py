# Which special methods the dicts of built-in classes hold themselves, although they would inherit the same.
import collections
import functools
import itertools
import types
import weakref

NAMES = ("__getattribute__", "__setattr__", "__delattr__", "__str__", "__sizeof__")
CLASSES = [object, type, int, bool, float, complex, str, bytes, bytearray, list, tuple, dict, set, frozenset, range, slice,
           enumerate, zip, map, filter, reversed, property, super, type(None), type(...), type(NotImplemented), type(iter([])), type(iter({})),
           type(reversed({})), type(reversed({}.values())), type({}.keys()), types.MethodType, types.BuiltinFunctionType, types.ModuleType, types.FrameType,
           types.CodeType, types.CellType, types.GeneratorType, types.SimpleNamespace, types.MappingProxyType,
           types.TracebackType, types.UnionType, BaseException, Exception, AttributeError, NameError, UnboundLocalError, KeyError,
           collections.deque, collections.OrderedDict, itertools.count, itertools.tee([])[0].__class__, functools.partial,
           weakref.ref, weakref.ProxyType]
for c in CLASSES:
    print(c.__name__, *[name for name in NAMES if name in vars(c)])

# And none that it does not.
print(sorted(name for name in vars(bool)))
print("__str__" in vars(memoryview), str(memoryview(b"a")).startswith("<memory at 0x"))


print(type(vars(list)["__sizeof__"]).__name__, list.__sizeof__.__objclass__, list.__sizeof__([]) == [].__sizeof__())
try:
    list.__sizeof__(())
except TypeError as e:
    print(e)


# They are what a lookup finds first.
class Counting:
    def __getattribute__(self, name):
        return "counting", name


class First(int, Counting):
    pass


class Last(Counting, int):
    pass


print(First(3).real, Last(3).real)
print(int.__getattribute__(5, "real"), vars(int)["__getattribute__"])
try:
    vars(int)["__getattribute__"]("5", "real")
except TypeError as e:
    print(e)


class Hooked(list):
    def __getattr__(self, name):
        return "hook", name


print(Hooked().append.__name__, Hooked().nothing, Hooked.__getattribute__ is list.__getattribute__)
n = types.SimpleNamespace(a=1)
types.SimpleNamespace.__setattr__(n, "b", 2)
types.SimpleNamespace.__delattr__(n, "a")
print(n, types.SimpleNamespace.__setattr__, types.ModuleType.__delattr__, BaseException.__setattr__)

# A field of exceptions.
d = vars(BaseException)["__suppress_context__"]
print(type(d).__name__, d, d.__name__, d.__objclass__.__name__)
e = ValueError()
print(e.__suppress_context__)
e.__suppress_context__ = True
print(e.__suppress_context__, d.__get__(e))
for act in (lambda: d.__set__(e, 1), lambda: d.__delete__(e), lambda: d.__get__(1)):
    try:
        act()
    except Exception as error:
        print(type(error).__name__, error)
print(AttributeError.__str__(AttributeError("text")), vars(NameError)["__str__"])

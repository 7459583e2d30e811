"""What CPython's own tests of the built-in types found missing."""
import copy
import io
import operator
import pickle
import sys
import warnings

# Iterators can be pickled and copied, where they stand.
makers = [lambda: iter("abc"), lambda: iter("\xe4\xf6\xfc"), lambda: iter(b"abc"), lambda: iter(bytearray(b"abc")),
          lambda: iter(range(3, 30, 5)), lambda: iter(range(2**70, 2**70 + 9, 2)), lambda: reversed(range(5)),
          lambda: iter({1: 2, 3: 4, 5: 6}), lambda: iter({1: 2, 3: 4}.values()), lambda: iter({1: 2, 3: 4}.items()),
          lambda: reversed({1: 2, 3: 4}), lambda: reversed({1: 2, 3: 4}.items()), lambda: iter({7}), lambda: iter(frozenset([8])),
          lambda: zip([1, 2], "ab"), lambda: zip([1], "a", strict=True), lambda: map(divmod, [7, 8], [2, 3]),
          lambda: filter(None, [0, 1, 2]), lambda: enumerate("xy", 2**70), lambda: iter([1, 2]), lambda: iter((1, 2))]
for make in makers:
    it = make()
    fresh = copy.copy(make())
    next(it)
    pickled = pickle.dumps(it)
    rest = list(it)
    print(type(it).__name__, list(fresh), rest, list(pickle.loads(pickled)), list(pickle.loads(pickle.dumps(it))))
for it in iter("ab"), iter(b"ab"), iter(range(2, 20, 3)), iter(range(2**70, 2**70 + 3)), iter({1: 2}), iter({1}):
    print(it.__reduce__(), end=" ")
    list(it)
    print(it.__reduce__())
for start in -3, 0, 2, 99:
    small, large = iter(range(2, 20, 3)), iter(range(2**70, 2**70 + 4))
    next(small), next(large)
    small.__setstate__(start), large.__setstate__(start)
    print(list(small), list(large))
large = iter(range(2**70, 2**70 + 4))
large.__setstate__(2**80)
print(list(large))
try:
    small.__setstate__(2**80)
except OverflowError as error:
    print(error)
for bounds in (2**63 - 2, 2**63 - 1, 2), (1, 2, 2**63 - 1), (-1, -2, -2**63), (-2**63, 2**63 - 11, 3):
    print(type(iter(range(*bounds))).__name__)
numbers = iter([3, 2, 1, 0])
call = iter(lambda: next(numbers), 0)
print(call.__reduce__()[0], len(call.__reduce__()[1]), list(call), call.__reduce__())

# A list's iterator that a for loop ended stays at its end.
items = [1, 2, 3]
it = iter(items)
for item in it:
    pass
items.append(4)
print(list(it))


class Endless:
    def __iter__(self):
        return iter(())

    def __length_hint__(self):
        return 2**63 - 1


items.extend(Endless())
print(items)


class Int(int):
    pass


class Float(float):
    pass


class Complex(complex):
    def __complex__(self):
        return 42j


def giving(name, value):
    return type("Giver", (), {name: lambda self: value})()


for function, name, value in ((int, "__int__", Int(3)), (int, "__int__", True), (int, "__index__", Int(3)),
                              (int, "__trunc__", 5), (int, "__trunc__", Int(5)), (int, "__trunc__", giving("__index__", Int(1))),
                              (float, "__float__", Float(2)), (float, "__index__", Int(2)), (complex, "__complex__", Complex(1j)),
                              (operator.index, "__index__", Int(4)), ([1, 2, 3].__getitem__, "__index__", Int(1))):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        result = function(giving(name, value))
    print(result, type(result).__name__, *[w.message for w in caught])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            print(function(giving(name, value)))
        except DeprecationWarning as error:
            print("raised", error)
print(type(operator.index(True)), complex(Complex(1j)))
print(float(type("S", (str,), {"__float__": lambda self: 9.5})("8")))
for text in b"123\xa0", b"\x1c1", b" 1 ", "\xa01\u2003", b"\x851":
    try:
        print(float(text), int(text))
    except ValueError as error:
        print(error)
print(complex("\N{EM SPACE}(\N{EN SPACE}1+1j ) "), complex("(\t1j\n)"))
for cls in float, set, frozenset, tuple:
    class Sub(cls):
        pass

    class New(cls):
        def __new__(cls, arg, more=None):
            return super().__new__(cls, arg)

    for make in Sub, New:
        try:
            print(make(1 if cls is float else [1], more=2))
        except TypeError as error:
            print(error)
try:
    "{0[{1}]}".format("abc", 1)
except TypeError as error:
    print(error)
text = "no tab"
print(text.expandtabs() is text)


class Slotted(bytearray):
    __slots__ = ("x", "__dict__")


array = Slotted(b"abc")
array.x, array.y = 1, 2
other = copy.copy(array)
print(other, other.x, other.y, pickle.loads(pickle.dumps(array, 2)).x)


class Counted(int):
    count = 0

    def __hash__(self):
        Counted.count += 1
        return int.__hash__(self)


keys = dict.fromkeys(map(Counted, range(10)))
dict.fromkeys(set(keys)), set(keys).difference(keys), frozenset(keys).difference(keys)
print(Counted.count)


class Out:
    """A stream that cannot be flushed."""

    def __init__(self):
        self.text = ""

    def write(self, text):
        self.text += text


out = Out()
saved = sys.stdin, sys.stdout
sys.stdin, sys.stdout = io.StringIO("a line\n"), out
line = input("prompt ")
sys.stdin, sys.stdout = saved
print(repr(line), repr(out.text))

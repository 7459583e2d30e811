"""Every built-in function, its results and its errors; and the names in builtins."""
import builtins


def attempt(f, *args, **named):
    try:
        return repr(f(*args, **named))
    except Exception as error:
        return f"{type(error).__name__}: {error}"


def show(f, *calls):
    print(getattr(f, "__name__", f), *(attempt(f, *c) for c in calls), sep=" | ")


class Hex:
    def __index__(self): return 255
    def __abs__(self): return "abs"
    def __divmod__(self, o): return "dm"
    def __pow__(self, o, m=None): return ("pow", o, m)
    def __round__(self, n=7): return ("round", n)
    def __reversed__(self): return iter("rev")
    def __dir__(self): return ["z", "a"]


h = Hex()
show(abs, (-5,), (-2.5,), (3 + 4j,), (True,), (h,), ("x",), ())
show(all, ([],), ([1, 0],), ((x for x in (1, 2)),), (5,)); show(any, ([],), ([0, ""],), ("a",), (None,))
show(ascii, ("h\u00e9\u20ac\U0001F600",), (["\u00e9"],), (5,)); show(bin, (5,), (-5,), (0,), (2**70,), (h,), (1.5,)); show(hex, (255,), (-1,), (h,), ("x",)); show(oct, (8,), (-8,), (h,))
show(bool, (), (0,), ([0],), ("",), (1, 2)); show(callable, (5,), (len,), (Hex,), (h,), (lambda: 0,)); show(chr, (97,), (0x20AC,), (0x10FFFF,), (0x110000,), (-1,), ("a",), (h,)); show(ord, ("a",), ("\U0001F600",), (b"x",), ("ab",), (5,), ("",))
show(complex, (1, 2), ("1+2j",), (), (1.5,), ("x",), (1, "2"), ("1", 2)); show(divmod, (7, 3), (-7, 3), (7.5, 2), (h, 1), (1, 0), (1, "x")); show(pow, (2, 10), (2, -1), (3, 4, 5), (h, 2), (h, 2, 3), (2, 3, 0), (2.5, 2, 3), (0, -1), (-8, 1 / 3))
show(enumerate, (5,), ()); print(list(enumerate("ab")), list(enumerate("ab", 5)), list(enumerate("a", start=2**70)), attempt(enumerate, "a", "x"))
show(filter, (None, 5), ()); print(list(filter(None, [0, 1, "", "x"])), list(filter(lambda x: x > 1, [1, 2, 3]))); print(list(map(abs, [-1, 2])), list(map(lambda a, b: a + b, [1, 2, 3], [10, 20])), attempt(map, abs), attempt(list, map(abs, ["x"]))); print(list(zip()), list(zip("ab", [1, 2, 3])), attempt(list, zip("ab", [1], strict=True)), attempt(list, zip([1], "ab", strict=True)), attempt(list, zip([1], [2], "ab", strict=True)), attempt(zip, 5))
show(getattr, (h, "nope", 5), (h, "nope"), (h, 5)); show(hasattr, (h, "__index__"), (h, "q"), (h, 5)); show(setattr, (h, "attr", 1), (h,), (5, "x", 1)); show(delattr, (h, "attr"), (h, "attr"), (h, 5)); show(hash, (1,), (2**61,), ([],), ((1, []),)); print(hash("a") == hash("a"), hash(1.0), hash(None) == hash(None))
show(isinstance, (1, int), (True, int), (1, (str, (float, int))), (1, int | None), (1, "int"), (1, [int])); show(issubclass, (bool, int), (int, (str, int)), (1, int), (int, 1), (int, int | str)); show(iter, (5,), (5, 1), ()); it = iter([1, 2, 3, 4].pop, 2); print(list(it), list(it)); print(next(iter([]), "default"), attempt(next, iter([])), attempt(next, 5), attempt(next))
show(len, ("abc",), ({},), (5,), (range(10**5),), ()); show(max, (1, 2), ([3, 1],), ([],), ("abc", "abd"), (), (1,), (1, "a")); show(min, ([2, 1],), ([],), (5,)); print(max([], default=0), max("aBc", key=str.lower), min([3, 1, 2], key=lambda x: -x), max([1, 1.0, True]), min((), default=None), attempt(max, 1, 2, default=0), attempt(max, [1], key=5), max({1: "a", 5: "b"}), max("b", "a", key=ord))
show(repr, ("'",), (h.__class__,), ([...],)); show(reversed, (5,), ({1, 2},), ()); print(list(reversed([1, 2])), list(reversed("ab")), list(reversed(range(3))), list(reversed({1: 0, 2: 0})), list(reversed(h)), list(reversed((1, 2)))); show(round, (2.5,), (3.5,), (-2.5,), (2.675, 2), (1234, -2), (h,), (h, 1), ("x",), (1.5, "x"), (float("nan"),), (float("inf"),), (1e300, -299), (5, None), (1.5, None), ()); show(sorted, ([3, 1],), ("ba",), (5,), ([1, "a"],), ({2: 0, 1: 0},)); print(sorted([1, -2, 3], key=abs, reverse=True))
show(sum, ([1, 2],), ([],), ([0.1] * 3,), ([[1], [2]], []), (["a"],), (["a"], "b"), ([1], None), (5,), ([2**62, 2**62],), ([1, 2.5, 1j],), ([True, True],)); print(sum([1], start=5), sum(x for x in range(4)), attempt(sum, [b"x"], b""))
show(type, (5,), (type,), (None,), (...,), (NotImplemented,)); show(format, (5, "x"), (5,), ("s", ">3"), (5, 5), ()); show(slice, (1,), (1, 2, 3), ()); show(range, (3,), (1, 5, 2), (1, 2, 0)); show(int, (), ("5",), (5.9,), ("-0x1f", 16), (h,), ("",), (None,), ("1", 1), (5, 10), ("\u0663",), ([],)); show(float, (), ("1e5",), (" inf ",), ("x",), (None,), (h,), (10**400,)); show(str, (), (5,), (b"x",), (b"x", "ascii"), ("x", "ascii"), (5, "ascii")); show(list, (), ("ab",), (5,)); show(tuple, (), ([1],), (5,)); show(dict, (), ([(1, 2)],), (5,), ([1],)); show(set, (), ([1],), (5,)); show(frozenset, (), ([1],)); show(bytes, (), (3,), ("x",), ([1],), ([300],)); show(object, (1,)); show(super, (5,))
show(id, ()); print(id(h) == id(h), id(None) == id(None), type(id(1)).__name__); show(dir, (h,), (5, 6)); show(vars, (5,)); show(print, (1, 2)); print(attempt(print, 1, end=5), attempt(print, 1, sep=5), attempt(print, 1, file=5), attempt(print, x=1)); print(); print("a", "b", sep=""); print("a", end=""); print("", "b", None, sep="|", end="!\n"); print(*[], sep="x"); print("x", sep=None, end=None); print(1, 2.5, [3], "four", ("five",), {6: 7}, None, True)
print(__name__, __import__("sys").__name__, attempt(__import__, "no_such_module"), attempt(__import__, ""), attempt(__import__, 5), __build_class__.__name__)
print([n for n in "ArithmeticError abs all any ascii bin bool bytes callable chr classmethod compile complex delattr dict dir divmod enumerate eval exec filter float format frozenset getattr globals hasattr hash hex id input int isinstance issubclass iter len list locals map max min next object oct ord pow print property range repr reversed round set setattr slice sorted staticmethod str sum super tuple type vars zip Ellipsis NotImplemented __debug__ __build_class__ __import__".split() if not hasattr(builtins, n)])
len = lambda x: "shadowed"; print(len([])); del len; print(len([])); builtins.added = 5; print(added); del builtins.added; print(attempt(lambda: added))

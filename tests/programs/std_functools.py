"""functools: partial, caches, reduce, singledispatch, total_ordering, wraps, cmp_to_key, cached_property, partialmethod in use. Prints calls and values."""
import copy
import functools
import inspect
import pickle
from collections.abc import Mapping, Sequence
from functools import cache, cached_property, cmp_to_key, lru_cache, partial, partialmethod, reduce, singledispatch, singledispatchmethod, total_ordering, update_wrapper, wraps


def t(f, *args, **kwargs):
    try:
        print(f(*args, **kwargs))
    except Exception as e:
        print(type(e).__name__ + ":", e)


def show(*args, **kwargs):
    return args, kwargs


p = partial(show, 1, k=2)
q = partial(p, 3, k=4, m=5)
print(p(), q(6, m=7), q.func is show, q.args, q.keywords, repr(p).replace(hex(id(show)), "0x"), p.__doc__ == partial.__doc__)
p.note = "n"
r = pickle.loads(pickle.dumps(p))
print(r(9), r.note, copy.copy(p).args, partial(int, base=2)("101"), inspect.signature(partial(lambda a, b, *, c=1: 0, 1, c=5)))
t(partial)
t(partial, 3)
t(p.__setstate__, 3)
t(q, 1, k=2, **{"": 3})


class Cell:
    def __init__(self):
        self.alive = False

    def set(self, state, times=1):
        self.alive = (state, times)
        return self

    live = partialmethod(set, True)
    die = partialmethod(set, False, times=2)


print(Cell().live().alive, Cell().die(times=3).alive, repr(Cell.__dict__["live"]).split(" at ")[0], inspect.signature(Cell().live))
calls = []


@lru_cache(maxsize=3)
def square(n):
    calls.append(n)
    return n * n


print([square(n) for n in (1, 2, 3, 1, 4, 2, 1, 1.0)], calls, square.cache_info(), square.cache_parameters())
square.cache_clear()
print(square.cache_info(), square.__wrapped__(5), square.__name__)


@lru_cache(typed=True)
def typed(x):
    return type(x).__name__


print(typed(1), typed(1.0), typed(True), typed.cache_info().currsize)
t(typed, [])


@cache
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


print(fib(150), fib.cache_info().hits)
print(reduce(lambda a, b: a * b, range(1, 7)), reduce(max, [3], 5), reduce(lambda a, b: [*a, b], "xyz", []))
t(reduce, max, [])
t(reduce, max, 3)


@total_ordering
class Version:
    def __init__(self, text):
        self.parts = [int(x) for x in text.split(".")]

    def __eq__(self, other):
        return self.parts == other.parts if isinstance(other, Version) else NotImplemented

    def __lt__(self, other):
        return self.parts < other.parts if isinstance(other, Version) else NotImplemented


v, w = Version("1.2"), Version("1.10")
print(v < w, v <= w, v > w, v >= w, v != w, v <= Version("1.2"), Version.__gt__.__doc__)
t(lambda: v < 3)
t(lambda: v >= 3)
t(total_ordering, type("None", (), {}))


@singledispatch
def describe(x, *rest):
    return "object"


@describe.register
def _(x: int | float, *rest):
    return "number" + str(rest)


@describe.register(Sequence)
@describe.register(Mapping)
def _(x, *rest):
    return "container"


describe.register(str, lambda x: "text " + x)


@describe.register(bool)
def flag(x):
    return "flag"


print(describe(1, 2), describe(1.5), describe(True), describe([]), describe({}), describe("s"), describe(None), describe(range(3)), describe.dispatch(bool) is flag, describe.dispatch(dict).__name__, list(describe.registry)[:2])
t(describe)
t(describe.register, 3)
t(describe.register, list[int], lambda x: x)


class Both(Mapping, Sequence):
    __getitem__ = __len__ = __iter__ = lambda *a: 0


t(describe, type("Amb", (), {"__getitem__": 1}))
t(lambda: describe(Both()))


class Formatter:
    @singledispatchmethod
    def fmt(self, x):
        return f"?{x}"

    @fmt.register
    def _(self, x: int):
        return f"i{x}"

    @singledispatchmethod
    @classmethod
    def make(cls, x):
        return cls.__name__ + "?"

    @make.register(str)
    @classmethod
    def _(cls, x):
        return cls.__name__ + x


print(Formatter().fmt(1), Formatter().fmt("x"), Formatter.make("s"), Formatter().make(1))


def deco(f):
    """deco"""
    @wraps(f)
    def inner(*args):
        """inner doc"""
        return f(*args) + 1
    inner.calls = 0
    return inner


@deco
def base(x: int, y=2) -> int:
    "base doc"
    return x + y


base.extra = 1
print(base(1), base.__name__, base.__doc__, base.__annotations__, inspect.signature(base), base.__wrapped__.__name__, deco(base).extra, update_wrapper(lambda: 0, len).__name__, functools.WRAPPER_ASSIGNMENTS)
words = ["bb", "a", "ccc", "aa", "c"]
key = cmp_to_key(lambda a, b: (len(a) > len(b)) - (len(a) < len(b)) or (a < b) - (a > b))
print(sorted(words, key=key), min(words, key=key), key("a") < key("b"), key("a") == key("a"), key("x").obj)
t(lambda: key("a") < "a")
t(lambda: hash(key("a")))


class Data:
    made = 0

    @cached_property
    def value(self):
        """The value."""
        Data.made += 1
        return Data.made * 10


d = Data()
print(d.value, d.value, d.__dict__, Data().value, Data.value.__doc__, Data.made)
del d.value
print(d.value)
d.value = "set"
print(d.value)


class Slotted:
    __slots__ = ()
    value = cached_property(lambda self: 1)


t(lambda: Slotted().value)
shared = cached_property(lambda self: 1)
t(type, "Two", (), {"a": shared, "b": shared})
t(lambda: type("C", (), {"x": None}) and cached_property(len).__get__(Data()))

# Decorators: evaluation before the body and application from below, on functions, methods, classes, with any expression, as
# classes with __call__ and __get__, stacked with static and class methods and properties, wraps, and failures. Prints the order.
import functools


def attempt(f, *args, **named):
    try:
        return f(*args, **named)
    except Exception as error:
        return "%s: %s" % (type(error).__name__, error)


def say(label, value=None):
    print(" ", label)
    return value


def deco(label):
    say("evaluated " + label)

    def apply(f):
        say("applied " + label + " to " + getattr(f, "__name__", type(f).__name__))
        return f
    return apply


@deco("one")
@deco("two")
def f(a: say("annotation") = say("default", 1), *, k=say("keyword default", 2)) -> say("return annotation"):
    return a, k


print(f())


@deco("class")
class C:
    say("body")

    @deco("method")
    def m(self): return "m"

    @deco("outer")
    @staticmethod
    @deco("inner")
    def s(): return "s"

    @property
    @deco("getter")
    def p(self): return "p"

    @p.setter
    @deco("setter")
    def p(self, value): say("set %s" % value)

    @p.deleter
    def p(self): say("deleted")

    @classmethod
    @property
    def cp(cls): return cls.__name__ + " property"

    helper = lambda f: (lambda self: "helped " + f(self))

    @helper
    def h(self): return "h"


c = C()
print(c.m(), c.s(), C.s(), c.p, C.cp, c.h())
c.p = 5
del c.p


class Memo:
    """A decorator with state, that binds as functions do."""

    def __init__(self, f):
        functools.update_wrapper(self, f)
        self.f, self.seen = f, {}

    def __call__(self, *args):
        if args not in self.seen:
            self.seen[args] = self.f(*args)
        return self.seen[args]

    def __get__(self, instance, owner=None):
        return self if instance is None else functools.partial(self, instance)


calls = []


@Memo
def fib(n):
    """Fibonacci."""
    calls.append(n)
    return n if n < 2 else fib(n - 1) + fib(n - 2)


print(fib(30), len(calls), fib.__name__, fib.__doc__, fib.__wrapped__ is fib.f, type(fib).__name__)


class Host:
    @Memo
    def area(self, k): calls.append("area"); return k * 10


h = Host()
calls.clear()
print(h.area(2), h.area(2), Host.area is Host.__dict__["area"], calls, Host.area(h, 2))


def counted(f):
    @functools.wraps(f)
    def wrapper(*args, **named):
        wrapper.count += 1
        return f(*args, **named)
    wrapper.count = 0
    return wrapper


def repeat(times=2, *, join="-"):
    return lambda f: functools.wraps(f, assigned=("__name__",), updated=())(lambda *a: join.join(f(*a) for _ in range(times)))


@counted
@repeat(3, join="+")
@counted
def word(w: str = "w") -> str:
    """Says."""
    return w


print(word("x"), word.count, word.__wrapped__.__name__, word.__wrapped__.__doc__, word.__wrapped__.__wrapped__.count, word.__name__, word.__qualname__, word.__annotations__, word.__wrapped__.__wrapped__.__doc__)
table = {"a": [deco("in table")]}


@table["a"][0]
def g(): pass


@(lambda f: f.__name__.upper())
def text(): pass


@(say("first") or deco("by or"))
def h2(): pass


@[].append
def gone(): pass


@len
class Sized(metaclass=type("M", (type,), {"__len__": lambda cls: 42})): pass


@print
@str.upper
@lambda f: f.__qualname__
def shown(): pass


x = [deco][0]("picked")
@x
@x
def twice(): pass


print(text, gone, Sized, shown)
print(attempt(exec, "@5\ndef f(): pass"), attempt(exec, "@undefined\ndef f(): pass"), attempt(exec, "@(lambda f: 1 / 0)\nclass C: pass"), attempt(exec, "@deco('a')(1)\ndef f(): pass", {"deco": lambda a: lambda b: None}))
names = {}
attempt(exec, "@bad\ndef f(): pass", names)
print("f" in names)


@functools.singledispatch
def kind(x, *rest): return "object"
@kind.register(int)
@kind.register(bool)
def _(x, *rest): return "number " + str(rest)
@kind.register
def _(x: list): return "list of " + ", ".join(map(kind, x))
@kind.register(type(None))
def nothing(x): return "none"
kind.register(str, lambda x: "text")
print(kind(1.5), kind(5, "r"), kind(True), kind([1, None, "a", []]), kind.dispatch(bool) is kind.dispatch(int), sorted(k.__name__ for k in kind.registry), attempt(kind), attempt(kind.register, 5), nothing(1))


class Shapes:
    @functools.singledispatchmethod
    def draw(self, x): return "cannot draw %s" % type(x).__name__
    @draw.register
    def _(self, x: int): return "line of %d" % x
    @draw.register(str)
    @classmethod
    def _(cls, x): return "%s text %s" % (cls.__name__, x)
    @functools.cached_property
    def heavy(self): calls.append("heavy"); return len(calls)


s = Shapes()
calls.clear()
print(s.draw(1), s.draw("a"), s.draw([]), s.heavy, s.heavy, vars(s), calls, Shapes.heavy.attrname)
del s.heavy
print(s.heavy, attempt(setattr, type("Q", (), {"a": functools.cached_property(len)}), "b", 1), attempt(lambda: type("Q", (), {"__slots__": (), "a": functools.cached_property(id)})().a), attempt(lambda: type("Q", (), {"a": s.__class__.__dict__["heavy"], "b": s.__class__.__dict__["heavy"]})))


@functools.lru_cache(maxsize=2)
def cached(a, b=0, *, c=0): calls.append((a, b, c)); return a


calls.clear()
cached(1), cached(1.0), cached(2, 3), cached(2, b=3), cached(1), cached(1, c=5)
print(calls, cached.cache_info(), cached.cache_parameters(), attempt(cached, []), cached.cache_clear(), cached.cache_info().currsize, cached.__wrapped__.__name__)
print(functools.partial(f, k=9)(1), functools.partial(functools.partial(f, 1), k=3).args)

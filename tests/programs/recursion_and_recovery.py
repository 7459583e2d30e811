# RecursionError from every way to recurse, and that the program goes on after it: functions, methods, repr, comparison, hashing,
# attribute hooks, generators, sorting keys, deep structures freed, limits set and read, C functions in between. Prints outcomes.
import functools
import sys

def attempt(f, *args):
    try:
        return f(*args)
    except RecursionError as error:
        return "RecursionError"
    except Exception as error:
        return "%s: %s" % (type(error).__name__, error)


def depth():
    n, frame = 0, sys._getframe()
    while frame:
        n, frame = n + 1, frame.f_back
    return n


def plain(n=0): return plain(n + 1)
def mutual(): return mutual2()
def mutual2(): return mutual()


class R:
    def __repr__(self): return repr(self)
class S:
    def __str__(self): return f"{self}"
class E:
    def __eq__(self, other): return self == other
    __hash__ = None
class H:
    def __hash__(self): return hash(self)
class A:
    def __getattr__(self, name): return getattr(self, name + "x")
class G:
    def __getattribute__(self, name): return self.name
class C:
    def __call__(self): return self()
class I:
    def __iter__(self): return iter(self)
class L:
    def __len__(self): return len(self)
class B:
    def __bool__(self): return bool(self)
class Add:
    def __add__(self, other): return self + other
class Item:
    def __getitem__(self, key): return self[key]
class Index:
    def __index__(self): return [0][self]
class Key:
    def __lt__(self, other): return sorted([self, other])
class Prop:
    @property
    def p(self): return self.p
class Set:
    def __setattr__(self, name, value): self.name = value
class With:
    def __enter__(self):
        with self: pass
    def __exit__(self, *args): pass
class New:
    def __new__(cls): return cls()
class Init:
    def __init__(self): Init()
class Meta(type):
    def __instancecheck__(cls, x): return isinstance(x, cls)
class Checked(metaclass=Meta): pass


def generator(): yield from generator()
def comprehension(): return [comprehension() for _ in "1"]
def lambdas(): return (lambda: lambdas())()
def mapped(x=0): return list(map(mapped, [1]))
def executed(): exec("executed()", globals())
def evaluated(): return eval("evaluated()")
def caught():
    try:
        return caught()
    except RecursionError:
        return "caught at the bottom"
def in_finally():
    try:
        in_finally()
    finally:
        pass
partial = functools.partial(lambda: partial())
cached = functools.lru_cache(lambda n: cached(n + 1))
def reduced(*a): return functools.reduce(reduced, [1, 2, 3])


here = depth()
for f in (plain, mutual, lambda: repr(R()), lambda: str(S()), lambda: E() == E(), lambda: hash(H()), lambda: A().x, lambda: G().x, lambda: C()(), lambda: iter(I()), lambda: len(L()), lambda: bool(B()), lambda: Add() + 1, lambda: Item()[0], lambda: [0][Index()], lambda: sorted([Key(), Key()]), lambda: Prop().p, lambda: setattr(Set(), "a", 1), lambda: With().__enter__(), New, Init, lambda: isinstance(1, Checked), lambda: next(generator()), comprehension, lambdas, mapped, executed, evaluated, caught, in_finally, partial, lambda: cached(0), reduced, lambda: f"{R()!r}", lambda: "%s" % S(), lambda: print(S())):
    print(attempt(f), end=" ")
    assert depth() == here
print()

nested = []
for _ in range(100000):
    nested = [nested]
print(attempt(repr, nested), attempt(lambda: nested == nested[:] and 1), attempt(hash, (nested,)))
other = []
for _ in range(100000):
    other = [other]
print(attempt(lambda: nested == other), attempt(lambda: nested < other))
del nested, other
deep = ()
for _ in range(100000):
    deep = (deep,)
print(attempt(hash, deep), attempt(repr, deep))
deep = {}
for _ in range(50000):
    deep = {"k": deep}
print(attempt(repr, deep))
class Link:
    def __init__(self, next): self.next = next
chain = None
for _ in range(100000):
    chain = Link(chain)
chain = None
it = iter([])
for _ in range(50000):
    it = map(str, it)
del it
g = None
for _ in range(20000):
    g = (lambda g: (lambda: g))(g)
g = None
error = None
for _ in range(20000):
    new = ValueError(); new.__context__ = error; error = new
error = new = None
print("freed")
old = sys.getrecursionlimit()
print(old, attempt(sys.setrecursionlimit, 0), attempt(sys.setrecursionlimit, -1), attempt(sys.setrecursionlimit, "a"), attempt(sys.setrecursionlimit))
def down(n): return 0 if n == 0 else 1 + down(n - 1)
print(attempt(down, 900), attempt(down, 1100))
sys.setrecursionlimit(5000)
print(attempt(down, 4900), attempt(down, 5100), sys.getrecursionlimit())
sys.setrecursionlimit(old)
def at_depth(n, f): return f() if n == 0 else at_depth(n - 1, f)
print(attempt(at_depth, 100, lambda: attempt(sys.setrecursionlimit, 50)).split(" at")[0], sys.getrecursionlimit())
try:
    plain()
except RecursionError as error:
    tb, n = error.__traceback__, 0
    while tb:
        n, tb = n + 1, tb.tb_next
    print(n > 900, str(error)[:32])
def handler_recursion(n):
    try:
        return handler_recursion(n + 1)
    except RecursionError:
        return attempt(plain)
print(handler_recursion(0))

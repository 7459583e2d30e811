"""Functions: attributes, defaults evaluated once, annotations, recursion, lambda, decorators of all forms, signature errors, methods as values, closures changed."""
import sys


def attempt(f, *args, **named):
    try:
        return repr(f(*args, **named))
    except Exception as error:
        return f"{type(error).__name__}: {error}"


def full(a, b=2, /, c=3, *args, d, e=5, **rest): "the doc"; return (a, b, c, args, d, e, rest)


print(full(1, d=4), full(1, 9, 8, 7, d=0, z=1), full(1, d=1, a=5), full.__defaults__, full.__kwdefaults__, full.__doc__, full.__name__, full.__code__.co_argcount, full.__code__.co_posonlyargcount, full.__code__.co_kwonlyargcount, full.__code__.co_varnames)
for args, named in [((), {}), ((1,), {}), ((1,), {"b": 2, "d": 1}), ((1, 2, 3), {"c": 3, "d": 1}), ((1,), {"d": 1, "c": 1, "e": 2})]:
    print(args, named, attempt(full, *args, **named))
def one(a): pass
def two(a, b): pass
def three(a, b, c=1): pass
def none(): pass
def kw(*, a, b): pass
def kw3(*, a, b, c): pass
def pos(a, b, /): pass
class K:
    def m(self, x): pass
for f in (one, two, three, none, kw, kw3, pos, K().m, K.m):
    print(f.__name__, attempt(f), attempt(f, 1), attempt(f, 1, 2), attempt(f, 1, 2, 3, 4), attempt(f, q=1), attempt(f, 1, a=1), attempt(f, a=1, b=2), sep=" | ")
for f, args in [(len, ()), (len, (1, 2)), (abs, ("x",)), (print, ()), ([].append, ()), ("".join, (1, 2)), (int, (1, 2, 3)), (str.upper, ()), (str.upper, (5,)), (dict.get, ({},)), (isinstance, (1,)), (sorted, ()), ([].sort, (1,)), (ord, ("ab",)), (chr, (-1,)), (divmod, (1,)), (range, ()), (getattr, (1,))]:
    print(getattr(f, "__qualname__", f), args, attempt(f, *args))
print(attempt(len, x=1), attempt(sorted, [], foo=1), attempt(print, foo=1), attempt(int, foo=1), attempt(dict.fromkeys), attempt([].append, x=1), attempt("".split, bad=1), attempt(max, 1, 2, bad=3), attempt(enumerate, [], 0, 1), attempt(sum, [1], begin=1))


def shared(x, log=[]): log.append(x); return log
print(shared(1), shared(2), shared(3, []), shared.__defaults__)
def annotated(a: int, b: "str" = "x", *c: float, d: list[int] = None) -> bool: return True
print(annotated.__annotations__)
fact = lambda n: 1 if n < 2 else n * fact(n - 1)
print(fact(20), (lambda *a, **k: (a, k))(1, x=2), (lambda: (yield))().__next__(), fact.__name__, (lambda x, /, y=1, *, z: x + y + z)(1, z=3))
def decorator(f):
    def wrapper(*args): print("before", f.__name__); return f(*args) + 1
    wrapper.__wrapped__ = f
    return wrapper
def parameterized(n):
    def outer(f):
        return lambda *a: f(*a) * n
    return outer
@decorator
@parameterized(10)
def decorated(x): return x
print(decorated(4))
table = {}
def register(name): return lambda f: table.setdefault(name, f)
@register("a")
def f1(): return 1
@(lambda f: "replaced")
def gone(): pass
@[lambda f: f() * 2][0]
def computed(): return 21
print(table["a"] is f1, gone, computed)
f1.attribute = 1; f1.__name__ = "renamed"; f1.__defaults__ = (); f1.__doc__ = "d"; print(f1.__dict__, f1.__name__, f1.__doc__, f1.__module__, f1.__qualname__, type(f1).__name__, f1.__globals__ is globals(), f1.__closure__)
def change_defaults(a, b=1): return a, b
change_defaults.__defaults__ = (7, 8); print(change_defaults(), change_defaults(1)); change_defaults.__defaults__ = None; print(attempt(change_defaults, 1))
def set_bad(): f1.__defaults__ = 5
def set_bad2(): f1.__code__ = 5
def set_bad3(): f1.__dict__ = 5
print(attempt(set_bad), attempt(set_bad2), attempt(set_bad3))
def a_code(): return "from a"
def b_code(): return "from b"
a_code.__code__ = b_code.__code__; print(a_code())
def counter():
    n = 0
    def inc(by=1): nonlocal n; n += by; return n
    def get(): return n
    def delete():
        nonlocal n; del n
    return inc, get, delete
inc, get, delete = counter(); print(inc(), inc(5), get(), inc.__closure__[0].cell_contents, inc.__code__.co_freevars); delete(); print(attempt(get))
get.__closure__[0].cell_contents = 99; print(get())
def late():
    def use(): return later
    try: use()
    except NameError as error: print(error)
    later = 5; return use()
print(late())
def unbound():
    print(x_local)
    x_local = 1
def deleted():
    y = 1; del y; return y
def loop_unbound():
    for i in []: pass
    return i
print(attempt(unbound), attempt(deleted), attempt(loop_unbound), attempt(lambda: not_defined_anywhere))
x = "global"
class Scope:
    x = "class"
    def method(self): return x
    y = [x for _ in range(1)]
    z = (lambda: x)()
print(Scope().method(), Scope.y, Scope.z)
def globals_changed():
    global x, made
    x = "changed"; made = 1
globals_changed(); print(x, made)
def deep(n): return 0 if n == 0 else 1 + deep(n - 1)
print(deep(900)); old = sys.getrecursionlimit(); sys.setrecursionlimit(100)
print(attempt(deep, 5000)); sys.setrecursionlimit(20000); print(deep(15000)); sys.setrecursionlimit(old)
def mutual_even(n): return n == 0 or mutual_odd(n - 1)
def mutual_odd(n): return n != 0 and mutual_even(n - 1)
print(mutual_even(500), attempt(lambda: sys.setrecursionlimit(0)), attempt(lambda: sys.setrecursionlimit("x")))
def ackermann(m, n): return n + 1 if m == 0 else ackermann(m - 1, 1) if n == 0 else ackermann(m - 1, ackermann(m, n - 1))
print(ackermann(2, 9)); print([f(3) for f in [lambda v, k=k: v * k for k in range(3)]], [*map(lambda p: p[0] + p[1], [(1, 2)])])
def args_are_copies(*a, **k): a += (9,); k["new"] = 1; return a, k
given = {"o": 1}; print(args_are_copies(*[1], **given), given)

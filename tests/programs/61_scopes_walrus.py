"""Scopes: global, nonlocal, class bodies, comprehensions, the walrus, del, names of exceptions, closures shared by loops, conditional definitions."""
x = "module"


def attempt(f, *args):
    try:
        return f(*args)
    except Exception as error:
        return f"{type(error).__name__}: {error}"


def levels():
    x = "outer"
    def middle():
        nonlocal x
        x += "+middle"
        def inner():
            nonlocal x
            x += "+inner"
            return x
        return inner()
    return middle(), x
def uses_global():
    def inner():
        global x, fresh
        x = "set by inner"; fresh = "new"
    x = "own"
    inner()
    return x
print(levels(), uses_global(), x, fresh)
print([y := 1, y + 1, (y := y * 10)], y)
if (n := len("abc")) > 2: print("long", n)
while (n := n - 1) > 0: print("n", n)
print([last := i for i in range(3)], last, {k: (v := k * 2) for k in range(2)}, v, any((hit := c) == "b" for c in "abc"), hit)
def walrus_in_function():
    total = 0
    values = [total := total + i for i in range(5)]
    return values, total, (lambda: (z := 5) + z)()
print(walrus_in_function(), f"{(w := 7)}", w, (a := 1, b := 2), a, b)
def comprehension_scope():
    i = "kept"
    squares = [i * i for i in range(3)]
    table = {i: [j for j in range(i)] for i in range(3)}
    gen = (i for i in "xy")
    return i, squares, table, list(gen), [(lambda: i)() for i in range(2)], [f() for f in [lambda: i for i in range(2)]]
print(comprehension_scope())
class Body:
    x = x + " seen by class"
    items = [1, 2]
    first = [i for i in items]
    try: second = [i + len(items) for i in range(1)]
    except NameError as error: second = str(error)
    if True:
        def conditional(self): return "defined"
    for loop in range(2): pass
    del items
    locals_here = sorted(k for k in locals() if not k.startswith("__"))
print(Body.x, Body.first, Body.second, Body().conditional(), Body.loop, hasattr(Body, "items"), Body.locals_here)
def closure_over_loop():
    fs = []
    for i in range(3): fs.append(lambda: i)
    gs = [lambda i=i: i for i in range(3)]
    return [f() for f in fs], [g() for g in gs]
print(closure_over_loop())
def late_binding():
    def f(): return g()
    def g(): return "g"
    return f()
def deleting():
    a = 1
    def read(): return a
    del a
    return attempt(read)
def exception_name():
    e = "before"
    try: raise ValueError
    except ValueError as e: pass
    return attempt(lambda: e)
def shadow_builtin():
    len = lambda x: 42
    return len([])
def conditional_local(flag):
    if flag: value = 1
    return value
print(late_binding(), deleting(), exception_name(), shadow_builtin(), attempt(conditional_local, False), conditional_local(True))
def counter():
    count = 0
    def bump():
        nonlocal count
        count += 1
        return count
    return bump
c1, c2 = counter(), counter(); print(c1(), c1(), c2(), c1.__closure__[0].cell_contents)
def nested_class():
    captured = "c"
    class Inner:
        captured = "class level"
        def method(self): return captured
        def uses_class(self): return __class__.__name__
    return Inner().method(), Inner.captured, Inner().uses_class()
def parameters_and_cells(a, b=2, *args, k=3, **rest):
    def inner(): return a, b, args, k, rest
    a += 1; k = "changed"
    return inner()
print(nested_class(), parameters_and_cells(1, 5, 6, z=7))
def recursion_in_closure(n):
    def go(m): return 1 if m == 0 else m * go(m - 1)
    return go(n)
print(recursion_in_closure(10), (lambda f: f(f, 5))(lambda self, k: 1 if k == 0 else k * self(self, k - 1)))
for loop_variable in range(3): pass
print(loop_variable); del loop_variable; print(attempt(lambda: loop_variable))
import builtins
builtins.from_builtins = "b"; print(from_builtins); from_builtins = "module first"; print(from_builtins); del from_builtins; print(from_builtins); del builtins.from_builtins
exec("global_made = 1"); print(global_made); globals()["by_dict"] = 2; print(by_dict)
def f(a, a_default=x, *, c=[]): c.append(a); return a_default, c
x = "changed later"; print(f(1), f(2))

# Stars everywhere: assignments, calls, displays, subscripts, returns, loops, nested targets, order of evaluation, iterators left
# half consumed, and every message of refusal. Prints bindings.


def attempt(f, *args, **named):
    try:
        return f(*args, **named)
    except Exception as error:
        return "%s: %s" % (type(error).__name__, error)


def run(source, *show, **names):
    try:
        exec(source, names)
    except Exception as error:
        return "%s: %s" % (type(error).__name__, error)
    return [names.get(n, "unbound") for n in show]


a, *b = 1, 2, 3; print(a, b)
*a, b = "xyz"; print(a, b)
a, *b, c = range(2); print(a, b, c)
(a, *b), *c, [d] = (1, 2, 3), 4, 5, "d"; print(a, b, c, d)
*a, = {}; print(a)
[*a] = {"k": 1, "j": 2}; print(a)
a = *b, = 1, 2; print(a, b)
for first, *rest in [(1, 2), "ab", [3]]:
    print(first, rest, end="; ")
print()
print(run("a, b = 1, 2, 3"), run("a, b = [1]"), run("a, b = ()"), run("a, *b, c = [1]"), run("*a, b, c = 'x'"), run("a, b = 5"), run("a, *b = None"), run("a, b = iter([1, 2, 3])"), run("a, b = {1}"), run("(a, b), c = 1, 2"), run("[] = [1]"), run("() = ''", "x"), run("a, b = {1: 2, 3: 4}.items(); c, d = a", "c", "d"), sep="\n")
print(run("a[0], a[1] = a[1], a[0]; i = 0; i, a[i] = 1, 'set'", "a", "i", a=[1, 2]), run("x = y = z = []; x.append(1)", "y", "z"), run("a.b, a.c, *a.d = 1, 2, 3; r = vars(a)", "r", a=type("N", (), {})()), run("a, b = b, a", "a", "b", a=1, b=2), run("a, a[0] = [5], 6", "a", a=[1]))
it = iter(range(10))
x, y = next(it), next(it)
try:
    p, q = it
except ValueError as error:
    print(error, "left", list(it))
it = iter(range(10))
z, *w = (next(it), next(it)); print(z, w, next(it))


class Steps:
    def __init__(self, n, error=None): self.n, self.error = n, error

    def __iter__(self):
        for i in range(self.n):
            print("  step", i)
            yield i
        if self.error:
            raise self.error


print(run("a, b = s", s=Steps(4)), run("a, b, c = s", s=Steps(2)), run("a, b = s", s=Steps(1, KeyError("k"))), run("*a, b = s", "a", "b", s=Steps(3, KeyError("late"))))
print([*range(3), *"ab", *[]], (*{1: 2}, 3), {*"aa", *()}, {**{"a": 1}, "b": 2, **{"a": 3}}, [*[*[1]]], *(1, 2), *[x for x in "z"])
print(attempt(lambda: [*5]), attempt(lambda: {*[[]]}), attempt(lambda: {**5}), attempt(lambda: {**[("a", 1)]}), attempt(lambda: (*None,)), attempt(lambda: [*Steps(0, OSError("while iterating"))]))


def f(*args, **named): return args, named
def g(a, b=2, *c, d, e=5, **h): return a, b, c, d, e, h
def p(a, /, b, *, c): return a, b, c


print(f(1, *[2, 3], 4, *(), x=1, **{"y": 2}, z=3, **{}), f(*"ab", **{"a b": 1, "": 2, "é": 3}), g(*[1], d=4, **{"a1": 9}), g(1, *(2, 3), d=0, **{"h": 1}), p(*[1, 2], **{"c": 3}))
for call in (lambda: f(**{1: 2}), lambda: f(a=1, **{"a": 2}), lambda: f(**{"a": 1}, **{"a": 2}), lambda: f(*5), lambda: f(**5), lambda: f(*1, **2), lambda: g(1), lambda: g(d=1), lambda: g(1, a=2, d=3), lambda: g(*[1], **{"a": 1, "d": 1}), lambda: p(1, 2, 3), lambda: p(a=1, b=2, c=3), lambda: p(1, b=2), lambda: p(), lambda: p(1, 2, c=3, d=4), lambda: p(1, 2, 3, 4, c=5), lambda: (lambda: 0)(1), lambda: (lambda a, b=1: 0)(1, 2, 3), lambda: (lambda *, a, b: 0)(), lambda: (lambda a, b, c: 0)(), lambda: len(*[1, 2]), lambda: len(**{"x": 1}), lambda: print(**{"nope": 1}), lambda: f(*Steps(0, TypeError("inside"))), lambda: p(1, 2, c=3, **{"c": 4}), lambda: (lambda a, /, **k: (a, k))(1, a=2), lambda: (lambda a, /: 0)(a=1)):
    print(attempt(call))


def trace(label, value):
    print(label, end=" ")
    return value


f(trace("1", 1), *trace("2", [2]), trace("3", 3), k=trace("4", 4), **trace("5", {})); print()
{trace("k1", 1): trace("v1", 1), **trace("m", {}), trace("k2", 2): trace("v2", 2)}; print()
trace("t1", [0])[trace("i1", 0)], trace("t2", {})[trace("i2", 0)] = trace("r1", 1), trace("r2", 2); print()
trace("obj", {})[trace("key", 0)] = trace("value", 1); print()
[trace("a", 1), *trace("b", []), trace("c", 2)][trace("i", 0):trace("j", 1):trace("k", 1)]; print()


def returns():
    return *range(2), "end"


def yields():
    x = yield 1, *"ab"
    yield *(x or ()), 0


gen = yields()
print(returns(), next(gen), gen.send("q"), [x for x in (*range(2), 9)], [(a, b) for a, *b in ["xyz", "q"]], {k: v for k, *v in ["kv", "w"]}, max(*[3, 5]), *[[*r] for r in zip(*["abc", "xyz"])])
for text in "*a = 1", "a, *b, *c = 1", "*a", "print(*)", "f(**a, *b)", "f(a=1, 2)", "f(**a, b)", "[*a for a in b]", "(*a)", "{*a: 1}", "{**a for a in b}", "del *a", "*a += 1", "a = *b", "x = yield = 1", "(a, b) += 1", "f() = 1", "a, f() = 1", "[a, 1] = 2", "(x for x in y) = 1", "for 1 in x: pass", "with a as 1: pass", "*a, b: int = 1", "lambda *: 1", "def f(*, **k): pass", "def f(a=1, b): pass", "def f(a, a): pass", "def f(*a, *b): pass", "def f(**k, a): pass", "def f(/, a): pass", "def f(a, /, b, /): pass", "return *a, *b", "del (a, [b])", "del f(), a", "None = 1", "a.b: int", "x: *int = 1", "a[*b] = 1", "f(x for x in y, 1)", "f(1, x for x in y)", "f(a.b=1)", "f(True=1)", "f(a, b=1, c)":
    result = attempt(compile, text, "s", "exec")
    print(text, "->", result if isinstance(result, str) else "fine")

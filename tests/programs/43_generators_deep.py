# stderr: RuntimeError: generator ignored GeneratorExit
"""Generators: send, throw, close, yield from, return values, finalization, running state, errors, expressions, delegation to any iterator."""


def attempt(f, *args):
    try:
        return repr(f(*args))
    except BaseException as error:
        return f"{type(error).__name__}: {error}"


def echo():
    received = None
    while True:
        try:
            received = yield received
            if received == "stop": return "stopped"
        except ValueError as error:
            received = f"caught {error}"
        except GeneratorExit:
            print("closing")
            raise


g = echo(); print(next(g), g.send(1), g.throw(ValueError("v")), g.send(None), attempt(g.send, "stop"), attempt(next, g), g.close())
g = echo(); print(attempt(g.send, 1)); next(g); g.close(); g.close(); print(attempt(g.send, 1))
g = echo(); next(g); print(attempt(g.throw, KeyError("k")), attempt(next, g)); del g
g = echo(); next(g); del g; print("deleted")


def ignoring():
    while True:
        try:
            yield 1
        except GeneratorExit:
            pass
        return_now = False


g = ignoring(); next(g); print(attempt(g.close)); g2 = None


def inner(n):
    try:
        got = yield n
        print("inner got", got)
    except ValueError as error:
        print("inner caught", error)
        yield "recovered"
    finally:
        print("inner finally")
    return n * 10


def outer():
    result = yield from inner(1)
    print("result", result)
    result = yield from inner(2)
    print("result", result)
    print("list", (yield from [7, 8]), (yield from "x"))
    return "end"


g = outer(); print(next(g), g.send("hello"), g.throw(ValueError("t")), next(g), next(g), next(g), attempt(next, g))
g = outer(); next(g); g.close()
g = outer(); next(g); print(attempt(g.throw, RuntimeError("r")))


def stop_inside():
    yield 1
    raise StopIteration("leak")


def next_inside():
    yield next(iter([]))


print(attempt(list, stop_inside()), attempt(list, next_inside()))


def running():
    yield attempt(next, me)


me = running(); print(next(me))
def fib(n):
    a, b = 0, 1
    for _ in range(n):
        yield a
        a, b = b, a + b
print(list(fib(12)), sum(fib(50)), max(fib(5)), 8 in fib(20), dict(zip("abc", fib(9))), [*fib(3)], tuple(fib(2)))
def tree(depth):
    if depth:
        yield from tree(depth - 1)
        yield depth
        yield from tree(depth - 1)
print(*tree(4))
def countdown(n):
    while n: n -= (yield n) or 1
c = countdown(10); print(next(c), c.send(3), next(c), list(c))
squares = (x * x for x in range(5) if x % 2 == 0); print(squares.__name__, next(squares), list(squares), list(squares))
print(attempt(lambda: (x for x in 5)), attempt(list, (1 // x for x in [1, 0])), [y for x in (range(i) for i in range(4)) for y in x])
late = [lambda: i for i in range(3)]; print([f() for f in late], [f() for f in (lambda i=i: i for i in range(3))])
gen = fib(3); print(gen.__name__, gen.__qualname__, gen.gi_running, gen.gi_frame is not None, gen.gi_code.co_name, gen.gi_yieldfrom, iter(gen) is gen, type(gen).__name__)
list(gen); print(gen.gi_frame)
def with_finally():
    try:
        yield 1
        yield 2
    finally:
        print("cleaned")
for v in with_finally():
    print(v); break
print("loop left")
x = with_finally(); next(x); x = None; print("dropped")
it = with_finally(); print(next(it), attempt(it.throw, ZeroDivisionError), attempt(next, it))
def chain(*its):
    for i in its: yield from i
print(list(chain("ab", [1], (x for x in [2]), {3: 4})))
def thrower(): yield (yield (yield))
t = thrower(); next(t); print(t.send(1), t.send(2), attempt(t.send, 3))
class It:
    def __init__(self): self.n = 0
    def __iter__(self): return self
    def __next__(self):
        self.n += 1
        if self.n > 3: raise StopIteration(self.n)
        return self.n
    def send(self, v): print("sent", v); return "s"
    def throw(self, *a): print("throw", a[0] if isinstance(a[0], type) else type(a[0])); return "t"
    def close(self): print("close")
def delegate(): return (yield from It())
d = delegate(); print(next(d), d.send(5), d.throw(KeyError), next(d), next(d), attempt(next, d))
d = delegate(); next(d); d.close()
pipeline = (line.upper() for line in (l.strip() for l in " a \n b ".split("\n")) if line); print(list(pipeline))
def deep(n):
    if n: yield from deep(n - 1)
    yield n
print(sum(deep(300)), attempt(lambda: fib()), attempt(lambda: fib(1, 2)))

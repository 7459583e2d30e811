"""Which frames tracemalloc shows: generators, recursion, calls through C, code that dies, frames that start and stop tracing."""
import asyncio
import functools
import gc
import tracemalloc

HERE = __file__


def lines(o, most=4):
    """Lines of this file in the traceback of an object, innermost first, relative to the function's own first line."""
    traceback = tracemalloc.get_object_traceback(o)
    if traceback is None:
        return None
    return [frame.lineno for frame in reversed(traceback) if frame.filename == HERE][:most]


def first(f):
    return f.__code__.co_firstlineno


def inside(f, numbers):
    return [n - first(f) for n in numbers]


# ---- Generators: resumed from two lines ----
def produce():
    while True:
        yield bytearray(3000)


def two_callers():
    g = produce()
    a = next(g)
    b = next(g)
    return a, b


tracemalloc.start(10)
a, b = two_callers()
print("generator", lines(a)[0] - first(produce), lines(b)[0] - first(produce))
print("its callers", lines(a)[1] - first(two_callers), lines(b)[1] - first(two_callers))


def delegating():
    yield from produce()


g = delegating()
c = next(g)
print("yield from", len(lines(c)), lines(c)[0] - first(produce), lines(c)[1] - first(delegating))
g.close()


# ---- Coroutines ----
async def leaf():
    await asyncio.sleep(0)
    return bytearray(2000)


async def trunk():
    return await leaf()


d = asyncio.run(trunk())
print("coroutine", lines(d)[0] - first(leaf), lines(d)[1] - first(trunk))


# ---- Recursion: as deep as the limit of frames, and deeper ----
def recurse(n):
    if n == 0:
        return bytearray(4000)
    return recurse(n - 1)


for depth in (0, 3, 8, 9, 10, 50, 300):
    e = recurse(depth)
    t = tracemalloc.get_object_traceback(e)
    print("depth", depth, len(t), t.total_nframe, [f.lineno - first(recurse) for f in t][-3:])


# ---- Through C ----
def key(x):
    kept.append(bytearray(1500))
    return -x


kept = []
ordered = sorted([1, 2, 3], key=key)
print("sorted", {tuple(lines(o))[0] - first(key) for o in kept}, len({tuple(lines(o)) for o in kept}))
kept = list(map(lambda n: bytearray(n), [1000, 2000]))
print("map", len({tuple(lines(o)) for o in kept}), len(lines(kept[0])))
kept = functools.reduce(lambda acc, n: acc + [bytearray(n)], [1000, 2000], [])
print("reduce", len(lines(kept[0])))


class Meta(type):
    def __call__(cls, *args):
        o = super().__call__(*args)
        o.extra = bytearray(1200)
        return o


class Made(metaclass=Meta):
    def __init__(self, size):
        self.buffer = bytearray(size)

    @property
    def lazy(self):
        return bytearray(900)

    def __getitem__(self, n):
        return bytearray(n)

    def __add__(self, other):
        return bytearray(800)


made = Made(700)
print("__init__", lines(made.buffer)[0] - first(Made.__init__), lines(made.buffer)[1] - first(Meta.__call__))
print("__call__", lines(made.extra)[0] - first(Meta.__call__), len(lines(made.extra)))
print("property", inside(Made.lazy.fget, lines(made.lazy)[:1]))
print("subscript", inside(Made.__getitem__, lines(made[600])[:1]))
print("operator", inside(Made.__add__, lines(made + 1)[:1]))


# ---- One line of several, and statements over several lines ----
def several():
    return [
        bytearray(1000),
        bytearray(
            1001
        ),
        bytearray(1002)]


print("lines", [lines(o)[0] - first(several) for o in several()])


# ---- Closures, comprehensions, default arguments, decorators ----
def decorated(f):
    @functools.wraps(f)
    def wrapper(*args):
        return f(*args)
    return wrapper


@decorated
def plain(n=None):
    return [bytearray(1000) for _ in range(2)]


o = plain()[1]
print("decorated", len(lines(o, 9)), lines(o)[0] - first(plain.__wrapped__))


# ---- Exec'd code that dies: its address comes back as other code ----
def run(n):
    source = "\n" * n + "made.append(bytearray(5000))\n"
    made = []
    exec(compile(source, "<text %d>" % (n % 7), "exec"), {"made": made, "bytearray": bytearray})
    return made[0]


wrong = 0
for n in range(400):
    t = tracemalloc.get_object_traceback(run(n))
    wrong += (t[-1].filename, t[-1].lineno) != ("<text %d>" % (n % 7), n + 1)
print("exec", wrong, [(f.filename == HERE) for f in t])


def define(n):
    scope = {}
    exec("\n" * n + "def f():\n    return bytearray(4000)\n", scope)
    return scope["f"]


wrong = 0
for n in range(400):
    f = define(n % 50)
    t = tracemalloc.get_object_traceback(f())
    wrong += (t[-1].filename, t[-1].lineno) != ("<string>", n % 50 + 2)
    del f
    if n % 40 == 0:
        gc.collect()
print("functions", wrong)


# ---- Tracing that begins and ends inside functions ----
def outer(f):
    made = f()
    return made, bytearray(1111)


def stops():
    before = bytearray(1000)
    tracemalloc.stop()
    lost = lines(before)
    return bytearray(1000), lost


(o, lost), later = outer(stops)
print("stopped", lost, lines(o), lines(later), tracemalloc.is_tracing())


def starts():
    before = bytearray(1000)
    tracemalloc.start(5)
    return before, bytearray(1000)


(before, after), later = outer(starts)
print("started", lines(before), inside(starts, lines(after)[:1]), inside(outer, lines(after)[1:2] + lines(later)[:1]))


def again():
    a = bytearray(1000)
    tracemalloc.stop()
    tracemalloc.start(2)
    b = bytearray(1000)
    tracemalloc.clear_traces()
    c = bytearray(1000)
    return a, b, c


(a, b, c), later = outer(again)
print("again", lines(a), lines(b), inside(again, lines(c)[:1]), inside(outer, lines(c)[1:2]), len(lines(c)))
print("later", inside(outer, lines(later)[:1]))


def restarting():
    for limit in (1, 3, 2):
        tracemalloc.stop()
        tracemalloc.start(limit)
        yield bytearray(1000), limit


for o, limit in restarting():
    print("limit", tracemalloc.get_traceback_limit() == limit, len(tracemalloc.get_object_traceback(o)),
          lines(o)[0] - first(restarting))


# ---- Exceptions: the frames that raised ----
def raising(n):
    if n:
        try:
            raising(n - 1)
        finally:
            held.append(bytearray(1000))
    raise ValueError(bytearray(2000))


tracemalloc.stop()
tracemalloc.start(20)
held = []
try:
    raising(5)
except ValueError as e:
    print("raised", lines(e.args[0], 1)[0] - first(raising), len(tracemalloc.get_object_traceback(e.args[0])))
print("finally", [len(tracemalloc.get_object_traceback(o)) for o in held],
      {lines(o)[0] - first(raising) for o in held})
tracemalloc.stop()

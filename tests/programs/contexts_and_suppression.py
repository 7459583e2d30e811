# with statements: order of entering and leaving, suppressed and replaced exceptions, contexts of exceptions, leaving by return,
# break and continue, lookups on the type, ExitStack, generators as managers. Prints the order and the exceptions' chains.
import contextlib


def attempt(f, *args):
    try:
        return f(*args)
    except BaseException as error:
        return chain(error)


def chain(error):
    parts = []
    while error is not None:
        parts.append("%s(%s)" % (type(error).__name__, error))
        parts.append("cause" if error.__cause__ else "context" if error.__context__ else "")
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return " ".join(p for p in parts if p)


class Manager:
    def __init__(self, name, suppress=False, enter=None, leave=None):
        self.name, self.suppress, self.enter, self.leave = name, suppress, enter, leave

    def __enter__(self):
        print("  enter", self.name)
        if self.enter:
            raise self.enter
        return self.name

    def __exit__(self, kind, value, traceback):
        print("  exit", self.name, kind and kind.__name__, value, traceback is not None)
        if self.leave:
            raise self.leave
        return self.suppress


def use(*managers, error=None):
    with contextlib.ExitStack() as stack:
        for m in managers:
            stack.enter_context(m)
        if error:
            raise error
        return "body"
    return "suppressed"


def plain(a, b, error=None):
    with a as x, b as y:
        if error:
            raise error
        return x + y
    return "suppressed"


M = Manager
for f in plain, use:
    print(f.__name__)
    print(attempt(f, M("a"), M("b")))
    print(attempt(lambda: f(M("a"), M("b", True), error=KeyError("k"))))
    print(attempt(lambda: f(M("a", True), M("b", enter=ValueError("entering")), error=KeyError("k"))))
    print(attempt(lambda: f(M("a"), M("b", leave=OSError("leaving")), error=KeyError("k"))))
    print(attempt(lambda: f(M("a", leave=IndexError("second")), M("b", leave=OSError("first")), error=KeyError("k"))))
    print(attempt(lambda: f(M("a", "truthy"), M("b", 0), error=SystemExit(3))))
    print(attempt(lambda: f(M("a", leave=OSError("only leaving")), M("b"))))


def loops():
    out = []
    for i in range(4):
        with M("loop %d" % i, suppress=True):
            if i == 0:
                continue
            if i == 1:
                1 / 0
            if i == 2:
                out.append("break")
                break
        out.append(i)
    while True:
        with M("while"):
            return out
    return "never"


print(loops())


def overriding():
    try:
        with M("overridden"):
            return "from with"
    finally:
        return "from finally"


print(overriding())


class Instance:
    pass


i = Instance()
i.__enter__ = i.__exit__ = lambda *a: None
print(attempt(lambda: exec("with i: pass", {"i": i})), attempt(lambda: exec("with 5 as x: pass")), attempt(lambda: exec("with c: pass", {"c": type("C", (), {"__enter__": lambda s: None})()})), sep="\n")


class BadTruth:
    def __bool__(self): raise TypeError("no truth")


print(attempt(plain, M("a"), M("b", BadTruth()), KeyError("k")), attempt(plain, M("a"), M("b", BadTruth())))


@contextlib.contextmanager
def managed(label, swallow=False):
    print("  before", label)
    try:
        yield label
    except KeyError as error:
        print("  saw", repr(error))
        if not swallow:
            raise
    else:
        print("  clean", label)
    finally:
        print("  after", label)


print(attempt(plain, managed("a"), managed("b")), attempt(plain, managed("a"), managed("b", True), KeyError("k")), attempt(plain, managed("a"), managed("b"), KeyError("k")), attempt(plain, managed("a"), managed("b"), StopIteration("stop")), attempt(plain, managed("a"), managed("b"), RuntimeError("r")))


@contextlib.contextmanager
def wrong(n):
    for _ in range(n):
        yield


print(attempt(plain, wrong(0), M("b")), attempt(lambda: exec("with w: pass", {"w": wrong(2)})), attempt(lambda: exec("with w: 1 / 0", {"w": wrong(2)})))


@managed("as decorator")
def decorated(x): return x * 2


print(decorated(4), decorated(5))
with contextlib.suppress(KeyError, ValueError) as nothing, contextlib.nullcontext(7) as seven:
    print(nothing, seven)
    {}["missing"]
with contextlib.ExitStack() as stack:
    stack.callback(print, "  callback", sep="~")
    stack.push(lambda *a: print("  pushed", a[0]) or True)
    kept = stack.pop_all()
    stack.callback(lambda: print("  second callback"))
try:
    with kept:
        raise LookupError("goes through the pushed")
except LookupError:
    print("not suppressed")
with (M("p") as p, M("q") as q,):
    print(p, q)
with M("r") as [first]:
    print(first)
box = {}
with M("s") as box["key"], M("t") as box.setdefault("list", [0])[0]:
    print(box)
print(attempt(lambda: exec("with M('u') as (a, b): pass", {"M": M})))

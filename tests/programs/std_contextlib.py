"""contextlib: managers from generators, ExitStack, suppress, closing, redirects, nullcontext, chdir, the asynchronous ones. Prints the order of what happens."""
import contextlib
import io
import os
import sys
import tempfile


def t(f, *args):
    try:
        print("=", f(*args))
    except BaseException as e:
        print(type(e).__name__ + ":", e, "| context", repr(e.__context__), "| cause", repr(e.__cause__))


@contextlib.contextmanager
def tag(name, swallow=()):
    """Doc of tag."""
    print(f"<{name}>")
    try:
        yield name.upper()
    except swallow as e:
        print("swallowed", repr(e))
    finally:
        print(f"</{name}>")


def use(exc, *swallow):
    with tag("a", swallow) as value:
        print("in", value)
        if exc:
            raise exc
    return "after"


t(use, None)
t(use, ValueError("v"), ValueError)
t(use, KeyError("k"), ValueError)
t(use, StopIteration("s"))
t(use, RuntimeError("r"))
t(use, GeneratorExit("g"))


@contextlib.contextmanager
def never():
    if False:
        yield


@contextlib.contextmanager
def twice():
    yield 1
    yield 2


@contextlib.contextmanager
def stubborn():
    try:
        yield
    except ValueError:
        yield


@contextlib.contextmanager
def replaces():
    try:
        yield
    except ValueError as e:
        raise TypeError("instead") from e


def inside(manager, exc=None):
    with manager():
        if exc:
            raise exc


t(inside, never)
t(inside, twice)
t(inside, stubborn, ValueError("x"))
t(inside, replaces, ValueError("x"))


@tag("deco")
def decorated(x):
    print("body", x)
    return x * 2


print(decorated(2), decorated(3), tag.__doc__, tag.__name__)
single = tag("once")
with single:
    pass
t(single.__enter__)


class Closer:
    def __init__(self, name, error=None, result=None):
        self.name, self.error, self.result = name, error, result

    def __enter__(self):
        print("enter", self.name)
        return self

    def __exit__(self, kind, value, tb):
        print("exit", self.name, repr(value))
        if self.error:
            raise self.error
        return self.result

    def close(self):
        print("close", self.name)


def stack(*parts, exc=None):
    with contextlib.ExitStack() as s:
        for p in parts:
            s.enter_context(p)
        s.callback(print, "callback", end="!\n")
        s.push(lambda *a: print("push", a[1]))
        s.enter_context(contextlib.closing(Closer("c")))
        if exc:
            raise exc
    return "done"


t(stack, Closer(1), Closer(2))
t(lambda: stack(Closer(1), Closer(2, result=True), exc=OSError("o")))
t(lambda: stack(Closer(1, ValueError("new")), Closer(2, KeyError("mid")), exc=OSError("first")))
s = contextlib.ExitStack()
with s:
    s.enter_context(Closer("moved"))
    kept = s.pop_all()
print("not yet")
kept.close()
t(s.enter_context, 3)
t(lambda: s.push(3))
with contextlib.suppress(KeyError, ZeroDivisionError) as nothing:
    1 / 0
print(nothing)
t(inside, lambda: contextlib.suppress(KeyError), IndexError("i"))
with contextlib.redirect_stdout(io.StringIO()) as out, contextlib.redirect_stderr(out):
    print("captured")
    print("too", file=sys.stderr)
print(repr(out.getvalue()))
with contextlib.nullcontext(5) as five:
    print(five)
with tempfile.TemporaryDirectory() as d:
    here = os.getcwd()
    with contextlib.chdir(d):
        print(os.path.samefile(os.getcwd(), d))
    print(os.getcwd() == here)


class Trace(contextlib.ContextDecorator):
    def __enter__(self):
        print("trace in")

    def __exit__(self, *exc):
        print("trace out", exc[0])
        return True


@Trace()
def fails():
    raise LookupError


print(fails(), isinstance(Closer(1), contextlib.AbstractContextManager), issubclass(int, contextlib.AbstractContextManager))


@contextlib.asynccontextmanager
async def atag(name):
    print("a<", name)
    try:
        yield name
    finally:
        print("a>", name)


def drive(coroutine):
    try:
        while True:
            coroutine.send(None)
    except StopIteration as e:
        return e.value


async def main():
    async with atag("x") as x, contextlib.aclosing(agen()) as g, contextlib.AsyncExitStack() as s:
        await s.enter_async_context(atag("y"))
        s.push_async_callback(later, "cb")
        s.callback(print, "sync cb")
        async for i in g:
            print(x, i)
            break
        async with contextlib.nullcontext(1) as n:
            print(n)
        raise ValueError("through")


async def later(v):
    print("later", v)


async def agen():
    try:
        yield 1
        yield 2
    finally:
        print("agen closed")


t(drive, main())

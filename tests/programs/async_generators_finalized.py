# Asynchronous generators driven by hand and by a small loop: asend, athrow, aclose in every state, hooks of finalization,
# asynchronous comprehensions and iteration, errors of misuse. Prints the conversation.
import sys
import types

sys.unraisablehook = lambda u: print("unraisable", repr(u.exc_value), u.err_msg)


def attempt(f, *args):
    try:
        return f(*args)
    except BaseException as error:
        return "%s(%s)" % (type(error).__name__, ", ".join(map(repr, error.args)))


@types.coroutine
def pause(value):
    got = yield value
    return got


def drive(awaitable, *answers):
    """Runs to the end; gives what was paused with, and the result."""
    paused = []
    iterator = awaitable.__await__() if hasattr(awaitable, "__await__") else awaitable
    answers = iter(answers)
    try:
        value = iterator.send(None)
        while True:
            paused.append(value)
            value = iterator.send(next(answers, None))
    except StopIteration as stop:
        return paused, stop.value
    except BaseException as error:
        return paused, "%s(%s)" % (type(error).__name__, ", ".join(map(repr, error.args)))


async def numbers(n):
    try:
        for i in range(n):
            got = await pause("before %d" % i)
            sent = yield (i, got)
            if sent is not None:
                print("  received", sent)
    except ValueError as error:
        print("  caught", error)
        yield "after error"
    finally:
        print("  finally")
        await pause("in finally")


a = numbers(2)
print(drive(a.__anext__(), "x"), drive(a.asend("hi"), "y"), drive(a.asend(None)), drive(a.asend(None)))
a = numbers(5)
print(drive(a.asend("too early")), drive(a.asend(None)), drive(a.athrow(ValueError("v"))), drive(a.aclose()), drive(a.aclose()), drive(a.__anext__()))
a = numbers(5); print(drive(a.aclose()), drive(a.__anext__()))
a = numbers(5); drive(a.__anext__()); print(drive(a.athrow(KeyError, "k")), drive(a.athrow(KeyError, "k")), drive(a.asend(1)))
a = numbers(3); step = a.__anext__(); print(step.send(None), a.ag_running, attempt(a.__anext__().send, None), attempt(a.aclose().send, None), attempt(step.send, 5), a.ag_running, attempt(step.send, None))
step = a.asend(None); print(step.send(None), attempt(step.throw, ValueError("into the pause")))
print(drive(a.aclose()), attempt(step.send, None), step.close())


async def stubborn():
    try:
        yield 1
    except GeneratorExit:
        yield 2


a = stubborn(); drive(a.__anext__()); print(drive(a.aclose()))


async def stop_inside(kind):
    yield 1
    raise kind("inside")


for kind in StopIteration, StopAsyncIteration, GeneratorExit:
    a = stop_inside(kind); drive(a.__anext__())
    print(drive(a.__anext__()))

log = []
old = sys.get_asyncgen_hooks()
sys.set_asyncgen_hooks(firstiter=lambda g: log.append(("first", g.__name__)), finalizer=lambda g: log.append(("finalizer", g.__name__, drive(g.aclose()))))
a = numbers(1)
print(log, a.__anext__() is not None, log)
drive(a.__anext__())
del a
print(log)
log.clear()
b = numbers(1); drive(b.__anext__()); drive(b.__anext__()); del b
print(log)
c = numbers(1); del c
print(log, sys.get_asyncgen_hooks().n_fields, attempt(sys.set_asyncgen_hooks, 5))
sys.set_asyncgen_hooks(*old)


async def collect():
    items = [i async for i in numbers(2)]
    even = {i: g async for i, g in numbers(3) if i % 2 == 0}
    nested = [(i[0], j) async for i in numbers(2) for j in "ab"]
    lazily = (await pause(i) async for i in numbers(1))
    waited = [await pause(x) for x in "pq"]
    both = {(await pause(i)) async for i, _ in numbers(2)}
    return items, even, nested, [x async for x in lazily], waited, sorted(map(str, both)), type(lazily).__name__


print(drive(collect(), *range(100)))


async def loops():
    out = []
    async for i, _ in numbers(5):
        if i == 1:
            continue
        out.append(i)
        if i == 3:
            break
    else:
        out.append("else")
    async for i in numbers(0):
        pass
    else:
        out.append("else of empty")
    return out


print(drive(loops()))


class Aiter:
    def __init__(self, result): self.result = result
    def __aiter__(self): return self.result


class Anext:
    def __anext__(self): return 5


async def over(x):
    async for i in x:
        return i


for bad in 5, Aiter(5), Aiter(Anext()), [1]:
    print(drive(over(bad)))


async def use_next(*args):
    return await anext(*args)


empty = numbers(0); drive(empty.__anext__())
print(drive(use_next(numbers(1))), drive(use_next(empty, "default")), drive(use_next(empty)), attempt(anext, 5), attempt(aiter, 5), aiter(empty) is empty)
print(attempt(lambda: list(numbers(1))), attempt(lambda: [*numbers(1)]), attempt(next, numbers(1)), attempt(compile, "async def f():\n yield 1\n return 2", "f", "exec")[:60], attempt(compile, "async def f():\n yield from x", "f", "exec")[:50], attempt(compile, "def f(): return [x async for x in y]", "f", "exec")[:90], empty.ag_frame, empty.ag_code.co_name, empty.ag_await)


async def never(): pass


with __import__("warnings").catch_warnings(record=True) as caught:
    __import__("warnings").simplefilter("always")
    never()
    numbers(1).asend(None)
    numbers(1).aclose()
print([str(w.message) for w in caught])
co = never(); print(co.close(), attempt(co.send, None), type(co.__await__()).__name__, attempt(lambda: list(co)))

"""async and await driven by hand: coroutines, async for and with, asynchronous generators and comprehensions, a tiny scheduler."""


class Switch:
    """Awaiting it gives control to whoever drives the coroutine, and takes back what is sent."""

    def __init__(self, value=None): self.value = value
    def __await__(self): return (yield self.value)


def run(coroutine, answers=()):
    answers, trace = iter(answers), []
    try:
        sent = None
        while True:
            trace.append(coroutine.send(sent))
            sent = next(answers, None)
    except StopIteration as stop:
        return stop.value, trace


async def add(a, b):
    await Switch("adding")
    return a + b
async def main():
    x = await add(1, 2)
    y = await Switch("ask")
    return x, y, [await add(i, i) for i in range(2)]
print(run(main(), [None, "answer"]))


class Numbers:
    def __init__(self, n): self.n = n
    def __aiter__(self): self.i = 0; return self
    async def __anext__(self):
        await Switch(f"n{self.i}")
        if self.i == self.n: raise StopAsyncIteration
        self.i += 1
        return self.i
class Manager:
    async def __aenter__(self): await Switch("enter"); return "managed"
    async def __aexit__(self, kind, value, tb): await Switch("exit"); print("leaving", kind and kind.__name__); return kind is KeyError
async def loops():
    out = []
    async for v in Numbers(2): out.append(v)
    else: out.append("else")
    async for v in Numbers(5):
        if v == 2: break
    async with Manager() as m: out.append(m)
    async with Manager(), Manager(): raise KeyError("swallowed")
    return out, [v async for v in Numbers(3) if v != 2], {v: await add(v, 1) async for v in Numbers(1)}, v
print(run(loops()))


async def agen(n):
    try:
        for i in range(n):
            got = yield i
            if got: print("got", got)
            await Switch(f"g{i}")
    finally:
        print("agen closed")
async def use():
    out = [v async for v in agen(2)]
    g = agen(3)
    out.append(await g.__anext__()); out.append(await g.asend("hi"))
    await g.aclose()
    try: await g.__anext__()
    except StopAsyncIteration: out.append("stopped")
    h = agen(2); await h.__anext__()
    try: await h.athrow(ValueError("thrown"))
    except ValueError as e: out.append(str(e))
    return out, [x async for x in (y * 2 async for y in agen(2))]
print(run(use()))


def scheduler(*tasks):
    queue = [(name, c) for name, c in tasks]
    while queue:
        name, c = queue.pop(0)
        try: print(name, c.send(None)); queue.append((name, c))
        except StopIteration as stop: print(name, "finished", stop.value)
        except Exception as error: print(name, "failed", error)
async def worker(n, fail=False):
    for i in range(n): await Switch(i)
    if fail: raise RuntimeError("worker")
    return n * 10
scheduler(("a", worker(2)), ("b", worker(3, True)), ("c", worker(1)))


def attempt(f, *args):
    try: return f(*args)
    except BaseException as error: return f"{type(error).__name__}: {error}"
async def bad_await(): await 5
async def bad_for():
    async for x in [1]: pass
async def bad_with():
    async with 5: pass
async def bad_anext():
    class A:
        def __aiter__(self): return self
        def __anext__(self): return 5
    async for x in A(): pass
async def stop(): raise StopIteration("x")
async def sync_with():
    with Manager(): pass
async def sync_for():
    for x in agen(1): pass
for f in (bad_await, bad_for, bad_with, bad_anext, stop, sync_with, sync_for): print(f.__name__, attempt(run, f()))
c = worker(1); print(type(c).__name__, c.__name__, c.cr_running, c.cr_await, attempt(iter, c), attempt(c.send, 5)); c.send(None); c.close(); print(attempt(c.send, None))
c = worker(0); print(attempt(c.send, None), attempt(c.send, None)); c = worker(1); print(attempt(c.throw, KeyError("k")))

"""asyncio without sockets: tasks, gathering, groups, queues, locks, timeouts, cancelling, exceptions, callbacks in order, streams of items. Prints the order of events."""
import asyncio
import contextvars
import time

log = []
var = contextvars.ContextVar("var", default="none")


async def step(name, n=2, fail=None):
    for i in range(n):
        log.append(f"{name}{i}")
        await asyncio.sleep(0)
    if fail:
        raise fail
    return name.upper()


async def gathering():
    print(await asyncio.gather(step("a"), step("b", 3), step("c", 1)), log)
    print(await asyncio.gather(step("d"), step("e", 1, ValueError("e failed")), return_exceptions=True))
    try:
        await asyncio.gather(step("f", 3), step("g", 1, KeyError("g")))
    except KeyError as e:
        print("KeyError", e)
    done, pending = await asyncio.wait([asyncio.create_task(step("h", 1)), asyncio.create_task(asyncio.sleep(30))], return_when=asyncio.FIRST_COMPLETED)
    print([t.result() for t in done], len(pending))
    for t in pending:
        t.cancel()
        try:
            await t
        except asyncio.CancelledError:
            print("cancelled", t.cancelled(), t.done())
    print([await x for x in asyncio.as_completed([step("i", 5), step("j", 1)])])


async def groups():
    async with asyncio.TaskGroup() as g:
        t1, t2 = g.create_task(step("k")), g.create_task(step("l"))
    print(t1.result(), t2.result())
    try:
        async with asyncio.TaskGroup() as g:
            g.create_task(step("m", 1, ValueError("m")))
            g.create_task(step("n", 1, TypeError("n")))
            long = g.create_task(asyncio.sleep(50))
    except* ValueError as e:
        print("values", e.exceptions)
    except* TypeError as e:
        print("types", e.exceptions)
    print(long.cancelled())


async def times():
    start = time.monotonic()
    try:
        async with asyncio.timeout(0.01):
            await asyncio.sleep(10)
    except TimeoutError as e:
        print("TimeoutError", e.args)
    try:
        await asyncio.wait_for(asyncio.Event().wait(), 0.01)
    except asyncio.TimeoutError:
        print("wait_for")
    print(await asyncio.wait_for(step("o"), 5), time.monotonic() - start < 5, await asyncio.sleep(0.001, "slept"), await asyncio.shield(step("p")))
    loop, order = asyncio.get_running_loop(), []
    loop.call_later(0.02, order.append, "later")
    loop.call_at(loop.time() + 0.01, order.append, "sooner")
    loop.call_soon(order.append, "soon")
    gone = loop.call_later(0.001, order.append, "never")
    gone.cancel()
    await asyncio.sleep(0.05)
    print(order, gone.cancelled(), loop.is_running())


async def queues():
    q, seen = asyncio.Queue(2), []

    async def produce():
        for i in range(5):
            await q.put(i)
            seen.append(f"+{i}")
        await q.put(None)

    async def consume():
        while (item := await q.get()) is not None:
            seen.append(f"-{item}")
            q.task_done()
        q.task_done()

    await asyncio.gather(produce(), consume())
    await q.join()
    print(seen, q.empty())
    for f in [q.get_nowait, lambda: [q.put_nowait(i) for i in range(3)], q.task_done]:
        try:
            f()
        except (asyncio.QueueEmpty, asyncio.QueueFull, ValueError) as e:
            print(type(e).__name__, e)
    p = asyncio.PriorityQueue()
    for x in (3, 1, 2):
        p.put_nowait(x)
    print([p.get_nowait() for _ in range(3)])
    lock, sem, event, cond, trace = asyncio.Lock(), asyncio.Semaphore(2), asyncio.Event(), asyncio.Condition(), []

    async def worker(n):
        async with sem:
            trace.append(f"in{n}")
            async with lock:
                await asyncio.sleep(0)
                trace.append(f"lock{n}")
        await event.wait()
        async with cond:
            await cond.wait_for(lambda: len(trace) >= 8)
            trace.append(f"cond{n}")

    tasks = [asyncio.create_task(worker(n), name=f"w{n}") for n in range(4)]
    for _ in range(40):
        await asyncio.sleep(0)
    print(trace, sem.locked(), lock.locked(), sorted(t.get_name() for t in asyncio.all_tasks() if t.get_name()[0] == "w"))
    event.set()
    for _ in range(10):
        await asyncio.sleep(0)
    async with cond:
        cond.notify_all()
    await asyncio.gather(*tasks)
    print(trace[8:])
    barrier = asyncio.Barrier(3)
    print(sorted(await asyncio.gather(*(barrier.wait() for _ in range(3)))))


async def cancelling():
    async def stubborn():
        try:
            await asyncio.sleep(10)
        except asyncio.CancelledError as e:
            print("asked to stop:", e.args)
            await asyncio.sleep(0)
            return "refused"
        finally:
            print("cleanup")
    t = asyncio.create_task(stubborn())
    await asyncio.sleep(0)
    print(t.cancel("message"), t.cancelling(), await t, t.cancel(), t.cancelled())
    f = asyncio.get_running_loop().create_future()
    f.add_done_callback(lambda f: print("callback", f.result()))
    asyncio.get_running_loop().call_soon(f.set_result, 5)
    print(await f, f.done())
    for g in [lambda: f.set_result(1), lambda: asyncio.Future().result(), lambda: asyncio.Future().set_exception(StopIteration())]:
        try:
            g()
        except Exception as e:
            print(type(e).__name__)
    asyncio.current_task().cancel()
    try:
        await asyncio.sleep(0)
    except asyncio.CancelledError:
        print("self", asyncio.current_task().uncancel())

    async def setter(v):
        var.set(v)
        await asyncio.sleep(0)
        return var.get()
    print(await asyncio.gather(setter(1), setter(2)), var.get(), var.get())

    async def numbers():
        try:
            for i in range(9):
                yield i
                await asyncio.sleep(0)
        finally:
            print("generator closed")
    async for n in (gen := numbers()):
        if n == 2:
            break
    await gen.aclose()
    print([n async for n in numbers() if n % 4 == 0], asyncio.iscoroutinefunction(setter))


for part in (gathering, groups, times, queues, cancelling):
    print("--", part.__name__)
    asyncio.run(part())


async def broken():
    raise RuntimeError("out of run")


try:
    asyncio.run(broken())
except RuntimeError as e:
    print(e)
with asyncio.Runner() as runner:
    print(runner.run(step("r", 1)), runner.run(step("s", 1)))
try:
    asyncio.run(5)
except ValueError as e:
    print(e)
try:
    asyncio.get_running_loop()
except RuntimeError as e:
    print(e)

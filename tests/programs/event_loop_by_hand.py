# An event loop written by hand over coroutines: tasks, futures, sleeping by virtual time, queues, locks, cancellation, gathering,
# timeouts and context managers; its schedule is exact. Prints the order of events.
import collections
import heapq
import types


class Cancelled(BaseException):
    pass


class Future:
    def __init__(self): self.done, self.value, self.error, self.waiting = False, None, None, []

    def set(self, value=None, error=None):
        if self.done: raise RuntimeError("already done")
        self.done, self.value, self.error = True, value, error
        for callback in self.waiting: loop.soon(callback)
        self.waiting.clear()

    def __await__(self):
        if not self.done: yield self
        if self.error is not None: raise self.error
        return self.value


class Task(Future):
    def __init__(self, coroutine):
        super().__init__()
        self.coroutine, self.blocked, self.must_cancel = coroutine, None, False
        loop.soon(self.step)

    def step(self):
        if self.done: return
        self.blocked = None
        try:
            if self.must_cancel:
                self.must_cancel = False
                waiting = self.coroutine.throw(Cancelled())
            else:
                waiting = self.coroutine.send(None)
        except StopIteration as stop: self.set(stop.value)
        except Cancelled as error: self.set(error=error)
        except Exception as error: self.set(error=error)
        else:
            if waiting is None: loop.soon(self.step)
            else: self.blocked = waiting; waiting.waiting.append(self.step)

    def cancel(self):
        if self.done: return False
        self.must_cancel = True
        if self.blocked is not None:
            self.blocked.waiting.remove(self.step)
            loop.soon(self.step)
        return True


class Loop:
    def __init__(self): self.ready, self.timers, self.now, self.count = collections.deque(), [], 0, 0
    def soon(self, callback): self.ready.append(callback)
    def later(self, delay, callback): self.count += 1; heapq.heappush(self.timers, (self.now + delay, self.count, callback))

    def run(self, coroutine):
        main = Task(coroutine)
        while not main.done:
            if not self.ready:
                if not self.timers: raise RuntimeError("nothing left to wait for")
                self.now, _, callback = heapq.heappop(self.timers)
                callback()
            for _ in range(len(self.ready)): self.ready.popleft()()
        if main.error: raise main.error
        return main.value


@types.coroutine
def pause(): yield


async def sleep(delay, value=None):
    future = Future()
    loop.later(delay, lambda: future.done or future.set(value))
    return await future


async def gather(*coroutines):
    tasks = [Task(c) for c in coroutines]
    return [await t for t in tasks]


async def timeout(delay, coroutine):
    task = Task(coroutine)
    loop.later(delay, lambda: task.cancel())
    try: return await task
    except Cancelled: return "timed out at %s" % loop.now


class Lock:
    def __init__(self): self.held, self.waiting = False, collections.deque()
    async def __aenter__(self):
        while self.held:
            self.waiting.append(f := Future())
            await f
        self.held = True
        return self
    async def __aexit__(self, *exc):
        self.held = False
        if self.waiting: self.waiting.popleft().set()


class Queue:
    def __init__(self, size): self.size, self.items, self.getters, self.putters = size, collections.deque(), collections.deque(), collections.deque()
    async def put(self, item):
        while len(self.items) >= self.size: self.putters.append(f := Future()); await f
        self.items.append(item)
        if self.getters: self.getters.popleft().set()
    async def get(self):
        while not self.items: self.getters.append(f := Future()); await f
        item = self.items.popleft()
        if self.putters: self.putters.popleft().set()
        return item
    async def __aiter__(self):
        while (item := await self.get()) is not None: yield item


def say(*words): print("%3s" % loop.now, *words)


async def worker(name, lock, delay):
    async with lock:
        say(name, "has the lock")
        await sleep(delay)
    say(name, "gave it back")
    return name


async def producer(queue):
    for i in range(4):
        await queue.put(i); say("put", i)
    await queue.put(None)


async def consumer(queue):
    total = 0
    async for item in queue:
        await sleep(3); say("took", item); total += item
    return total


async def stubborn():
    try: await sleep(100)
    except Cancelled:
        say("asked to stop, cleaning"); await sleep(2); say("clean")
        raise
    finally: say("finally")


async def failing(after):
    await sleep(after)
    raise ValueError("after %s" % after)


async def ticker(n):
    for i in range(n):
        yield i
        await sleep(1)


async def main():
    say("sleep gave", await sleep(5, "value"))
    lock, queue = Lock(), Queue(2)
    say(await gather(worker("a", lock, 2), worker("b", lock, 1), worker("c", lock, 0)))
    say(await gather(producer(queue), consumer(queue)))
    say(await timeout(10, stubborn()), await timeout(10, sleep(1, "in time")))
    try: await gather(failing(2), failing(1), sleep(5))
    except ValueError as error: say("first in order:", error)
    say([i async for i in ticker(3)], sum([i async for i in ticker(4) if i % 2]))
    async with Lock() as one, Lock() as two: say(one.held, two.held)
    task = Task(sleep(50)); await pause(); task.cancel()
    try: await task
    except Cancelled as error: say("cancelled", error.args, task.cancel())
    order = []
    async def turns(name):
        for i in range(3): order.append(name + str(i)); await pause()
    await gather(turns("x"), turns("y")); say(*order)
    try: await Task(failing(0))
    except ValueError as error:
        names = []; tb = error.__traceback__
        while tb: names.append(tb.tb_frame.f_code.co_name); tb = tb.tb_next
        say(names)
    never = Future()
    Task(sleep(1)); await never


loop = Loop()
try: loop.run(main())
except RuntimeError as error: print(error, len(loop.ready), len(loop.timers))
loop = None

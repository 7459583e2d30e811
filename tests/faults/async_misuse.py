import traceback


async def coroutine():
    pass


async def generator():
    yield 1


def run(source):
    try:
        space = {"generator": generator}
        exec(source, space)
        space["f"]().send(None)
    except BaseException:
        traceback.print_exc()


run("async def f():\n    await 5")
run("async def f():\n    async for x in [1]:\n        pass")
run("async def f():\n    async with 5:\n        pass")
run("async def f():\n    for x in generator():\n        pass")
run("async def f():\n    return [x async for x in 5]")
run("async def f():\n    await generator()")
run("async def f():\n    raise StopIteration")
run("async def f():\n    raise StopAsyncIteration(1)")
run("async def f():\n    return 7")
for x in coroutine():
    pass

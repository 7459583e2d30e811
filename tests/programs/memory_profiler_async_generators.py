# An async generator is measured while it runs itself, sent to, thrown into, closed; its table comes at its end.
import os, sys
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "modules"))
import asyncio
import inspect
import io
from memory_profiler import profile
from memory_tables import rows

out = io.StringIO()


@profile(stream=out, backend="ouro")
async def numbers(count):
    first = bytearray(2 ** 20)
    for number in range(count):
        try:
            got = yield number
        except KeyError:
            second = bytearray(2 ** 20)
        await asyncio.sleep(0)


def show():
    for text, increment, count in rows(out.getvalue()):
        print("   ", text, increment, count)
    out.seek(0)
    out.truncate()


async def main():
    kept = []
    async for number in numbers(2):
        kept.append(bytearray(5 * 2 ** 20))
    print(len(kept))
    show()
    running = numbers(9)
    print(await running.asend(None), await running.asend("x"), await running.athrow(KeyError("k")))
    print(repr(out.getvalue()))
    await running.aclose()
    show()
    failing = numbers(2)
    await failing.__anext__()
    try:
        await failing.athrow(ValueError("thrown"))
    except ValueError as error:
        print(repr(error), repr(out.getvalue()))


print(inspect.isasyncgenfunction(numbers), numbers.__name__)
asyncio.run(main())

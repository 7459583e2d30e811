# Coroutines are measured while they run themselves: two that take turns do not disturb each other.
import asyncio
import inspect
import io
import re

from memory_profiler import profile

out = io.StringIO()


@profile(stream=out, backend="ouro")
async def work(mebibytes):
    first = bytearray(mebibytes * 2 ** 20)
    await asyncio.sleep(0)
    second = bytearray(mebibytes * 2 ** 20)
    await asyncio.sleep(0)
    return mebibytes


async def main():
    return await asyncio.gather(work(1), work(10))


print(inspect.iscoroutinefunction(work))
print(asyncio.run(main()))
tables = out.getvalue().split("Filename: ")[1:]
print(len(tables))
found = []
for table in tables:
    increments = {}
    for line in table.splitlines():
        row = re.match(r" +\d+ +[\d.]+ MiB +(-?[\d.]+) MiB +(\d+)   (.*)", line)
        if row and "@" not in row[3]:
            increments[row[3].strip()] = float(row[1])
    found.append((increments["first = bytearray(mebibytes * 2 ** 20)"], increments["second = bytearray(mebibytes * 2 ** 20)"],
                  abs(increments["await asyncio.sleep(0)"]) < 1))
print(sorted(found))


@profile(stream=out)
async def fails():
    raise ValueError("inside")

try:
    asyncio.run(fails())
except ValueError as error:
    print(error)

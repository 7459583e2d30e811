# TimeStamper: when functions began and ended, how deep, in the form that mprof reads.
import asyncio
import io
import re
import time

from memory_profiler import TimeStamper

stamper = TimeStamper("psutil")


@stamper
def outer():
    inner()
    inner()
    with stamper.timestamp("a_block"):
        time.sleep(0.02)


@stamper
def inner():
    time.sleep(0.02)


@stamper
def numbers():
    yield 1
    yield 2


@stamper
async def waits():
    await asyncio.sleep(0.01)


@stamper
def fails():
    raise ValueError


outer()
print(list(numbers()))
asyncio.run(waits())
try:
    fails()
except ValueError:
    pass
out = io.StringIO()
stamper.show_results(out)
for line in out.getvalue().splitlines():
    kind, name, memory, start, memory_end, end, level = line.split()
    print(kind, name, re.fullmatch(r"\d+\.\d{4}", start) is not None, 0 <= float(end) - float(start) < 2, float(memory) > 1, level)
try:
    stamper(5)
except ValueError as error:
    print(error)

block = TimeStamper("ouro")
with block.timestamp("grows"):
    kept = bytearray(2 ** 21)
out = io.StringIO()
block.show_results(out)
kind, name, memory, start, memory_end, end, level = out.getvalue().split()
print(name, round(float(memory_end) - float(memory), 1))

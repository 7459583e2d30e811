# What is measured looks like what it was: names, texts, signatures, kinds.
import asyncio
import inspect
import io
from memory_profiler import LineProfiler, TimeStamper, profile


def function(a, *, b: int = 3) -> str:
    """Text."""


def generator(n):
    """Yields."""
    yield n


async def coroutine():
    """Awaits."""


async def asynchronous():
    """Both."""
    yield 1


function.attribute = 5
for decorate in (profile(stream=io.StringIO()), LineProfiler(), TimeStamper("psutil")):
    for original in (function, generator, coroutine):
        made = decorate(original)
        print(made.__name__, made.__doc__, made.__module__, made.__qualname__, made.__wrapped__ is original, inspect.signature(made),
              inspect.isgeneratorfunction(made), inspect.iscoroutinefunction(made))
    print(decorate(function).attribute)
print(inspect.isasyncgenfunction(profile(asynchronous)))

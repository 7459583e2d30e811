# without: _asyncio
import asyncio


async def fetch(name):
    await asyncio.sleep(0)
    if name == "b":
        raise ConnectionError("cannot reach " + name)
    return name


async def main():
    return [await fetch(name) for name in ("a", "b")]


asyncio.run(main())

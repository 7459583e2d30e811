# Code with await outside of functions, code of modules and of generators that is called or evaluated.
import ast
import types

AWAIT = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT


class Item:
    def __init__(self, value):
        self.value = value

    def __await__(self):
        got = yield self.value
        return got


class Manager:
    async def __aenter__(self):
        return await Item("enter")

    async def __aexit__(self, *error):
        await Item("exit")


async def count(n):
    for i in range(n):
        yield i


def drive(coroutine):
    values = []
    try:
        send = None
        while True:
            values.append(coroutine.send(send))
            send = len(values)
    except StopIteration as stop:
        values.append(("returned", stop.value))
    return values


SOURCES = ["a = await Item(1)", "async for i in count(3): a = i", "async with Manager() as a: pass",
           "a = [x async for x in count(2)]", "a = {x: await Item(x) async for x in count(2)}",
           "a = [await Item(x) for x in (1, 2)]", "a = sum([1 for x in (3, 4)])",
           "g = (x async for x in count(2))\na = type(g).__name__", "def f(): pass\na = f.__code__.co_flags & 128"]
for source in SOURCES:
    for flags in 0, AWAIT:
        try:
            code = compile(source, "<here>", "exec", flags)
        except SyntaxError as error:
            print(source, "->", error.msg, error.lineno, error.offset, error.end_offset)
            continue
        names = {"Item": Item, "Manager": Manager, "count": count, "a": None}
        print(source, "->", bool(code.co_flags & 128), end=" ")
        result = eval(code, names)
        print(type(result).__name__, drive(result) if result else None, names["a"], end=" ")
        result = types.FunctionType(code, names)()
        print(drive(result) if result else None, names["a"])
print(drive(eval(compile("await Item(5)", "", "eval", AWAIT), {"Item": Item})))
for source in ("class C:\n    await x", "def f():\n    await x", "lambda: await x", "yield 1", "return 1",
               "[await x for x in y]", "def f():\n    async for i in x: pass", "class C:\n    [x async for x in y]"):
    for flags in 0, AWAIT:
        try:
            print(bool(compile(source, "", "exec", flags).co_flags & 128))
        except SyntaxError as error:
            print(error.msg)

coroutine = eval(compile("b = 1\nawait Item(1)\nc = locals()", "", "exec", AWAIT), {"Item": Item}, local := {"k": 1})
print(coroutine.send(None), coroutine.cr_frame.f_locals is local, sorted(local))
try:
    coroutine.send(None)
except StopIteration:
    print(sorted(local), local["c"] is local, coroutine.cr_frame)

# Code of a module, a class or a generator, as a function and evaluated.
names = {}
types.FunctionType(compile("x = 1\ndel x\ny = 2", "", "exec"), names)()
print(names)


def generate():
    b = 2
    yield 1
    yield b


print(list(eval(generate.__code__)), exec(generate.__code__))


def wants(a, *, key):
    return a


try:
    eval(wants.__code__)
except TypeError as error:
    print(error)


def stars(*args, **more):
    return args, more


print(eval(stars.__code__))

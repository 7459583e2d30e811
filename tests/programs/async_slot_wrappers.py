# __await__, __aiter__ and __anext__ of built-in types are slot wrappers; exceptions inherit __new__.
import builtins


async def coroutine():
    return 5


async def generator():
    yield 1
    yield 2


def kinds(o):
    for name in ("__await__", "__aiter__", "__anext__"):
        found = vars(type(o)).get(name)
        if found is not None:
            print(type(o).__name__, name, type(found).__name__, repr(found), found.__doc__, type(getattr(o, name)).__name__)


def failing(f, *arguments):
    try:
        print(f(*arguments))
    except Exception as error:
        print(type(error).__name__, error)


c, g = coroutine(), generator()
kinds(c)
kinds(g)
step, throw, close = g.__anext__(), g.athrow(ValueError), g.aclose()
kinds(step)
kinds(throw)
default = anext(generator(), None)
kinds(default)
it = c.__await__()
print(type(it).__name__, it is iter(it))
failing(next, it)
print(g.__aiter__() is g, step.__await__() is step)
failing(step.send, None)
failing(type(g).__anext__, 5)
failing(type(c).__await__)
failing(c.__await__, 1)


class Borrower:
    __await__ = type(c).__await__
    __aiter__ = type(g).__aiter__


async def wrong():
    await Borrower()


try:
    wrong().send(None)
except TypeError:
    print("not for a Borrower")
throw.close()
close.close()
for name, value in sorted(vars(builtins).items()):
    if isinstance(value, type) and issubclass(value, BaseException) and "__new__" in vars(value):
        print(name, end=" ")
print()
print(FileNotFoundError.__new__(FileNotFoundError, 2, "x"), OSError(2, "x").__class__.__name__, KeyError.__new__(KeyError, "k").args)
failing(KeyError.__new__, ValueError)
failing(FileNotFoundError.__new__, OSError)

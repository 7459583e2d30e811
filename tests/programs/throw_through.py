# throw() into what delegates, into what has not begun; what frames show of it.
import sys, inspect
def names():
    f=sys._getframe(1); r=[]
    while f: r.append((f.f_code.co_name,f.f_lineno)); f=f.f_back
    return r
def inner():
    try:
        yield 1
    except ValueError:
        print(names())
        yield 2
def outer():
    x = yield from inner()
    print("outer", x)
g=outer(); next(g)
print(g.throw(ValueError))
print(g.gi_frame.f_lineno)
try: g.throw(KeyError)
except KeyError as e:
    t=e.__traceback__
    while t: print(t.tb_frame.f_code.co_name, t.tb_lineno, t.tb_frame.f_lineno, t.tb_frame.f_back and t.tb_frame.f_back.f_code.co_name); t=t.tb_next
def created():

    try:
        yield
    except ValueError as v: print('caught')
import traceback
try: created().throw(ValueError(7))
except ValueError: traceback.print_exc(file=sys.stdout)
g=created()
print(g.gi_frame.f_lineno, list(g.gi_code.co_positions())[0])
g.close()
print(g.gi_frame)


async def leaf():
    try:
        await Ready()
    except KeyError:
        print(names())
        return "leaf"


class Ready:
    def __await__(self):
        yield


async def middle():
    return await leaf()


async def top():
    return await middle()


c = top()
c.send(None)
try:
    c.throw(KeyError())
except StopIteration as stop:
    print(stop.value)


class Odd(Exception):
    def __new__(cls, *args):
        return cls


g = inner()
try:
    g.throw(Odd)
except TypeError as error:
    print("TypeError")
print(list(g))


class Broken:
    def __aiter__(self):
        return self

    def __anext__(self):
        return self

    def __await__(self):
        1 / 0


async def over():
    async for _ in Broken():
        pass


try:
    over().send(None)
except TypeError as error:
    print(error, repr(error.__cause__))


def closing():
    try:
        yield
    finally:
        print("closed")


g = closing()
next(g)
g.gi_frame.clear()
print(g.gi_frame)


class Silent:
    blech = None

    def __getattr__(self, name):
        raise AttributeError


for look in (lambda s: s.bluch, lambda s: s.bluch()):
    try:
        look(Silent())
    except AttributeError as error:
        print(error.name, type(error.obj).__name__)

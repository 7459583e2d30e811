"""Generators: send, throw, close, yield from, return values, laziness."""


def gen():
    received = []
    try:
        while True:
            try:
                x = yield len(received)
                received.append(x)
            except ValueError as error:
                received.append("caught %s" % error)
                yield "threw"
    finally:
        print("closing with", received)


g = gen()
print(next(g), g.send("a"), g.throw(ValueError("v")), next(g), g.send("b"))
g.close()
try:
    next(g)
except StopIteration as stop:
    print("stopped", stop.value)


def inner():
    x = yield 1
    print("inner got", x)
    y = yield 2
    print("inner got", y)
    return "result"


def outer():
    result = yield from inner()
    print("outer got", result)
    yield 3
    yield from [4, 5]
    return 6


o = outer()
print(next(o), o.send("x"), o.send("y"), list(o))


def failing():
    yield 1
    raise KeyError("inside")


try:
    for value in failing():
        print(value)
except KeyError as error:
    print("KeyError", error)


def stops():
    yield 1
    raise StopIteration


try:
    list(stops())
except RuntimeError as error:
    print("RuntimeError:", error, repr(error.__cause__))
fresh = gen()
try:
    fresh.send(1)
except TypeError as error:
    print("TypeError:", error)
expression = (x * y for x in range(3) for y in range(3) if x != y)
print(expression.__name__, list(expression), sum(i for i in range(10)))


def running():
    yield next(me)


me = running()
try:
    next(me)
except ValueError as error:
    print("ValueError:", error)


def tree(n):
    if n:
        yield from tree(n - 1)
        yield n
        yield from tree(n - 1)


print(list(tree(3)))


def cleanup():
    try:
        yield 1
        yield 2
    finally:
        print("cleaned up")


for value in cleanup():
    break
print("after the loop")


def swallow():
    try:
        yield 1
    except GeneratorExit:
        yield 2


s = swallow()
next(s)
try:
    s.close()
except RuntimeError as error:
    print("RuntimeError:", error)


def delegate():
    try:
        yield from swallow_value()
    except ValueError as e:
        yield "outer caught " + str(e)


def swallow_value():
    yield "ready"


d = delegate()
print(next(d), d.throw(ValueError("thrown")))
zipped = zip(range(3), iter("ab"))
print(list(zipped), list(enumerate("xy", 1)), list(map(max, [1, 5], [3, 2])), list(filter(None, [0, 1, "", "a"])))

# Generators: send, throw and close in every state, values returned, yield from to generators and plain iterators, exceptions that
# cross, attributes, re-entry, finalization, and comprehensions' scopes. Prints the conversation.
import inspect
import sys


def attempt(f, *args):
    try:
        return f(*args)
    except BaseException as error:
        return "%s(%s)" % (type(error).__name__, ", ".join(map(repr, error.args)))


def talk():
    got = []
    while True:
        try:
            got.append((yield got[-1:]))
        except KeyError as error:
            got.append("caught %s" % error)
        except GeneratorExit:
            print("closing with", got)
            return "closed"


g = talk()
print(attempt(g.send, 1), inspect.getgeneratorstate(g), next(g), g.send("a"), attempt(g.throw, KeyError("k")), inspect.getgeneratorstate(g), g.gi_running, g.gi_frame is not None)
print(attempt(g.throw, ValueError("v")), inspect.getgeneratorstate(g), g.gi_frame, attempt(next, g), attempt(g.send, 1), attempt(g.throw, ValueError("again")), g.close())
g = talk(); next(g); g.send(5); print(g.close(), g.close(), attempt(next, g))
g = talk(); print(attempt(g.throw, ValueError("early")), attempt(next, g))
g = talk(); print(g.close(), attempt(next, g))


def ignores():
    try:
        yield 1
    except GeneratorExit:
        yield 2


g = ignores(); next(g); print(attempt(g.close), next(g, "over"))


def raises_on_close():
    try:
        yield
    finally:
        raise OSError("in finally")


g = raises_on_close(); next(g); print(attempt(g.close))


def returns(value):
    return value
    yield


print(attempt(next, returns(5)), attempt(next, returns((1, 2))), attempt(next, returns(None)), attempt(next, returns(StopIteration(3))), next(returns(1), "default"))


def stops():
    yield 1
    raise StopIteration("inside")


g = stops(); next(g)
try:
    next(g)
except RuntimeError as error:
    print(error, repr(error.__cause__), error.__cause__ is error.__context__, error.__suppress_context__)
print(attempt(lambda: [next(iter(())) for _ in "a"]), attempt(lambda: list(next(iter(())) for _ in "a")))


def inner():
    try:
        x = yield "inner 1"
        print("  inner got", x)
        yield "inner 2"
    except ValueError as error:
        print("  inner caught", error)
        yield "recovered"
    finally:
        print("  inner finally")
    return "inner result"


def outer():
    print("  outer has", (yield from inner()))
    print("  outer has", (yield from [1, 2]))
    print("  outer has", (yield from (c for c in "x")))
    return "outer result"


g = outer(); print(next(g), g.gi_yieldfrom.__name__, g.send("hello"), attempt(g.throw, ValueError("thrown")), next(g), type(g.gi_yieldfrom).__name__, attempt(g.send, 5), attempt(next, g))
g = outer(); next(g); print(g.close())
g = outer(); next(g); print(attempt(g.throw, KeyError("through")))
g = outer(); [next(g) for _ in range(3)]; print(attempt(g.send, None), attempt(g.throw, ValueError("into list")))


class Iterator:
    def __iter__(self): return self
    def __next__(self): return "next"
    def send(self, x): return "sent %s" % x
    def throw(self, *args): return "threw %s" % (args,) if isinstance(args[0], str) else "threw %d %s" % (len(args), type(args[0]).__name__)
    def close(self): print("  iterator closed")


def delegate(x): yield from x


g = delegate(Iterator()); print(next(g), g.send(1), g.throw(ValueError("x")), g.close(), attempt(delegate(5).__next__))


class NoThrow:
    def __iter__(self): return self
    def __next__(self): return 1


g = delegate(NoThrow()); next(g); print(attempt(g.send, 1), attempt(next, g))
g = delegate(NoThrow()); next(g); print(attempt(g.throw, ValueError("direct")))


def itself():
    yield attempt(next, g)
    yield attempt(g.close), g.gi_running, attempt(g.throw, ValueError())


g = itself(); print(next(g), next(g))
for arguments in (ValueError,), (ValueError, "text"), (ValueError, ValueError("made")), (ValueError, KeyError("other")), (5,), ("text",), (ValueError("i"), "value"), (ValueError, None, 5), (), (ValueError, ("a", "b")), (StopIteration, 4), (GeneratorExit,):
    g = (c for c in "ab"); next(g)
    print(attempt(g.throw, *arguments), end="; ")
print()
g = (x for x in "abc")
print(g.__name__, g.__qualname__, talk.__name__, talk().__qualname__, attempt(setattr, g, "__name__", 5), setattr(g, "__name__", "renamed"), g.__name__, str(g).split(" at ")[0], g.gi_code.co_name, attempt(type(g)), attempt(lambda: g[0]), attempt(len, g), iter(g) is g, attempt(lambda: (y for y in 5)), attempt(lambda: (y for x in 1 for y in 5)))


def deletes(log):
    try:
        yield
        log.append("not reached")
    finally:
        log.append(sys.exc_info()[0])


log = []
g = deletes(log); next(g); del g
g = deletes(log); del g
print(log)
context = []


def with_error():
    try:
        raise KeyError("own")
    except KeyError:
        yield sys.exc_info()[0]
        yield sys.exc_info()[0]
    yield sys.exc_info()[0]


g = with_error()
try:
    raise OSError
except OSError:
    print(next(g), sys.exc_info()[0])
print(next(g), sys.exc_info()[0], next(g))
print([*map(list, [(yield_ for yield_ in range(2)), zip("ab", iter(int, 0)), (i for i in range(3) if i), ((i, j) for i in range(2) for j in range(i + 1))])], sum(n * n for n in range(5)), max((len(w), w) for w in ["a", "bb"]), any(x > 1 for x in iter([0, 2, 1 / 1])), dict((k, v) for k, v in ["ab", "cd"]))

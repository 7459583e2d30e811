# What sys.settrace tells and lets a program do in rare places.
import sys


def lines_of(f, *args):
    first, got = f.__code__.co_firstlineno, []

    def trace(frame, event, arg):
        got.append((event, frame.f_lineno - first))
        return trace

    sys.settrace(trace)
    try:
        f(*args)
    finally:
        sys.settrace(None)
    return got


def parenthesized(a):
    return (
        a
        +
        len("")
    )


def name(a):
    return (
        a
    )


def constant(a):
    return (
        1
    )


def conditional(a):
    return (
        a if
        a else
        0
    )


for f in (parenthesized, name, constant, conditional):
    print(f.__name__, lines_of(f, 3)[-3:])


# A jump within a finally that runs for an exception stays in it.
def jumping(f, there, here):
    first = f.__code__.co_firstlineno

    def trace(frame, event, arg):
        nonlocal there
        if frame.f_code is f.__code__ and event == "line" and frame.f_lineno - first == there:
            there = None
            frame.f_lineno = first + here
        return trace

    out = []
    sys.settrace(trace)
    try:
        f(out)
    except Exception as e:
        out.append(e)
    finally:
        sys.settrace(None)
    print(f.__name__, out)


def in_finally(out):
    try:
        out.append("body")
        1 / 0
        return
    finally:
        out.append("skipped")
        out.append("reached")
    out.append("wrong")


def over_inner(out):
    try:
        out.append("body")
        1 / 0
        return
    finally:
        out.append("skipped")
        try:
            out.append("skipped")
        finally:
            out.append("skipped")
        out.append("reached")
    out.append("wrong")


def in_handler(out):
    try:
        1 / 0
    except ZeroDivisionError as e:
        out.append("skipped")
        out.append(type(sys.exc_info()[1]).__name__)
    out.append(sys.exc_info()[1])


jumping(in_finally, 6, 7)
jumping(over_inner, 6, 11)
jumping(in_handler, 4, 5)


# A function that is put off may not put another one in while it goes.
class Last:
    def __init__(self, put):
        self.put = put

    def __call__(self, *args):
        pass

    def __del__(self):
        self.put(other)


def new(*args):
    pass


def other(*args):
    pass


def note(unraisable):
    caught.append((unraisable.object.__qualname__, unraisable.exc_type.__name__, str(unraisable.exc_value)))


sys.unraisablehook = note
for put, get in ((sys.settrace, sys.gettrace), (sys.setprofile, sys.getprofile)):
    caught = []
    put(Last(put))
    put(new)
    is_new = get() is new
    put(None)
    print(is_new, get(), *caught)

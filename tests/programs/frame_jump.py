"""Setting f_lineno in a trace function: jumps, and what they are refused with."""
import sys


def jump_test(frm, to, expected=None):
    def decorate(function):
        done = []
        first = function.__code__.co_firstlineno + 1  # behind the decorator

        def tracer(frame, event, arg):
            if frame.f_code is function.__code__ and event == "line" and not done and frame.f_lineno == first + frm:
                done.append(1)
                try:
                    frame.f_lineno = first + to
                except ValueError as e:
                    print("  refused:", str(e).replace(str(first + to), "N"))
            return tracer

        out = []
        print(function.__name__)
        sys.settrace(tracer)
        try:
            function(out)
        except Exception as e:
            print("  raised", repr(e))
        finally:
            sys.settrace(None)
        print("  ", out, sys.exc_info())
        return function
    return decorate


@jump_test(2, 4)
def forwards(out):
    out.append(1)
    out.append(2)
    out.append(3)
    out.append(4)


@jump_test(3, 1)
def backwards(out):
    out.append(1)
    out.append(2)
    out.append(3)


@jump_test(1, 4)
def into_for(out):
    out.append(1)
    out.append(2)
    for i in 1, 2:
        out.append(i)


@jump_test(3, 5)
def out_of_for(out):
    out.append(1)
    for i in 1, 2:
        out.append(i)
        out.append("x")
    out.append(5)


@jump_test(3, 6)
def between_fors(out):
    for i in 1, 2:
        out.append(i)
        out.append("x")
    for j in 7, 8:
        out.append(j)
        out.append("y")
    out.append("end")


@jump_test(1, 5)
def into_except(out):
    out.append(1)
    try:
        out.append(2)
    except ValueError:
        out.append(3)


@jump_test(5, 7)
def out_of_except(out):
    try:
        out.append(2)
        1 / 0
    except ZeroDivisionError:
        out.append(3)
        out.append(4)
    out.append(5)
    out.append(sys.exc_info()[0])


@jump_test(2, 5)
def into_while(out):
    i = 1
    while out:
        i += 1
    while len(out) < 2:
        out.append(i)


class Manager:
    def __init__(self, out):
        self.out = out

    def __enter__(self):
        self.out.append("enter")

    def __exit__(self, *exc):
        self.out.append("exit")


@jump_test(1, 4)
def into_with(out):
    out.append(1)
    out.append(2)
    with Manager(out):
        out.append(3)


@jump_test(2, 4)
def out_of_with(out):
    with Manager(out):
        out.append(1)
        out.append(2)
    out.append(3)


@jump_test(1, 40)
def behind(out):
    out.append(1)


@jump_test(1, -5)
def before(out):
    out.append(1)


frame = sys._getframe()
for value in 1, "x", 2.0, True:
    try:
        frame.f_lineno = value
    except ValueError as e:
        print(e)


def events(frame, event, arg):
    if frame.f_code is target.__code__:
        try:
            frame.f_lineno = frame.f_lineno
        except ValueError as e:
            print(event, e)
    return events


def target():
    try:
        1 / 0
    except ZeroDivisionError:
        pass
    return 3


sys.settrace(events)
target()
sys.settrace(None)

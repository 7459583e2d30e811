import sys


def trace(frame, event, argument):
    if event == "line":
        raise RuntimeError("in the tracer")
    return trace


def f():
    x = 1
    return x


sys.settrace(trace)
f()

import sys
import traceback


def hook(kind, value, trace):
    print("caught:", kind.__name__, value, trace.tb_lineno, file=sys.stderr)
    traceback.print_exception(value, limit=-1)


sys.excepthook = hook


def f():
    g()


def g():
    raise ValueError("own")


f()

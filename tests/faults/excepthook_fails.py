import sys


def hook(kind, value, trace):
    raise LookupError("in the hook: " + str(value))


sys.excepthook = hook
{}["x"]

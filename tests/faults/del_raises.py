import sys


class Resource:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        raise RuntimeError("cannot free " + self.name)

    def __repr__(self):
        return "<Resource %s>" % self.name


Resource.__del__.__qualname__ = "Resource.free"
hook = sys.unraisablehook
sys.unraisablehook = lambda info: print("hook:", info.exc_type.__name__, info.exc_value, info.err_msg, file=sys.stderr)
Resource("one")
sys.unraisablehook = lambda info: 1 / 0
sys.unraisablehook = hook
print("end", file=sys.stderr)
1 / 0

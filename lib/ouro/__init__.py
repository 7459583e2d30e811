"""Memory, as this implementation sees it: the heap's figures and limits, what objects hold and what holds them, dumps of all
objects, and limits for tests. What CPython has names for is in `gc`, `sys`, `tracemalloc` and `weakref`.
"""
from _ouro import heap, heap_bytes, limit, on_pressure, stops, trim
from _ouro_dump import dump

__all__ = ["TrackError", "diff", "dominators", "dump", "estimates", "heap", "heap_bytes", "leak_point",
           "limit", "on_pressure", "references", "retained", "retained_each", "sample", "samples", "stops",
           "track", "trim", "why_alive", "why_alive_each"]

_WHERE = {  # what is imported when it is first asked for
    "graph": ("dominators", "references", "retained", "retained_each", "why_alive", "why_alive_each"),
    "sampling": ("estimates", "sample", "samples"),
    "tracking": ("TrackError", "leak_point", "track"),
}


def __getattr__(name):
    for module, names in _WHERE.items():
        if name in names:
            value = globals()[name] = getattr(__import__("ouro." + module, fromlist=(name,)), name)
            return value
    raise AttributeError("module 'ouro' has no attribute %r" % name)


def __dir__():
    return sorted({*globals(), *__all__})


def diff(old, new):
    """What became of the objects of one dump in a later one: an ouro.dumps.Diff. Each is a path, a file, or what
    ouro.dumps.load() gave."""
    from ouro import dumps
    return dumps.diff(old, new)

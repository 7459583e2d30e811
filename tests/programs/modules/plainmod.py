"""A plain module."""
value = 41
counter = 0
counter += 1
_private = "private but importable by name"


def function(x):
    return x + value


def __getattr__(name):
    if name.startswith("dynamic_"):
        return "made " + name
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

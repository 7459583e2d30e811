"""Limits on what a stretch of a program allocates and leaves behind, for tests: ouro.track(). And points for `ouro leaks`."""

_leak_point = None  # what `ouro leaks --between` is told of names by


def leak_point(name):
    """Marks a point of the run by a name, for `ouro leaks --between A B`. Without that nothing happens."""
    if _leak_point is not None:
        _leak_point(name)

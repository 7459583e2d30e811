"""Samples of the program's memory: which lines, stacks and types take it, at next to no cost while it goes on.

Blocks are drawn at random, one for `mean` bytes in the mean: one of b bytes with the probability p = 1 - exp(-b / mean). A
sample stands for 1/p blocks like it, so that sums over samples are unbiased estimates for all blocks. An estimate lies
within two of its standard errors in 95 of 100 cases, when it comes from more than a few samples.
"""
import _ouro_sampling

__all__ = ["Estimate", "Sample", "estimates", "mean", "sample", "samples", "total"]

MEAN = 512 << 10


def sample(mean=MEAN, frames=25, seed=0):
    """Take samples from now on, one for `mean` bytes in the mean, showing so many frames of their stacks; None: take no more,
    and forget those that were taken. What was taken before is forgotten. A seed other than 0 draws the same blocks
    of a program that does the same. tracemalloc may be on as well."""
    if mean is None:
        _ouro_sampling.stop()
        return
    if _ouro_sampling.mean() is not None:
        _ouro_sampling.stop()
    _ouro_sampling.start(mean, frames, seed)


def mean():
    """Bytes from one sample to the next, in the mean; None while none are taken."""
    return _ouro_sampling.mean()


def samples():
    """[Sample, ...] of the blocks in use that were drawn."""
    Sample, tracebacks = _tuples().Sample, _Tracebacks()
    return [Sample(name, size, weight, tracebacks[stack], age)
            for name, size, weight, stack, age in _ouro_sampling.samples()]


def total():
    """The Estimate for all blocks; its key is None."""
    return _estimate(_ouro_sampling.totals())


def estimates(by="line"):
    """[Estimate, ...], the most live bytes first. `by` says what the keys are: "line", the (file, line, function) that
    allocated, None when no program ran; "stack", the whole traceback; "type", the name of an object's type, None for buffers,
    "(unknown)" for objects that were gone before their type was looked at."""
    if by == "type":
        rows = _ouro_sampling.types()
    elif by in ("line", "stack"):
        tracebacks = _Tracebacks()
        rows = [(tracebacks[stack], *figures) for stack, *figures in _ouro_sampling.stacks()]
        if by == "line":
            rows = [(traceback[0] if traceback else None, *figures) for traceback, *figures in rows]
    else:
        raise ValueError('by must be "line", "stack" or "type"')
    sums = {}
    for key, *figures in rows:
        known = sums.get(key)
        sums[key] = figures if known is None else [a + b for a, b in zip(known, figures)]
    result = [_estimate((key, *figures)) for key, figures in sums.items()]
    result.sort(key=lambda row: (-row.live, -row.bytes))
    return result


def _estimate(row):
    key, live, variance, allocated, count, _ = row
    return _tuples().Estimate(key, live, variance ** 0.5, allocated, count)


class _Tracebacks(dict):
    """The tracebacks of stacks, by number."""

    def __missing__(self, stack):
        traceback = self[stack] = _ouro_sampling.traceback(stack)
        return traceback


def _tuples():
    """This module, with the classes of what it gives: collections is no small import, and not everyone needs it."""
    import sys
    if "Sample" not in globals():
        from collections import namedtuple
        global Sample, Estimate
        Sample = namedtuple("Sample", "type bytes weight traceback age", module=__name__)
        Sample.__doc__ = """A block in use: the name of its type (None: a buffer), its size in bytes, how many blocks like it it
stands for, ((file, line, function), ...) of the stack that allocated it, innermost first, and its age in seconds."""
        Estimate = namedtuple("Estimate", "key live error bytes samples", module=__name__)
        Estimate.__doc__ = """What samples tell of all blocks of this key: bytes in use and the standard error of that, bytes
allocated since sampling began, and how many samples this comes from."""
    return sys.modules[__name__]


def __getattr__(name):
    if name in ("Sample", "Estimate"):
        return getattr(_tuples(), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

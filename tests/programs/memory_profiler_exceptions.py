# An exception goes through: no table, and tracing is as it was before.
import functools
import io
import sys

from memory_profiler import LineProfiler, profile

out = io.StringIO()


@profile(stream=out)
def fails(value):
    """Its text."""
    try:
        [][0]
    except IndexError:
        pass
    raise ValueError(value)


try:
    fails("here")
except ValueError as error:
    print(error, repr(out.getvalue()), sys.gettrace())
print(fails.__name__, fails.__doc__, fails.__wrapped__ is not None)

seen = []


def tracer(frame, event, arg):
    seen.append(event)


sys.settrace(tracer)
profile(lambda: None, stream=out)()
print(sys.gettrace() is tracer)
sys.settrace(None)
print("call" in seen)

prof = LineProfiler()
import warnings
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    prof.add_function(len)
print(caught[0].message)

# Functions whose source is nowhere, objects that are no functions: a word about it, and they run all the same.
import functools
import io
import warnings
from memory_profiler import LineProfiler, profile

space = {}
exec("def f(n):\n    return n + 1\n", space)
out = io.StringIO()
print(profile(space["f"], stream=out)(4), repr(out.getvalue()))


class Callable:
    def __call__(self, n):
        return n + 2


with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    prof = LineProfiler()
    prof.add_function(len)
    prof.add_function(functools.partial(int, "5"))
    prof.add_function(Callable())
    for warning in caught:
        print(str(warning.message).partition(" at 0x")[0])
print(dict(prof.code_map))
lines = profile(lambda: [
    1], stream=out)
print(lines(), out.getvalue().count("lines = profile(lambda: ["))

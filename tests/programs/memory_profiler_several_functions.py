# Functions that call each other, all measured: each has its own table, and what is below counts to the line of the call.
import os, sys
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "modules"))
import io
from memory_profiler import LineProfiler, profile, show_results
from memory_tables import rows

out = io.StringIO()


@profile(stream=out, backend="ouro")
def below():
    return bytearray(2 ** 20)


@profile(stream=out, backend="ouro")
def above():
    first = below()
    second = [below() for _ in range(3)]
    return first, second


above()
for row in rows(out.getvalue()):
    print(*row)

prof = LineProfiler(backend="ouro")


@prof
def one():
    return two() + two()


@prof
def two():
    return bytearray(2 ** 20)


one()
two()
out = io.StringIO()
show_results(prof, out)
for row in rows(out.getvalue()):
    print(*row)

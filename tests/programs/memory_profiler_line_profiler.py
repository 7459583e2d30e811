# LineProfiler by hand: functions added, code run, enabled and disabled by count.
import io
import sys

from memory_profiler import LineProfiler, show_results


def f(n):
    return [None] * n


def g():
    return f(3)


prof = LineProfiler(backend="ouro")
prof.add_function(f)
prof.add_function(g)
prof.add_function(f)
f(1)
print(list(prof.code_map.items()))
prof.runctx("f(10); g()", globals(), locals())
for filename, lines in prof.code_map.items():
    for line, figures in lines:
        print(line, figures and figures[2])
print(sys.gettrace())

prof.enable_by_count()
prof.enable_by_count()
prof.disable_by_count()
print(sys.gettrace() is not None, prof.enable_count)
prof.disable_by_count()
prof.disable_by_count()
print(sys.gettrace(), prof.enable_count)

with LineProfiler() as other:
    other.add_function(g)
    g()
out = io.StringIO()
show_results(other, out)
print(out.getvalue().count("Filename"), "return f(3)" in out.getvalue())

third = LineProfiler()
print(third(g)(), third.run("g()") is third)
measured = third.code_map[g.__code__]
print([measured[line][2] for line in sorted(measured)])
print(LineProfiler()(f)(2))


@third
def decorated():
    return 5


@third()
def decorated_with_call():
    return 6


print(decorated(), decorated_with_call(), decorated.__name__)

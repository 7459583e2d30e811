# What a LineProfiler knows: for each line (increment, memory, occurrences); functions within share the outer one's.
import sys
from memory_profiler import LineProfiler


def outer(n):
    def inner(k):
        return [k] * 10
    rows = [inner(i) for i in range(n)]
    return rows


prof = LineProfiler()
prof.add_function(outer)
code = outer.__code__
inner = next(constant for constant in code.co_consts if hasattr(constant, "co_name") and constant.co_name == "inner")
print(prof.code_map[code] is prof.code_map[inner], len(prof.code_map))
prof.runctx("outer(3)", {"outer": outer}, {})
for line, figures in sorted(prof.code_map[code].items()):
    print(line - code.co_firstlineno, [type(figure).__name__ for figure in figures], figures[2], figures[1] > 1)
[(filename, lines)] = prof.code_map.items()
print(filename == __file__ or filename.endswith("memory_profiler_code_map.py"), [line - code.co_firstlineno for line, figures in lines if figures])
prof.runctx("outer(2)", {"outer": outer}, {})
print([figures[2] for line, figures in sorted(prof.code_map[code].items())])
with prof:
    print(sys.gettrace() is not None)
print(sys.gettrace())
for limit in (0.5, 10 ** 9):
    print(LineProfiler(max_mem=limit).max_mem)

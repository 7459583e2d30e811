# The documented names, arguments and defaults; what is beyond them comes last.
import inspect
import memory_profiler
import mprof

for name in ("profile", "memory_usage", "show_results", "choose_backend", "LineProfiler", "TimeStamper", "LogFile"):
    print(name, inspect.signature(getattr(memory_profiler, name)))
for name in ("runctx", "run", "enable", "disable", "enable_by_count", "disable_by_count", "add_function", "wrap_function", "__enter__", "__exit__"):
    print(name, callable(getattr(memory_profiler.LineProfiler, name)))
for name in ("add_function", "wrap_function", "timestamp", "show_results"):
    print(name, callable(getattr(memory_profiler.TimeStamper, name)))
print(memory_profiler.__version__, sorted(mprof.ACTIONS))
print(memory_profiler._get_memory(-1, "psutil") > 1, list(memory_profiler._get_child_memory(-1)))
prof = memory_profiler.LineProfiler()
print(prof.code_map, prof.enable_count, prof.max_mem, prof.backend, prof.include_children)

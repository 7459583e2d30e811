"""sys: the platform, the library's names, and what other modules make of them."""
import importlib
import platform
import sys

print(type(sys.stdlib_module_names).__name__, len(sys.stdlib_module_names))
print(sorted(sys.stdlib_module_names)[:8], "tomllib" in sys.stdlib_module_names)
print(sys.thread_info.name, sys.thread_info.lock, sys.thread_info[2].startswith("NPTL "))
try:
    type(sys.thread_info)()
except TypeError as e:
    print(e)
print(len(sys._git), sys._base_executable == sys.executable)


class A:
    def f(self):
        return 1


a = A()
print(a.f(), sys._clear_type_cache(), a.f())
A.f = lambda self: 2
print(a.f(), sys._clear_type_cache(), a.f())

old = sys.getdlopenflags()
sys.setdlopenflags(old | 0x100)
print(old, sys.getdlopenflags() - old)
for bad in ("x", 2**40):
    try:
        sys.setdlopenflags(bad)
    except (TypeError, OverflowError) as e:
        print(type(e).__name__, e)

print(platform.python_implementation(), platform.python_version(), bool(platform.python_compiler()))
for name in ("wsgiref.simple_server", "os", "genericpath"):
    print(importlib.import_module(name).__name__)

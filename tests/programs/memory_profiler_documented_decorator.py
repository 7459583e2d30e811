# The documentation's decorator with a precision, and with a file for its report.
# modes: release, debug-heap, collect-young, collect-full (a sanitizer's own memory is resident, too)
import os, sys
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "modules"))
import tempfile
from memory_profiler import profile
from memory_tables import form, rows


@profile(precision=4)
def my_func():
    a = [1] * (10 ** 6)
    b = [2] * (2 * 10 ** 7)
    del b
    return a


import contextlib
import io
with contextlib.redirect_stdout(io.StringIO()) as printed:
    my_func()
print(form(printed.getvalue()))
print([round(increment / 7.63, 0) for _, increment, _ in rows(printed.getvalue())])
fp = open(os.path.join(tempfile.mkdtemp(), 'memory_profiler.log'), 'w+')


@profile(stream=fp)
def my_func():
    a = [1] * (10 ** 6)
    b = [2] * (2 * 10 ** 7)
    del b
    return a


my_func()
fp.seek(0)
print(form(fp.read()))

# What goes wrong in a watched function comes through as it is, and nothing of the watch stays behind.
import os
import signal
import sys
from memory_profiler import memory_usage


def raises():
    raise KeyError("inside")


def exits():
    sys.exit(5)


def files():
    return len(os.listdir("/proc/self/fd"))


before = files()
for function in (raises, exits):
    for backend in ("psutil", "ouro"):
        try:
            memory_usage(function, backend=backend)
        except (KeyError, SystemExit) as error:
            print(repr(error))
print(files() - before, signal.getsignal(signal.SIGPROF), signal.getitimer(signal.ITIMER_PROF))
try:
    os.waitpid(-1, os.WNOHANG)
except ChildProcessError:
    print("no child is left")
for arguments, options in (((2 ** 22 + 1,), {}), (((),), {}), (((1, 2, 3, 4),), {}), ((os.getppid(),), {"backend": "ouro"})):
    try:
        memory_usage(*arguments, **options)
    except (ValueError, OSError, NotImplementedError) as error:
        print(type(error).__name__, error)
calls = []
memory_usage(lambda: calls.append(1), interval=1e-7)
print(len(calls))
calls.clear()
memory_usage(lambda: calls.append(1), max_iterations=1)
print(len(calls))

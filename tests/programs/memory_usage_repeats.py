# A call that is too short is repeated with shorter intervals; exceptions end it at once; no process is left.
import os

from memory_profiler import memory_usage

calls = []
memory_usage(lambda: calls.append(1), interval=.1)
print(1 < len(calls) < 9)
for most in (1, 2):
    calls = []
    memory_usage(lambda: calls.append(1), interval=1, max_iterations=most)
    print(len(calls))


def fails():
    calls.append(1)
    raise KeyError("a key")


calls = []
try:
    memory_usage(fails)
except KeyError as error:
    print(error, len(calls))


def exits():
    raise SystemExit(3)


try:
    memory_usage((exits,))
except SystemExit as error:
    print(error.code)
try:
    os.wait()
except ChildProcessError as error:
    print(error.strerror)
before = len(os.listdir("/proc/self/fd"))
for _ in range(5):
    memory_usage((len, ("",)), max_iterations=1)
print(len(os.listdir("/proc/self/fd")) - before)

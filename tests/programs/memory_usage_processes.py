# memory_usage() of processes: this one, another's id, a Popen.
import io
import os
import re
import subprocess
import sys
import time

from memory_profiler import memory_usage

CHILD = "import sys, time; x = bytearray(b'x') * 30000000; print('ready', flush=True); time.sleep(0.5)"

here = memory_usage()
print(len(here), type(here[0]), here[0] > 1)
print(abs(memory_usage(os.getpid())[0] - here[0]) < 4)
print(len(memory_usage(-1, interval=.02, timeout=.1)))
print(len(memory_usage(-1, .02, .1, True)[0]))
print(type(memory_usage(max_usage=True)))
memory, when = memory_usage(timestamps=True)[0]
print(abs(when - time.time()) < 5)


def start():
    process = subprocess.Popen([sys.executable, "-c", CHILD], stdout=subprocess.PIPE)
    process.stdout.readline()
    return process


with start() as child:
    figures = memory_usage(child.pid, interval=.02, timeout=.1)
    print(len(figures), all(figure > 28 for figure in figures))
with start() as child:
    figures = memory_usage(child, interval=.05)
    print(len(figures) >= 4, figures[0] > 28, child.poll())
with start() as child:
    print(memory_usage(child, interval=.05, max_usage=True) > 28)
with start() as child:
    print(len(memory_usage(child, interval=.05, timeout=.1)), child.poll())
with start() as child:
    out = io.StringIO()
    print(memory_usage(child, interval=.1, stream=out, multiprocess=True))
    print(all(re.fullmatch(r"MEM \d+\.\d{6} \d+\.\d{4}", line) for line in out.getvalue().splitlines()))
try:
    memory_usage(2 ** 22 + 1)
except ProcessLookupError as error:
    print(error)

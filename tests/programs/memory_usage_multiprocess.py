# Each of a process's children by itself: lists in lists, or CHLD lines with the ids of the processes.
import io
import os
import re
import subprocess
import sys
from memory_profiler import memory_usage

GRANDCHILD = "import sys; x = bytearray(b'x') * 20_000_000; print('ready', flush=True); sys.stdin.read()"
CHILD = "import subprocess, sys; y = bytearray(b'y') * 40_000_000; subprocess.run([sys.executable, '-c', %r])" % GRANDCHILD


def start(code):
    process = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    process.stdout.readline()
    return process


with start(CHILD) as process:
    figures = memory_usage(process, interval=.01, timeout=.03, multiprocess=True)
    print(len(figures), {len(row) for row in figures}, figures[0][0] > 38, 18 < figures[0][1] < figures[0][0])
    [[(memory, when), child]] = memory_usage(process.pid, multiprocess=True, timestamps=True)
    print(memory > 38, when > 1e9, child > 18)
    summed = memory_usage(process.pid, multiprocess=True, include_children=True)[0]
    print(abs(summed[0] - summed[1] - memory) < 2)
    out = io.StringIO()
    print(memory_usage(process.pid, interval=.01, timeout=.03, multiprocess=True, stream=out))
    lines = [line.split() for line in out.getvalue().splitlines()]
    print([line[0] for line in lines], {int(line[1]) == process.pid for line in lines if line[0] == "CHLD"})
    print(all(re.fullmatch(r"CHLD \d+ \d+\.\d{6} \d+\.\d{4}", " ".join(line)) for line in lines[1::2]))
    print(len(memory_usage(multiprocess=True)[0]), memory_usage(process.pid, multiprocess=True, max_usage=True) > 38)
with start(GRANDCHILD) as process:
    print(memory_usage(process.pid, multiprocess=True)[0][1:])

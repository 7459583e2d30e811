# Children of the function: summed, told apart, and waited for by the function itself without seeing the watch.
import io
import os
import re
import subprocess
import sys
import time

from memory_profiler import memory_usage

CHILD = "import time; x = bytearray(b'x') * (40 * 2 ** 20); time.sleep(0.6)"
NEST = "import subprocess, sys; subprocess.run([sys.executable, '-c', %r])" % CHILD


def starts(code):
    subprocess.Popen([sys.executable, "-c", code])
    return os.wait()[1]


for code in (CHILD, NEST):
    alone, status = memory_usage((starts, (code,)), interval=.05, retval=True)
    summed, _ = memory_usage((starts, (code,)), interval=.05, include_children=True, retval=True)
    print(status, max(summed) - max(alone) > 38)


def forks():
    block = bytearray(b"x") * 2 ** 20
    child = os.fork()
    if child == 0:
        time.sleep(0.2)
        os._exit(7)
    return os.waitstatus_to_exitcode(os.wait()[1])


print(memory_usage(forks, interval=.02, retval=True)[1])


def leaves():
    if os.fork() == 0:
        time.sleep(2)
        os._exit(0)


started = time.monotonic()
memory_usage(leaves, interval=.01, max_iterations=1)
print(time.monotonic() - started < 1.5)

with subprocess.Popen([sys.executable, "-c", NEST]) as process:
    out = io.StringIO()
    memory_usage(process, interval=.05, stream=out, multiprocess=True)
    lines = [line.split() for line in out.getvalue().splitlines()]
    print(sorted({line[0] for line in lines}), max(float(line[2]) for line in lines if line[0] == "CHLD") > 38)
    print(all(re.fullmatch(r"CHLD \d+ \d+\.\d{6} \d+\.\d{4}", " ".join(line)) for line in lines if line[0] == "CHLD"))
with subprocess.Popen([sys.executable, "-c", NEST]) as process:
    print(memory_usage(process, interval=.05, include_children=True, max_usage=True) > 42)

# mprof attach and run --attach: another process is recorded until it ends.
import os
import subprocess
import sys
import tempfile
import time

os.chdir(tempfile.mkdtemp())
CHILD = "import sys; x = bytearray(b'x') * 30000000; print('ready', flush=True); sys.stdin.read()"


def wait_for_samples(filename, watch):
    """Until some were written, or nobody writes any more."""
    while watch.poll() is None:
        if os.path.exists(filename):
            with open(filename) as file:
                if file.read().count("\n") > 5:
                    return
        time.sleep(0.02)


for words in (["attach", "-T", "0.02", "-o", "a.dat"], ["run", "--attach", "-T", "0.02", "-o", "b.dat"],
              ["attach", "-T", "0.02", "-t", "0.1", "-o", "c.dat"]):
    child = subprocess.Popen([sys.executable, "-c", CHILD], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    child.stdout.readline()
    command = [sys.executable, "-m", "mprof", *words, str(child.pid)]
    watch = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    wait_for_samples(words[-1], watch)
    child.communicate()
    print(watch.communicate()[0].replace(str(child.pid), "PID"), watch.returncode)
    with open(words[-1]) as file:
        lines = file.read().splitlines()
    print(lines[0].replace(sys.executable, "ouro"))
    print(all(line.startswith("MEM ") for line in lines[1:]), len(lines) > 3, float(lines[1].split()[1]) > 28)
for pid in ("4194305", "word"):
    done = subprocess.run([sys.executable, "-m", "mprof", "attach", pid], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    print(done.returncode, done.stdout, done.stderr, end="")

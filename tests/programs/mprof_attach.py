# mprof attach and run --attach: another process is recorded until it ends.
import os
import subprocess
import sys
import tempfile

os.chdir(tempfile.mkdtemp())
CHILD = "import time; x = bytearray(b'x') * 30000000; print('ready', flush=True); time.sleep(0.6)"

for words in (["attach", "-T", "0.02", "-o", "a.dat"], ["run", "--attach", "-T", "0.02", "-o", "b.dat"],
              ["attach", "-T", "0.02", "-t", "0.1", "-o", "c.dat"]):
    child = subprocess.Popen([sys.executable, "-c", CHILD], stdout=subprocess.PIPE)
    child.stdout.readline()
    command = [sys.executable, "-m", "mprof", *words, str(child.pid)]
    watch = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    child.wait()
    print(watch.communicate()[0].replace(str(child.pid), "PID"), watch.returncode)
    with open(words[-1]) as file:
        lines = file.read().splitlines()
    print(lines[0].replace(sys.executable, "ouro"))
    print(all(line.startswith("MEM ") for line in lines[1:]), len(lines) > 3, float(lines[1].split()[1]) > 28)
for pid in ("4194305", "word"):
    done = subprocess.run([sys.executable, "-m", "mprof", "attach", pid], stderr=subprocess.PIPE, text=True)
    print(done.returncode, done.stderr, end="")

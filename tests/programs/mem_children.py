# ouro mem: other processes that a program starts are named, and do not write into its capture.
import os
import re
import subprocess
import sys
import tempfile

folder = tempfile.mkdtemp()
with open(os.path.join(folder, "program.py"), "w") as file:
    file.write("""import os, subprocess, sys
pid = os.fork()
if pid == 0:
    garbage = [bytes(1000) for n in range(5000)]
    sys.exit(3)
print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
subprocess.run([sys.executable, "-c", "x = bytearray(b'x') * 40000000"])
kept = [bytes(1000) for n in range(2000)]
for n in range(5):
    subprocess.run(["true", str(n)])
os.closerange(3, 1000)  # as daemons do: the record stops, the program does not
with open("other.txt", "w") as other:
    more = [bytes(1000) for n in range(2000)]
    other.write("untouched")
print(open("other.txt").read())
""")
for options in ([], ["--exact"]):
    done = subprocess.run([sys.executable, "mem", *options, "--keep", "run.capture", "program.py"], stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, text=True, cwd=folder)
    print(done.returncode, repr(done.stderr))
    print(*done.stdout.splitlines()[:2])
    for line in done.stdout.splitlines():
        if "it started" in line:
            print(re.sub(r"\d{2,}", "PID", line.replace(sys.executable, "ouro"))[:60])
    print("program.py:4" in done.stdout, "program.py:8" in done.stdout)
    print(os.path.getsize(os.path.join(folder, "run.capture")) < 1 << 20)

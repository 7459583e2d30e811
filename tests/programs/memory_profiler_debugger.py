# --pdb-mmem: the debugger is entered where the memory passes the limit, once, in a function under @profile.
# modes: release, debug-heap, collect-young, collect-full (a sanitizer's own memory is resident, too)
import os, sys
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "modules"))
import re
import subprocess
import tempfile

with open(os.path.join(tempfile.mkdtemp(), "my_script.py"), "w") as file:
    file.write('''import sys

def not_profiled():
    return [0] * 20_000_000

@profile
def grows():
    kept = []
    for number in range(4):
        kept.append(bytearray(b"x") * 40_000_000)
        size = sum(map(len, kept))
    return size

not_profiled()
print(grows(), sys.argv[1:])
''')


def run(limit, commands):
    done = subprocess.run([sys.executable, "-m", "memory_profiler", "--pdb-mmem=%s" % limit, file.name, "an", "argument"],
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, input=commands)
    print(re.sub(r"\d+\.\d+ MiB exceeded", "N MiB exceeded", done.stdout.replace(file.name, "my_script.py")), done.stderr, done.returncode)


run(100, "p number, len(kept)\nn\np size\nc\n")
run(100000, "")

# How programs are run: by this interpreter, by the one that is named, as they are; words with blanks are quoted.
import os, sys
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "modules"))
import re
import subprocess
import tempfile

os.chdir(tempfile.mkdtemp())
with open("p.py", "w") as file:
    file.write("import sys\nprint(sys.argv[1:], 'profile' in dir(__builtins__))\n")
with open("module.py", "w") as file:
    file.write("import sys\nprint(__name__, sys.argv[1:])\n")
with open("script", "w") as file:
    file.write("#!/bin/sh\necho shell $1\nexit 3\n")
os.chmod("script", 0o755)
os.symlink(sys.executable, "python-of-ours")


def mprof(*words):
    done = subprocess.run([sys.executable, "-m", "mprof", "run", "-T", "0.01", "-o", "a.dat", *words], stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, text=True)
    with open("a.dat") as file:
        first = file.readline().strip()
    os.remove("a.dat")
    print(re.sub("mprof: Sampling.*\n", "", done.stdout) + done.stderr, done.returncode, first.replace(sys.executable, "ouro"), "\n")


mprof("p.py", "a b", "c")
mprof("--python", "./python-of-ours", "p.py", "1")
mprof("--python", "module", "2")
mprof("-E", "./script", "x")
mprof("./script", "two\nlines")
mprof("--nopython", "./python-of-ours", "p.py")

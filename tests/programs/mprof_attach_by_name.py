# mprof attach finds a process by a part of its name.
import os, sys
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "modules"))
import shutil
import subprocess
import tempfile

os.chdir(tempfile.mkdtemp())
shutil.copy(shutil.which("cat"), "a-strange-cat")
cat = subprocess.Popen([os.path.abspath("a-strange-cat"), "-u"], stdin=subprocess.PIPE)


def mprof(*words):
    done = subprocess.run([sys.executable, "-m", "mprof", *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    print(done.stdout + done.stderr, done.returncode)


mprof("attach", "-T", "0.01", "-t", "0.05", "-o", "a.dat", "strange-c")
mprof("run", "-a", "-T", "0.01", "-t", "0.05", "-o", "b.dat", "a-strange-cat")
for name in ("a.dat", "b.dat"):
    with open(name) as file:
        lines = file.read().splitlines()
    print(lines[0].endswith("a-strange-cat -u"), len(lines))
cat.communicate()
mprof("attach", "a-strange-cat")
mprof("attach", "no process has such a name")

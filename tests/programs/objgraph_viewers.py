# Which program shows the graph: xdot, else dot, else none is needed. The programs are stand-ins that write what they were asked.
import contextlib
import io
import os
import re
import tempfile
import time
import objgraph

folder = tempfile.mkdtemp()
os.chdir(folder)
tempfile.tempdir = folder
bin = os.path.join(folder, "bin")
os.mkdir(bin)
os.environ["PATH"] = bin


def program(name, text):
    path = os.path.join(bin, name)
    with open(path, "w") as file:
        file.write("#!/bin/sh\n" + text)
    os.chmod(path, 0o755)


def show(**options):
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        objgraph.show_refs([[1]], **options)
    print(re.sub(r"objgraph-\w+", "objgraph-X", printed.getvalue()).replace(folder, "F"), end="")


print("-- nothing installed")
show()
show(filename="a.svg")
show(filename="a.gif")
print("-- dot")
program("dot", 'echo "$@" > asked\nexit 0\n')
show()
show(filename="a.gif")
with open("asked") as file:
    print(re.sub(r"objgraph-\w+", "objgraph-X", file.read()).replace(folder, "F"), end="")
print("-- dot fails")
program("dot", "exit 3\n")
show(filename="a.png")
print("-- xdot")
program("xdot", 'echo "$@" > seen.part\n/bin/mv seen.part seen\n')
show()
for _ in range(6000):
    if os.path.exists("seen"):
        break
    time.sleep(0.01)
with open("seen") as file:
    print(file.read().strip().endswith(".dot"))
show(filename="a.dot")

# ouro mem: beside a line stands the type of most that it allocated, in samples and exactly; at the end what lived until then.
import os
import re
import subprocess
import sys
import tempfile

folder = tempfile.mkdtemp()
with open(os.path.join(folder, "program.py"), "w") as file:
    file.write("""class Node:
    __slots__ = "value",
class Outer:
    class Inner(Node): __slots__ = ()
texts = ["%050d" % n for n in range(12000)]
nodes = [Node() for n in range(40000)]
inner = [Outer.Inner() for n in range(30000)]
lists = list(range(0, 100)) * 4000
pairs = [(n, n) for n in range(20000)]
table = {}
for n in range(300000):
    table[n % 30000] = None
data = b"x" * 1500000
import array
numbers = array.array("d", bytes(1600000))
""")
for options in (["--mean", "4K"], ["--exact"]):
    out = subprocess.run([sys.executable, "mem", "--top", "30", *options, "program.py"], stdout=subprocess.PIPE, text=True, cwd=folder).stdout
    assert "by line, what was live" in out, out
    found = dict(re.findall(r"%  program.py:(\d+) +(.*)", out.split("by line, ")[1]))
    print(*["%s %s" % (line, found[line].split()[0] if line in found else "?") for line in "5 6 7 8 9 12 13".split()], sep="; ")
    print(found["15"].split()[0])  # buffers are of no type

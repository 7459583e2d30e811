# Advice: each kind where its gain was measured, and none for a program very like it.
# slow: the programs allocate much
import os
import re
import subprocess
import sys
import tempfile

from ouro import advice, captures

folder = tempfile.mkdtemp()
CLASS = """class Point:
    %s
    def __init__(self, x, y, z):
        self.x, self.y, self.z = x, y, z
points = [Point(None, n %% 7, None) for n in range(%d)]
"""
NODES = """class Node:
    def __init__(self, parent):
        self.parent, self.children = %s, []
import weakref
def family():
    root = Node(None)
    root.children += [Node(root) for _ in range(20)]
for n in range(2000):
    family()
"""
PAIRS = [
    ("slots", CLASS % ("a = 1", 60000), CLASS % ("__slots__ = ('x', 'y', 'z')", 60000)),
    ("slots", CLASS % ("a = 1", 60000), CLASS % ("a = 1", 600)),
    ("boxes", "kept = [n * 0.5 for n in range(100000)]", "import array\nkept = array.array('d', (n * 0.5 for n in range(100000)))"),
    ("boxes", "kept = [n * 1000 for n in range(100000)]", "kept = [n % 100 for n in range(300000)]"),
    ("boxes", "kept = [n * 1000 for n in range(100000)]", "names = [n * 1000 for n in range(100000)]\nkept = {n: n for n in names}"),
    ("generator", "def f(n):\n    return sum([i * i for i in range(n)])\nf(200000)",
     "def f(n):\n    return sum(i * i for i in range(n))\nf(200000)"),
    ("generator", "def f(n):\n    rows = [str(i) for i in range(n)]\n    for row in rows:\n        len(row)\nf(100000)",
     "def f(n):\n    rows = [str(i) for i in range(n)]\n    for row in rows:\n        len(row)\n    return rows[-1]\nf(100000)"),
    ("generator", "def f(n):\n    return max(list(map(str, range(n))))\nf(100000)",
     "def f(n):\n    return sum([i * i for i in range(n)])\nfor _ in range(300): f(1000)"),
    ("slices", "def f(data):\n    while data:\n        data = data[1:]\nf(list(range(3000)))",
     "def f(data):\n    while data:\n        data = data[:-1] if len(data) > 3200 else data[1:200]\nf(list(range(3300)))"),
    ("slices", "def f(data):\n    return sum(sum(data[n:n + 5000]) for n in range(400))\nf(list(range(6000)))",
     "import itertools\ndef f(data):\n    return sum(sum(itertools.islice(data, n, n + 5000)) for n in range(400))\nf(list(range(6000)))"),
    ("joins", "def f(n):\n    done = ()\n    for i in range(n):\n        done += (i,)\n    return done\nf(3000)",
     "def f(n):\n    done = []\n    for i in range(n):\n        done += (i,)\n    return tuple(done)\nf(300000)"),
    ("joins", "def f(n):\n    done = b''\n    for i in range(n):\n        done += b'some bytes'\n    return done\nf(3000)",
     "def f(n):\n    done = []\n    for i in range(n):\n        done.append(b'some bytes')\n    return b''.join(done)\nf(300000)"),
    ("cycles", NODES % "parent", NODES % "parent and weakref.ref(parent)"),
]


def find(code, *options):
    program, capture = os.path.join(folder, "program.py"), os.path.join(folder, "capture")
    with open(program, "w") as file:
        file.write(code + "\n")
    subprocess.run([sys.executable, "-X", ",".join(["capture=" + capture, *options]), program], check=True)
    return advice.find(captures.read(capture))


def round_figures(text):
    return re.sub(r"\d[\d.,]* (KiB|MiB|GiB|ms|µs|s)\b", "N", re.sub(r"\d{2,3},\d{3}", "COUNT", text))


for kind, wasteful, thrifty in PAIRS:
    for options in (["mean=4K"], ["exact"]):
        given = [one for one in find(wasteful, *options) if one.kind == kind]
        spared = [one for one in find(thrifty, *options) if one.kind == kind]
        print(kind, len(given), len(spared), *[round_figures(one.text) for one in given + spared] if options == ["exact"] else "")

# What instances with __slots__ were said to take is what they take.
sizes = set()
for options in (["mean=4K"], ["exact"]):
    for code in (CLASS % ("a = 1", 60000), CLASS % ("__slots__ = ('x', 'y', 'z')", 60000)):
        find(code, *options)
        capture = captures.read(os.path.join(folder, "capture"))
        count, size = capture.peak_census().rows["Point"]
        sizes.add((size // count, [row.slots for time, rows in capture.layouts[-1:] for row in rows if row.type == "Point"] != []))
print(sorted(sizes))

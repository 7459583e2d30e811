# Flame graphs of several recordings stand one below the other, a function in the same colour in each.
import os, sys
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "modules"))
import re
import tempfile
from recordings import make, run

os.chdir(tempfile.mkdtemp())
make("a.dat", functions=[("m.main", 1, 9, 0), ("m.part", 2, 4, 1), ("m.deep", 2.5, 3, 2)])
make("b.dat", command="other.py", functions=[("m.main", 0, 10, 0), ("m.other", 5, 9, 1)])
make("none.dat")
run("plot", "-f", "-o", "one.svg", "a.dat")
run("plot", "-f", "-o", "three.svg", "a.dat", "b.dat", "none.dat", "-t", "All")
run("plot", "-f", "-o", "window.svg", "-w", "2.2,2.4", "a.dat")
for name in ("one.svg", "three.svg", "window.svg"):
    with open(name) as file:
        text = file.read()
    boxes = re.findall(r'<rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" [^>]*fill="(#\w+)"[^>]*><title>([^:<]*)', text)
    print(name, re.search(r'height="(\d+)"', text)[1])
    for x, y, width, ink, title in boxes:
        print("   ", title, ink, round(float(x)), round(float(y)), round(float(width)))
    print([word for word in re.findall(">([^<>]+)</text>", text) if not word[0].isdigit()])

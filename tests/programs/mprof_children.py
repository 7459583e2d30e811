# Children are drawn each by itself; of very many, the largest are named.
import os, sys
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "modules"))
import re
import tempfile
from recordings import make, run

os.chdir(tempfile.mkdtemp())
make("few.dat", children=[(101, 30), (102, 20)])
make("many.dat", children=[(number, number) for number in range(1, 41)])
for name in ("few", "many"):
    run("plot", "-o", name + ".svg", name + ".dat")
    with open(name + ".svg") as file:
        text = file.read()
    print(text.count("<polyline") - text.count('stroke="#e2e4e8"'), re.findall(r">([^<>]*child[^<>]*)</text>", text))
run("plot", "-o", "both.png", "few.dat", "many.dat")
print(os.path.getsize("both.png") > 5000)

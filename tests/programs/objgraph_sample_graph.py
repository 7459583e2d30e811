# A picture of a list, with graphviz hidden and with whatever is installed: both can be read back.
import os, sys
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "modules"))
import re
import tempfile
import objgraph
from picture_files import read_png

os.chdir(tempfile.mkdtemp())
os.environ["TMPDIR"] = tempfile.tempdir = os.getcwd()
x = "hello"
y = [x, [x], list(x), dict(x=x)]


def show(name):
    objgraph.show_refs([y], filename=name)
    width, height, pixels = read_png(name)
    seen = set(pixels)
    red = sum(r > 200 and g < 60 and b < 60 for r, g, b in pixels)
    print(100 < width < 2000, 100 < height < 2000, (255, 255, 255) in seen, (0, 0, 0) in seen, red > 20)
    # Boxes grow darker with their distance from the first: two greys beside white.
    print(all(any(pixels.count((v + i,) * 3) > 500 for i in (-1, 0, 1)) for v in (round(255 * 0.766667), round(255 * 0.533333))))


objgraph.print = lambda text: print(re.sub(r"/\S+\.dot", "X.dot", text))
show("sample-graph.png")
os.environ["PATH"] = "/nowhere"
show("hidden.png")
objgraph.show_refs([y], filename="hidden.svg")
with open("hidden.svg", encoding="utf-8") as file:
    text = file.read()
print(sorted(re.findall("<text[^>]*>([^<]*)</text>", text)))
print(text.count('class="node"'), text.count('class="edge"'))
objgraph.show_refs([y], filename="hidden.pdf")
objgraph.show_refs([y], filename="UPPER.PNG")
print(os.path.exists("hidden.pdf"), os.path.getsize("UPPER.PNG") > 1000)

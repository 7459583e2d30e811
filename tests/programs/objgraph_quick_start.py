# The documentation's first example: what y refers to, as text and as the file that is named.
import os, sys
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "modules"))
import contextlib
import io
import re
import tempfile
import objgraph
from graph_text import draw

x = []
y = [x, [x], dict(x=x)]
draw(objgraph.show_refs, [y])
os.chdir(tempfile.mkdtemp())
printed = io.StringIO()
with contextlib.redirect_stdout(printed):
    objgraph.show_refs([y], filename='sample-graph.png')
print(re.sub(r"(?<=Graph written to )\S+(?=\.dot)", "...", printed.getvalue()), end="")
print(os.listdir())
with open(re.search(r"\S+\.dot", printed.getvalue())[0]) as file:
    text = file.read()
os.remove(file.name)
output = io.StringIO()
objgraph.show_refs([y], output=output)
print(text == output.getvalue())

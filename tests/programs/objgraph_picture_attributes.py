# What a drawing makes of the attributes of nodes and edges: colours, shapes, dashes, sizes, tips.
import os
import re
import tempfile
import _graph_dot
import _graph_picture

os.chdir(tempfile.mkdtemp())
TEXT = r'''digraph {
  node[style=filled];
  a[label="box", shape=box, fillcolor="0,0,1"];
  b[label="two\nlines", shape=circle, fillcolor=lightblue, color=red];
  c[label="d\\e\"f", shape=doublecircle, fillcolor="#102030", fontcolor=white, fontsize=20];
  d[shape=plaintext, tooltip="<tip>", style=""];
  e[label="", shape=box, fillcolor="0.3,1,1", style="filled,dashed"];
  a -> b [label="one", color=blue];
  a -> c [style=dotted, label="two\nlines", weight=7];
  a -> a [label="self", style=dashed];
  b -> a; b -> d -> e;
  a -> e [fontcolor=nonsense, fontsize=x, weight=y];
}'''
_graph_picture.draw(_graph_dot.read(TEXT), "x.svg")
with open("x.svg", encoding="utf-8") as file:
    text = file.read()
for part in re.sub(r"-?\d+\.\d\d", "N", re.sub(r' d="[^"]*"| (width|height|viewBox)="\d[^"]*"', "", text)).splitlines():
    print(part)
_graph_picture.draw(_graph_dot.read(TEXT), "x.png")
print(os.path.getsize("x.png") > 3000)
for given in ("red", "RED", "#ff8000", "#ff8000c0", "0.6,0.6,1", "0.5 1 0.5", "0,0,0.766667", "nonsense", "", None, "#xyzxyz", "9,9,9"):
    print(given, _graph_picture.colour(given, "none"))

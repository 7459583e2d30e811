# Files: .dot as it is, other formats by graphviz where it is installed.
import os
import re
import tempfile
import objgraph

folder = tempfile.mkdtemp()
os.chdir(folder)
path = "graph.dot"
answer = objgraph.show_refs([[1, [2]]], filename=path)
with open(path) as file:
    text = file.read()
print(answer, text.startswith("digraph ObjectGraph {\n"), text.endswith("}\n"), text.count("label="))
os.remove(path)
os.rmdir(folder)
try:
    objgraph.show_refs([[]], filename="x.dot", output=open(os.devnull, "w"))
except ValueError as e:
    print(e)

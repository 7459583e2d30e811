# Every character below 256 as a key: the text is valid DOT, and what stands in it is what went in.
import os, sys
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "modules"))
import contextlib
import io
import tempfile
import objgraph
import _graph_dot

os.chdir(tempfile.mkdtemp())
all_the_chars = dict((chr(i), i) for i in range(256))
objgraph.show_refs(all_the_chars, too_many=600, filename='all-the-chars.dot')
with open('all-the-chars.dot', encoding="utf-8") as file:
    graph = _graph_dot.read(file.read())
print(len(graph.nodes), len(graph.edges))
keys = {_graph_dot.plain(attributes["label"]) for _, _, attributes in graph.edges}
wanted = {c if c.isidentifier() and c.isascii() else "str\n" + repr(c) for c in all_the_chars}
print(sorted(keys - wanted), sorted(wanted - keys))
strange = ['"', "\\", '\\"', "a\\nb", "\0", "\x01", "\u4e00", "\ud800", "<b>&amp;", "{|}", "]]>", "// no", "/* no */", "->", "%s"]
objgraph.show_refs([strange], filename='strange.dot', too_many=20, extra_info=lambda o: "\ud800" if o is strange else o)
with open('strange.dot', encoding="utf-8") as file:
    graph = _graph_dot.read(file.read())
labels = [_graph_dot.plain(attributes["label"]) for attributes in graph.nodes.values()]
print(labels[0].split("\n")[2:])
print({label.split("\n")[1] for label in labels[1:]} == {repr(s) for s in strange})
os.environ["PATH"] = "/nowhere"
with contextlib.redirect_stdout(io.StringIO()):
    objgraph.show_refs([strange], filename='strange.svg', too_many=20)
with open('strange.svg', encoding="utf-8") as file:
    text = file.read()
print(len(text) > 1000, "\0" in text, "]]>" in text, "'&lt;b&gt;&amp;amp;'" in text)

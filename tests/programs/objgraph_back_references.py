# The documentation's second example: what holds x. The module's namespace is among it, and its names label the edges.
import io
import re
import objgraph

x = []
y = [x, [x], dict(x=x)]
output = io.StringIO()
objgraph.show_backrefs([x], output=output)
text = output.getvalue()
node = "o%d" % id(x)
print(text.startswith("digraph ObjectGraph {\n"), "  %s[fontcolor=red];\n" % node in text)
holders = re.findall(r"  (\w+) -> %s(.*);" % node, text)
print(sorted(label for _, label in holders))
names = {"o%d" % id(y): "y", "o%d" % id(y[1]): "y[1]", "o%d" % id(y[2]): "y[2]", "o%d" % id(globals()): "globals()"}
print(sorted(names.get(name, "?") for name, _ in holders))
print('  o%d -> o%d [label="y",weight=2];\n' % (id(globals()), id(y)) in text)
print('  o%d -> o%d [label="__dict__",weight=10];\n' % (id(__import__("__main__")), id(globals())) in text)

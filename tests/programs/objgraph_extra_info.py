# A line of one's own for each node, with which an object is found again.
import io
import re
import objgraph

x = []
y = [x, [x], dict(x=x)]
output = io.StringIO()
objgraph.show_refs([y], extra_info=lambda x: hex(id(x)), output=output)
labels = re.findall(r'\[label="([^"]*)"\]', output.getvalue())
print(sorted(label.split("\\n")[:2] for label in labels if "items" in label))
print({int(label.split("\\n")[-1], 16) for label in labels if "items" in label} == {id(x), id(y), id(y[1]), id(y[2])})
print(objgraph.at(id(x)) is x)
a = 'a string'
print(objgraph.at(id(a)))
output = io.StringIO()
objgraph.show_refs([x], extra_info=lambda o: 5, output=output)
print('label="list\\n0 items\\n5"' in output.getvalue())
try:
    objgraph.show_refs([x], extra_info=lambda o: o.nothing, output=io.StringIO())
except AttributeError as error:
    print(error)

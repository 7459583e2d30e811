# Objects without referrers: counted, listed by type, drawn with their reference counts.
import io
import re
import objgraph

roots = objgraph.get_leaking_objects()
print(isinstance(roots, list), all(isinstance(n, int) for n in objgraph.typestats(roots).values()))
print(sum(objgraph.typestats(objects=roots).values()) == len(roots))
output = io.StringIO()
objgraph.show_most_common_types(objects=roots, file=output)
print(len(output.getvalue().splitlines()) <= 10)
output = io.StringIO()
objgraph.show_refs(roots[:3], refcounts=True, output=output)
text = output.getvalue()
print(text.count("[fontcolor=red]") == len(roots[:3]), len(re.findall(r'label="[^"]*\[\d+\]', text)) >= len(roots[:3]))
held = [[]]
print(objgraph.get_leaking_objects([held, held[0], {}]) == [held, {}], objgraph.get_leaking_objects([]))
print(objgraph.get_leaking_objects(iter([held, held[0]])) == [held])

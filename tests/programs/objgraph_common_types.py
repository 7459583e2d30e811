# The table of the most common types.
import io
import objgraph

class AClassOfALongName:
    pass

objects = [AClassOfALongName() for _ in range(5)] + [[] for _ in range(12)] + [(1,), {}]
objgraph.show_most_common_types(objects=objects)
objgraph.show_most_common_types(objects=objects, limit=1)
output = io.StringIO()
objgraph.show_most_common_types(objects=objects, shortnames=False, file=output, filter=lambda o: type(o) is not tuple)
print(repr(output.getvalue()))

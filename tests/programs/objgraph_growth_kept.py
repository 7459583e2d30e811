# Without a dict of the caller's, growth() keeps the highest counts itself, from call to call.
import io
import objgraph


class Thing:
    pass


def rows():
    return [row for row in objgraph.growth(limit=None) if row[0] == "Thing"]


things = [Thing()]
print(rows(), rows())
things += [Thing(), Thing()]
print(rows(), rows())
del things[1:]
print(rows())
things += [Thing(), Thing(), Thing()]
print(rows())
things.append(Thing())
output = io.StringIO()
objgraph.show_growth(limit=None, file=output)
print([line.split() for line in output.getvalue().splitlines() if line.startswith("Thing")])
output = io.StringIO()
objgraph.show_growth(limit=None, file=output, filter=lambda o: False)
print(repr(output.getvalue()))

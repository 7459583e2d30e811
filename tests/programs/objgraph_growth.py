# What has grown since the highest count so far, and not what came back to it.
import io
import objgraph

class Foo:
    pass

class Longer_name:
    pass

foos, longer, peaks = [Foo()], [], {}
only = lambda o: isinstance(o, (Foo, Longer_name))
print(objgraph.growth(peak_stats=peaks, filter=only))
print(objgraph.growth(peak_stats=peaks, filter=only))
foos += [Foo() for _ in range(5)]
longer += [Longer_name() for _ in range(12)]
print(objgraph.growth(peak_stats=peaks, filter=only, limit=1), sorted(peaks.items()))
foos += [Foo() for _ in range(50)]
longer += [Longer_name() for _ in range(3)]
objgraph.show_growth(peak_stats=peaks, filter=only)
del foos[3:]
foos += [Foo() for _ in range(20)]
objgraph.show_growth(peak_stats=peaks, filter=only)
longer += [Longer_name()]
output = io.StringIO()
objgraph.show_growth(peak_stats=peaks, filter=only, shortnames=False, file=output)
print(repr(output.getvalue()))

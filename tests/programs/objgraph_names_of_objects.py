# The second line of a label: names, sizes, places, what an object calls itself.
import io
import os, sys
import re
import types
import objgraph


class Thing:
    def method(self):
        pass

    def __repr__(self):
        return "r" * 100


class Text(str):
    def __getitem__(self, index):
        raise ValueError("no")


class Strange:
    def __repr__(self):
        return Text("strange")


class NamedByNumber:
    __name__ = 5

    def __repr__(self):
        return "numbered"


def function():
    frames.append(sys._getframe())


frames = []
function()
bound = types.MethodType(NamedByNumber(), Thing()) if callable(NamedByNumber()) else None
values = [Thing(), Thing().method, Thing, len, [].append, os, (lambda: 1), frames[0], (1, 2), [3], {4: 5}, {6}, frozenset((7,)),
          Strange(), "text" * 20, b"bytes", 1.5, None, 10 ** 60, type, types.ModuleType("m"), iter([])]
for value in values:
    output = io.StringIO()
    objgraph.show_refs([value], max_depth=0, output=output)
    label = re.search(r'label="([^"]*)"', output.getvalue())[1]
    print(re.sub("0x[0-9a-f]+", "0x", label.replace(__file__, "FILE")))

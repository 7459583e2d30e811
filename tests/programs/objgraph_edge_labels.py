# Edges carry the names by which one object refers to another.
import io
import re
import objgraph

def labels(o, **kwargs):
    output = io.StringIO()
    objgraph.show_refs([o], max_depth=1, too_many=100, output=output, **kwargs)
    return sorted(set(re.findall(r"-> \w+ (.*);", output.getvalue())))

class A:
    def method(self):
        pass

def outer():
    cell = []
    def inner(a=(1, 2), *, b=3):
        """Text."""
        return cell
    inner.attribute = 5
    return inner

print(labels(A().method))
print([label for label in labels(outer()) if re.search("__(closure|defaults|kwdefaults|code|globals)__", label)])
print(labels(objgraph, filter=lambda o: o is vars(objgraph)))
print(labels({"ok": 1, "not ok": 2, 3: 4, None: 5, 2.5: 6, ("t",): 7}))
print(labels({"ok": 1, 3: 4}, shortnames=False), labels([1, 2]), labels((1,)))

# New ids by type: sets, the table, its orders and limits.
import contextlib
import io
import objgraph

class Foo:
    pass

class Bar:
    pass

def rows(**kwargs):
    """The table's rows of our classes, and its frame; the interpreter's own objects differ."""
    output = io.StringIO()
    answer = objgraph.get_new_ids(file=output, limit=None, _state=state, **kwargs)
    lines = output.getvalue().splitlines()
    if lines:
        width = len(lines[0]) - 52
        print(set(lines[0]), lines[0] == lines[2] == lines[-1], lines[1][:width].rstrip(), lines[1][width:])
        for line in lines[3:-1]:
            if line[:width].rstrip() in ("Foo", "Bar", "__main__.Foo"):
                print(line[:width].rstrip(), line[width:])
    else:
        print("nothing printed")
    return answer

state = {}
foos, bars = [Foo() for _ in range(30)], [Bar() for _ in range(4)]
rows()
foos += [Foo() for _ in range(5)]
bars += [Bar() for _ in range(7)]
new = rows()
print(new["Foo"] == set(map(id, foos[30:])), new["Bar"] == set(map(id, bars[4:])), type(new).__name__)
print(rows(skip_update=True) is new)
rows(sortby="old")
rows(sortby="current")
foos += [Foo(), Foo()]
bars += [Bar()]
rows(sortby="new")
print(len(rows(shortnames=False)["__main__.Foo"]), sorted(state))
try:
    rows(sortby="nothing")
except KeyError as e:
    print("KeyError", e)
print(len(objgraph.get_new_ids(limit=0, _state=state)["Foo"]))

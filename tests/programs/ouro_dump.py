"""ouro.dump, ouro.dumps.load and ouro.diff: what is dumped comes back, under the ids that id() gives."""
import gc
import io
import os
import pathlib
import tempfile

import ouro
from ouro import dumps

folder = tempfile.mkdtemp()


def path(name):
    return os.path.join(folder, name)


def raises(f, *args):
    try:
        f(*args)
    except Exception as e:
        print(type(e).__name__, str(e).replace(folder, ""))


class Node:
    def __init__(self, value):
        self.value = value
        self.next = None


class Slotted:
    __slots__ = ("left",)


class Odd:
    """Nothing of a program's own may run while a dump is written."""

    def __repr__(self):
        raise SystemExit("repr ran")

    def __hash__(self):
        return 1

    def __eq__(self, other):
        return self is other

    def __sizeof__(self):
        raise SystemExit("sizeof ran")

    def __getattr__(self, name):
        raise SystemExit("getattr ran")


def make():
    first = Node("the first value")
    first.next = Node(b"bytes")
    first.next.next = first
    slotted = Slotted()
    slotted.left = (1, 2.5, "a tuple's")
    return first, slotted, {"key": first, 7: [slotted], ("t",): frozenset({slotted})}, [Odd(), {Odd(): Odd()}]


first, slotted, mapping, odd = make()
long = "long " * 1000
surrogate = "lone \ud800 and \x1b[31m\n"
ids = {name: id(value) for name, value in (("first", first), ("slotted", slotted), ("mapping", mapping), ("long", long))}


def labels(dump, number):
    return sorted((link.label, dump.describe(link.object)) for link in dump.references(number, 100)[1])


def local_roots():
    variable = [first]
    ouro.dump(path("frames"))
    dump = dumps.load(path("frames"))
    roots = [root for root in dump.roots(dump.find(id(variable))) if root.kind == "frame"]
    print([root.name for root in roots], dump.describe_path(dump.find(id(variable))).rpartition(" (")[0])


print("-- files")
ouro.dump(path("a"))
ouro.dump(pathlib.Path(path("b")))
with open(path("c"), "wb") as file:
    file.write(b"")
    ouro.dump(file)
with open(path("d"), "wb") as file:
    ouro.dump(file.fileno())
loaded = [dumps.load(path(name)) for name in "abc"] + [dumps.load(pathlib.Path(path("d")))]
with open(path("a"), "rb") as file:
    loaded.append(dumps.load(file))
print([len(dump) > 500 for dump in loaded], all(len(loaded[0]) <= len(dump) + 100 for dump in loaded))
for bad in (io.BytesIO(), None, 3.5, -1, path("no/such"), "a\0b"):
    raises(ouro.dump, bad)
raises(ouro.dump)
raises(dumps.load, path("no-such"))

print("-- objects")
dump = loaded[0]
number = dump.find(ids["first"])
o = dump.object(number)
print(o.type, o.value, o.tracked, o.immortal, o.id == ids["first"], o.retained > o.bytes > 0)
print(labels(dump, number))
print(labels(dump, dump.find(ids["slotted"])))
print(labels(dump, dump.find(ids["mapping"])))
print(dump.object(dump.find(ids["long"])).value, dump.object(dump.find(ids["long"])).bytes > 5000)
print(dump.object(dump.find(id(surrogate))).value)
print([dump.describe(link.object) for link in dump.referrers(number)[1] if link.label == ".next"])
print(dump.describe_path(dump.find(id(first.next))), dump.describe_path(dump.find(id(slotted.left))))
print(dump.find(5), dump.find(-1), dump.find(10 ** 30), dump.find(ids["first"] + 1))
raises(dump.object, len(dump))
raises(dump.object, -1)
raises(dump.references, "x")
local_roots()

print("-- choosing")
print([row for row in dump.types() if row.name.startswith("__main__")] != [], sum(row.objects for row in dump.types()) == len(dump),
      sum(row.bytes for row in dump.types()) == dump.figures.bytes)
print({row.name: row.objects for row in dump.types() if row.name.startswith("__main__.")})
print(dump.select("Node", key="number")[0], dump.select("__main__.Slotted")[0], dump.select("__main__.*")[0], dump.select("None*")[0])
count, size, numbers = dump.select(text="the first value", limit=5)
print(count, sorted({dump.describe(n) for n in numbers}))
sizes = [dump.object(n).bytes for n in dump.select(key="bytes", limit=50)[2]]
print(len(sizes), sizes == sorted(sizes, reverse=True))
retained = [dump.object(n).retained for n in dump.select(key="retained", limit=50)[2]]
print(len(retained), retained == sorted(retained, reverse=True), len(dump.select(limit=0)[2]))
raises(dump.select, None, "\ud800")
raises(dump.data.choose, None, None, 99, 1)
raises(dump.data.choose, [10 ** 6], None, 1, 1)

print("-- retained")
for value in (first, mapping, slotted, odd):
    if dump.object(dump.find(id(value))).retained != ouro.retained(value):
        print("differs", type(value), dump.object(dump.find(id(value))).retained, ouro.retained(value))

print("-- differences")
keep = [Node(i) for i in range(100)]
ouro.dump(path("before"))
del keep[10:30]
keep += [Node("x") for _ in range(50)]
extra = Slotted()
ouro.dump(path("after"))
diff = ouro.diff(path("before"), path("after"))
rows = {row.name: row for row in diff.types}
node = rows["__main__.Node"]
print(diff.same_process, node.new - node.gone, node.bytes == 30 * dump.object(number).bytes, rows["__main__.Slotted"].new)
print(diff.bytes == diff.now.figures.bytes - diff.old.figures.bytes, diff.new > 30, repr(diff).startswith("<Diff: "))
same = ouro.diff(dump, dump)
print(same.types, same.lines, same.new, same.gone, same.bytes)
raises(ouro.diff, path("before"), __file__)
raises(dump.data.news, 3)

print("-- other formats")
dump.export("csv", path("csv"))
with open(path("csv"), encoding="utf-8") as file:
    lines = file.read().splitlines()
print(lines[0], len(lines) == len(dump) + 1)
raises(dump.export, "csv", path("no/such"))
raises(dump.export, "xml", path("xml"))
raises(dump.data.export, 7, 1)
raises(dump.export, "csv", "/dev/full")

print("-- damage")
with open(path("a"), "rb") as file:
    whole = file.read()
for name, content in (("empty", b""), ("short", whole[:9]), ("cut", whole[:-1]), ("longer", whole + b"x"),
                      ("version", whole[:8] + b"\x07" + whole[9:]), ("changed", whole[:5000] + b"?!?" + whole[5003:])):
    with open(path(name), "wb") as file:
        file.write(content)
    try:
        dumps.load(path(name))
    except ValueError as e:
        where, _, what = str(e).partition(": ")
        print(name, where.startswith("byte "), what)
gc.collect()
for name in os.listdir(folder):
    os.remove(path(name))
os.rmdir(folder)

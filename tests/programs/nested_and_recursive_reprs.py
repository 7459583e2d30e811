# repr, str, format and equality of nested and self-containing objects of every kind, reprs that change what they print, and
# reprs that fail halfway and leave the guard clean. Prints the text.
import array
import collections
import functools
import types


def attempt(f, *args):
    try:
        return f(*args)
    except Exception as error:
        return "%s: %s" % (type(error).__name__, error)


l = [1]; l.append(l); l.append((l, {"l": l}))
d = {"k": l}; d["d"] = d; d["view"] = d.values(); l.append(d)
print(l, d, sep="\n")
dq = collections.deque(); dq.append(dq)
dd = collections.defaultdict(list); dd["x"] = dd
od = collections.OrderedDict(); od["o"] = od; od["l"] = [od]
ns = types.SimpleNamespace(a=1); ns.me = ns
p = functools.partial(print, 1); p.__setstate__((print, (p,), {}, {}))
ul, ud = collections.UserList(), collections.UserDict()
ul.append([1]); ud["u"] = {}
cm = collections.ChainMap({"c": 1}); cm["cm"] = 5
print(dq, dd, od, ns, p, ul, ud, cm, sep="\n")
e = ValueError(); e.args = (e, [e])
print(e, repr(e), collections.Counter("hello"), collections.deque([1, [2]], 3), types.MappingProxyType({"m": (1,)}), array.array("u", "é"), array.array("d"), range(1, 5, 2), slice(None, [1], {}), bytearray(b"\0'"), memoryview(b"").__class__, {1: {2: {3: {}}}}, [[[]]], ((),), ((1,),), {frozenset()}, sep="\n")


class Show:
    def __init__(self, text): self.text = text
    def __repr__(self): return self.text
    def __str__(self): return "str of " + self.text


class Sub(list):
    pass


class Named(collections.namedtuple("Named", "a b")):
    def __str__(self): return "named str"


s = Show("R\n")
print([s], (s,), {s: s}.__class__, {"a": s}, str([s]), "%s %r" % ([s], [s]), f"{[s]} {s} {s!r:>5}|", str((s, [s])), [Named(1, s)], Named(1, [2]), Sub([s]), Sub.__repr__(Sub()), format([1], ""), attempt(format, [1], "5"), {1: s}.items(), {1: s}.values())
changing = [1, 2, 3]


class Shrinks:
    def __repr__(self):
        changing.clear()
        return "shrinks"


changing.insert(1, Shrinks()); changing.append(9)
print(changing, changing)
growing = {}


class Grows:
    def __repr__(self):
        if len(growing) < 100:
            growing[len(growing)] = 0
        return "grows"


growing["g"] = Grows()
print(attempt(repr, growing)[:40])


class Fails:
    def __init__(self, on): self.on = on
    def __repr__(self):
        if self.on: raise ValueError("repr fails")
        return "fine"


f = Fails(True)
holder = [f, {"f": (f,)}, collections.deque([f])]
print([attempt(repr, x) for x in (holder, holder[1], holder[2], {1: f}.items())])
f.on = False
print(holder, attempt(repr, type("BadRepr", (), {"__repr__": lambda s: 5})()), attempt(repr, [type("BadRepr", (), {"__repr__": lambda s: b"b"})()]), attempt(str, type("B", (), {"__str__": lambda s: None})()))


class Node:
    def __init__(self): self.links = []
    def __repr__(self): return f"Node{self.links}"


a, b = Node(), Node()
a.links += [b, 5]; b.links += [a.links, {"a": a.links}]
print(a, b)
x, y = [], []
x.append(y); y.append(x)
print(x, attempt(lambda: x == y).split(" in ")[0] if isinstance(attempt(lambda: x == y), str) else "", x == x, x in y)
t = ([],); t[0].append(t)
print(t, repr(t), len(repr(t)), "{0[0]!r:.5}".format(t), str(t)[::-1])
n = []
for i in range(50): n = [n, i]
print(len(repr(n)), repr(n)[:10], repr(n)[-12:], str({"k" * 3: {"v" * 2: [None, True, ..., NotImplemented, 1e100, -0.0, 1j, "q'\"", b"b", int, len]}}))

"""pickle and pickletools: every protocol, reduce and its relatives, persistent ids, dispatch tables, finders that refuse, damaged streams, a listing. Prints them."""
import collections
import copyreg
import datetime
import enum
import io
import pickle
import pickletools
import types


def t(f, *args, **kwargs):
    try:
        print(f(*args, **kwargs))
    except Exception as e:
        print(type(e).__name__ + ":", e)


class Color(enum.Enum):
    RED = 1


class Plain:
    def __init__(self, **k):
        self.__dict__.update(k)

    def __eq__(self, other):
        return type(self) is type(other) and self.__dict__ == other.__dict__

    class Inner:
        pass


class Slotted(Plain):
    __slots__ = ("s", "u")


class WithState:
    def __getstate__(self):
        return ["state"]

    def __setstate__(self, state):
        self.got = state


class NoState(Plain):
    def __getstate__(self):
        return None


class Args(tuple):
    def __new__(cls, a, b=0):
        return super().__new__(cls, (a, b))

    def __getnewargs__(self):
        return tuple(self)


class Reduces:
    def __init__(self, *a):
        self.a = a

    def __reduce__(self):
        return Reduces, (1, "two"), {"extra": 3}


class MyList(list):
    pass


class MyDict(dict):
    pass


VALUES = [None, True, 0, 255, 256, 65536, -1, 2 ** 31, -2 ** 63, 10 ** 30, 1.5, float("inf"), 2 + 3j, "", "text", "\u20ac" * 100, "x" * 300, b"", b"bytes", b"y" * 300, bytearray(b"ba"), (), (1,), (1, 2), (1, 2, 3), (1, 2, 3, 4), [], [1] * 3, {}, {"a": [1, {"b": ()}]}, {1, 2}, frozenset("a"), Color.RED, len, Plain, Plain.Inner, int, type(None), Ellipsis,
          range(5), slice(1, 2), Plain(x=[1], y=2), Args(1, 2), MyList([1, 2]), MyDict(a=1), datetime.datetime(2020, 1, 2, 3), collections.OrderedDict(z=1), collections.deque([1], 2), collections.Counter("aa"), ValueError("m", 2), NoState(a=1), types.SimpleNamespace(q=1), NotImplemented, print, "m".upper]
for p in range(6):
    sizes, bad = [], []
    for v in VALUES:
        try:
            data = pickle.dumps(v, p)
            back = pickle.loads(data)
            sizes.append(len(data))
            pickle_ok = back == v and type(back) is type(v) or isinstance(v, (BaseException, NoState)) and type(back) is type(v) or v is VALUES[-1] and back() == "M"
            if not pickle_ok:
                bad.append(repr(v))
        except Exception as e:
            bad.append(f"{v!r:.20} {type(e).__name__}")
    print(p, bad, sizes[:20] if p in (0, 4) else len(sizes))
s = Slotted(d=1)
s.s = [5]
for p in range(6):
    try:
        b = pickle.loads(pickle.dumps(s, p))
        print(p, b.s, b.d, hasattr(b, "u"), pickle.loads(pickle.dumps(WithState(), p)).got, pickle.loads(pickle.dumps(Reduces(), p)).__dict__)
    except TypeError as e:
        print(p, "TypeError", e)
shared = [1]
loop = {"me": None, "list": shared, "again": shared}
loop["me"] = loop
node = Plain()
node.self = node
for p in (0, 2, 5):
    b = pickle.loads(pickle.dumps(loop, p))
    n = pickle.loads(pickle.dumps(node, p))
    print(b["me"] is b, b["list"] is b["again"], n.self is n, end=" ")
print()
for bad in [lambda: 1, (i for i in ()), open, types, io.StringIO, Plain().__init__, memoryview(b"x"), [object(), lambda: 2], type("Plain", (), {})(), {1: __import__("sys")}, iter([1]), io.BytesIO().getbuffer(), property()]:
    try:
        print(type(pickle.loads(pickle.dumps(bad))).__name__)
    except Exception as e:
        print(type(e).__name__, str(e).split(" at 0x")[0])


class Store(pickle.Pickler):
    def persistent_id(self, o):
        return ("plain", id(o) and o.key) if isinstance(o, Plain) else None

    def reducer_override(self, o):
        return (complex, (0, 7)) if isinstance(o, complex) else NotImplemented


class Load(pickle.Unpickler):
    def persistent_load(self, pid):
        if pid[1] == "bad":
            raise pickle.UnpicklingError("no such id")
        return f"<{pid[0]} {pid[1]}>"

    def find_class(self, module, name):
        if module == "builtins" and name != "complex":
            raise pickle.UnpicklingError(f"global {module}.{name} is forbidden")
        return super().find_class(module, name)


out = io.BytesIO()
Store(out, 2).dump([Plain(key="k"), 1j])
print(Load(io.BytesIO(out.getvalue())).load())
out = io.BytesIO()
Store(out, 4).dump(Plain(key="bad"))
t(Load(io.BytesIO(out.getvalue())).load)
t(Load(io.BytesIO(pickle.dumps(eval))).load)
p = pickle.Pickler(out := io.BytesIO(), 3)
p.dispatch_table = {Plain: lambda o: (dict, ([("tabled", 1)],))}
p.dump(Plain())
p.dump(shared)
p.dump(shared)
p.clear_memo()
p.dump(shared)
out.seek(0)
u = pickle.Unpickler(out)
print(u.load(), u.load(), u.load() is None, u.load())
try:
    u.load()
except EOFError:
    print("EOFError")
for data in [b"", b"x", b".", b"N", b"(.", b"]a.", b"\x80\x09.", b"cnosuch\nname\n.", b"cbuiltins\nnosuch\n.", b"I1x\n.", b"F1.x\n.", b"h\x05.", b"g7\n.", b"(lp0\n0.", b"S'abc\n.", b"\x8c\x05ab.", b"Nb.", b"cbuiltins\nint\n(I7\ntR.", b"\x82\x01.", b"I01\n.", b"(I1\nI2\nd.", b"(I1\nd.", b"]]a", b"\x8a\x02\x00\x01.", b"N.trailing", b"cbuiltins\nlen\nI1\nR."]:
    try:
        print(data, repr(pickle.loads(data)))
    except Exception as e:
        print(data, "refused", isinstance(e, Exception))
copyreg.pickle(types.SimpleNamespace, lambda n: (dict, (n.__dict__,)))
print(pickle.loads(pickle.dumps(types.SimpleNamespace(a=1))))
pickletools.dis(pickle.dumps([1, "two", (3.5, None), {"k": b"v"}, Plain(x=1)], 2))
pickletools.dis(pickle.dumps({"a": [255, -5], "s": {1}}, 4), annotate=1)
o = pickletools.optimize(pickle.dumps(["a", "a", "b"], 4))
print(o, pickle.loads(o), [op.name for op, arg, pos in pickletools.genops(o)])
t(pickletools.dis, b"\x80\x02]q\0.junk")
t(pickletools.dis, b"(N.")

# memoryview: items, slices, casts, comparing, releasing, errors.
import gc
import _weakref as weakref


def attempt(f, *args, **kwargs):
    try:
        result = f(*args, **kwargs)
        print("a view" if type(result) is memoryview else result)
    except Exception as e:
        print(type(e).__name__ + ":", e)


def attributes(m):
    return (m.nbytes, m.readonly, m.itemsize, m.format, m.ndim, m.shape, m.strides, m.suboffsets,
            m.c_contiguous, m.f_contiguous, m.contiguous)


b = bytearray(range(12))
m = memoryview(b)
print(attributes(m), len(m), m.obj is b, m[3], m[-1], m.tolist() == list(range(12)))
print(m[2:5].tobytes(), bytes(m[::-1]), m[::3].tolist(), m[10:2:-3].tolist(), attributes(m[::5]), m[20:].tolist())
m[0] = 200
m[1:3] = b"xy"
m[::4] = bytearray(b"ABC")
print(b)
m[2:6] = m[0:4]
m[6:2:-1] = m[0:4]
print(b, m.hex(), m.hex(":", 4), m[::2].hex("-"))
attempt(m.__setitem__, 12, 1)
attempt(m.__setitem__, 0, 256)
attempt(m.__setitem__, 0, -1)
attempt(m.__setitem__, 0, "x")
attempt(m.__setitem__, 0, 1.5)
attempt(m.__setitem__, 0, 10**30)
attempt(m.__setitem__, slice(0, 2), b"abc")
attempt(m.__setitem__, slice(0, 2), 5)
attempt(m.__setitem__, slice(0, 2), memoryview(b"ab").cast("b"))
attempt(m.__setitem__, "a", 5)
attempt(m.__getitem__, "a")
attempt(m.__getitem__, 12)
attempt(m.__getitem__, -13)
attempt(m.__getitem__, (0, 1))
attempt(m.__getitem__, (1,))
attempt(m.__getitem__, ())
attempt(m.__getitem__, ...)
attempt(m.__getitem__, (slice(None), slice(None)))
attempt(m.__getitem__, (1, "a"))
attempt(m.__delitem__, 0)
attempt(memoryview(b"abc").__setitem__, 0, 1)
attempt(memoryview(b"abc").__delitem__, 0)
attempt(m.__getitem__, 10**30)
attempt(memoryview, 5)
attempt(memoryview)
attempt(memoryview, object=b"abc")

# Exports hold the size of what lends.
for change in (lambda: b.append(1), lambda: b.pop(), lambda: b.clear(), lambda: b.__delitem__(0), lambda: b.extend(b"ab"),
               lambda: b.__setitem__(slice(0, 1), b""), lambda: b.__iadd__(b"x"), lambda: b.__init__(b"abc"), lambda: b.__imul__(2)):
    attempt(change)
b[0] = 7
print(m[0], bytes(b) == m.tobytes())
part = m[3:]
m.release()
attempt(b.append, 1)
print(part[0])
part.release()
part.release()
b.append(1)
print(len(b))
for use in (lambda: m[0], lambda: len(m), lambda: m.tolist(), lambda: m.tobytes(), lambda: m.obj, lambda: m.shape, lambda: m.cast("b"),
            lambda: m.__enter__(), lambda: memoryview(m), lambda: bytes(m), lambda: m.__setitem__(0, 1), lambda: hash(m),
            lambda: m.hex(), lambda: m.toreadonly(), lambda: m[1:2], lambda: m == m, lambda: m == b"", lambda: m != m, lambda: b"a" + m):
    attempt(use)
print(repr(m)[:20], repr(memoryview(b""))[:14])
with memoryview(b"abc") as m:
    print(m[0], m.readonly)
attempt(lambda: m[0])
m = memoryview(bytearray(b"abc"))
n = memoryview(m)
print(n.obj is m.obj, n == m)
m.release()
print(n.tolist())

# Casts.
c = memoryview(bytearray(range(24)))
for f in ("c", "b", "B", "h", "H", "i", "I", "l", "L", "q", "Q", "n", "N", "f", "d", "?", "P", "@i"):
    attempt(lambda: (f, c.cast(f).tolist()[:2], c.cast(f).itemsize, c.cast(f).shape, c.cast(f).format))
for f in ("e", "x", "", "ii", "<i", "s", "@", "z", "é"):
    attempt(c.cast, f)
attempt(c[::2].cast, "b")
attempt(c[:7].cast, "i")
attempt(c.cast("i").cast, "h")
attempt(c.cast, 5)
attempt(c.cast, "B", 5)
attempt(c.cast, "B", [5, 5])
attempt(c.cast, "B", [0, 5])
attempt(c.cast, "B", [-1, 5])
attempt(c.cast, "B", ["a", 5])
attempt(c.cast, "B", [1] * 65)
attempt(c.cast, "B", [2**62, 4])
attempt(c.cast("B", [4, 6]).cast, "B", [6, 4])
attempt(memoryview(b"").cast, "B", [1])
attempt(memoryview(b"").cast, "i")
d = c.cast("B", shape=[2, 3, 4])
print(attributes(d), d.tolist(), len(d), d[1, 2, 3], d[-1, 0, -1], d[1:].tolist(), attributes(d[1:]))
print(d.tobytes("F"), d.tobytes(None), d.tobytes("A"), d.tobytes(order="C") == c.tobytes())
d[0, 1, 2] = 99
print(c[6], attributes(d.cast("b")), d == c, d == c.cast("B", (2, 3, 4)))
attempt(lambda: d[0])
attempt(lambda: d[0, 1])
attempt(lambda: d[0, 1, 2, 3])
attempt(lambda: d[2, 0, 0])
attempt(lambda: d[0, 3, 0])
attempt(lambda: list(d))
attempt(lambda: d.__setitem__(0, 1))
attempt(lambda: d.__setitem__((0, 1), 1))
attempt(lambda: d.__setitem__(slice(0, 1), d[1:]))
attempt(d.tobytes, "X")
attempt(d.tobytes, 3)
z = c[:1].cast("B", [])
print(attributes(z), z[()], z[...] is z, z.tolist(), len(z), z.tobytes())
z[()] = 5
z[...] = 6
print(c[0])
attempt(lambda: z[0])
attempt(lambda: z[:])
attempt(lambda: iter(z))
attempt(lambda: z.__setitem__(0, 1))

for f, good, bad in (("b", [-128, 127], [128, -129]), ("h", [-32768, 32767], [32768]), ("H", [0, 65535], [-1, 65536]),
                     ("i", [-2**31, 2**31 - 1], [2**31]), ("I", [0, 2**32 - 1], [-1, 2**32]), ("q", [-2**63, 2**63 - 1], [2**63]),
                     ("Q", [0, 2**64 - 1], [-1, 2**64]), ("f", [1.5, -0.0, 3, float("inf")], ["x", None]), ("d", [1.1, 10], [b"x"]),
                     ("c", [b"x"], [b"", b"ab", 5]), ("?", [True, 0, "x", []], []), ("P", [0, 2**63], [2**64, "x"])):
    t = memoryview(bytearray(8)).cast(f)
    for v in good:
        t[0] = v
        print(f, t[0], end=" ")
    print()
    for v in bad:
        attempt(t.__setitem__, 0, v)

# Hashes and comparing.
r = memoryview(b"hello")
print(hash(r) == hash(b"hello"), hash(r[1:4]) == hash(b"ell"), hash(r[::2]) == hash(b"hlo"), {r: 1}[b"hello"])
attempt(hash, memoryview(bytearray(b"x")))
attempt(hash, memoryview(bytearray(b"x")).toreadonly())
attempt(hash, memoryview(b"abcd").cast("i"))
r.release()
print(hash(r) == hash(b"hello"))
r = memoryview(b"abc")
print(r == b"abc", b"abc" == r, r == bytearray(b"abc"), bytearray(b"abc") == r, r != b"abd", r == "abc", r == 5, r == r[:], r == b"abcd")
attempt(lambda: r < b"abc")
print(memoryview(b"\1\0\0\0").cast("i") == memoryview(b"\1"), memoryview(b"\1\0\0\0").cast("i") == memoryview(b"\1").cast("b"),
      memoryview(b"\xff").cast("b") == memoryview(b"\xff"))
nan = memoryview(b"\0\0\0\0\0\0\xf8\x7f").cast("d")
print(nan == nan, nan == memoryview(nan), memoryview(b"\0" * 8).cast("d") == memoryview(b"\0\0\0\0\0\0\0\x80").cast("d"))
print(97 in r, b"a" in r, list(r), list(reversed(r)), tuple(r), max(r), sum(r))

# Wherever bytes-like objects go.
r = memoryview(b"ab")
s = memoryview(bytearray(b"xaxb"))[1::2]
print(b"xabx".replace(r, memoryview(b"--")), b"xabx".find(r), b"x" + r, b",".join([r, b"c"]), b"xabx".split(r), b"xabx".startswith(r),
      r in b"xab" if False else b"xab".__contains__(r), int(memoryview(b"12")), float(memoryview(b"1.5")), str(r, "ascii"),
      bytearray(r), bytes(s), bytearray(s), b"%b" % r, b"xab".partition(r)[0], b"xab".strip(r), bytes.maketrans(r, r)[97])
attempt(lambda: b"x" + s)
attempt(lambda: b"".join([s]))
attempt(lambda: b"x".find(s))
attempt(lambda: b"x".startswith(s))
attempt(lambda: int(memoryview(b"x")))
attempt(lambda: int(memoryview(b"x"), 16))
attempt(lambda: ord(memoryview(b"x")))
attempt(lambda: r + b"x")
attempt(lambda: bytearray(b"x").__iadd__(memoryview(b"yz")))
x = bytearray(b"0123")
x[1:2] = memoryview(b"ab")
x += memoryview(b"!")
x.extend(memoryview(b"?"))
print(x)
attempt(lambda: x.extend(memoryview(x)))
match r:
    case [first, *rest]:
        print("sequence", first, rest)


# Life and death.
class Lender(bytearray):
    pass


lender = Lender(b"abc")
m = memoryview(lender)
w = weakref.ref(m)
print(w() is m)
lender.view = m
died = weakref.ref(lender, lambda _: print("gone"))
del lender, m
gc.collect()
print(w(), died())
try:
    class Sub(memoryview):
        pass
except TypeError as e:
    print(e)


class Sneaky:
    def __init__(self, action, value):
        self.action, self.value = action, value

    def __index__(self):
        self.action()
        return self.value

    def __bool__(self):
        self.action()
        return True


for use in (lambda m, s: m[s], lambda m, s: m.__setitem__(s, 1), lambda m, s: m.__setitem__(0, s),
            lambda m, s: m.__setitem__(slice(s, None), b"abc"), lambda m, s: m.cast("?").__setitem__(0, s),
            lambda m, s: m.cast("B", [1, 3])[0, s]):
    data = bytearray(b"abc")
    m = memoryview(data)
    attempt(use, m, Sneaky(lambda: (m.release(), data.__init__(b"")) if False else m.release(), 0))
it = iter(memoryview(b"abc"))
print(next(it), type(it).__name__)
m = memoryview(b"ab")
it = iter(m)
next(it)
m.release()
attempt(next, it)
m = memoryview(bytearray(4))
n = memoryview(m[1:])
held = bytearray(b"x")
with m:
    pass
print(n.tolist())

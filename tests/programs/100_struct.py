# _struct: every format, every way in and out, every error.
import _struct as struct


def attempt(f, *args, **kwargs):
    try:
        print(f(*args, **kwargs))
    except Exception as e:
        print(type(e).__name__ + ":", e)


values = ("x", 1.5, b"ab", None, 10**30, -10**30, -1, 2**63, 300, 70000, 2**40, True, b"z", 1e300, float("nan"), -0.0, 65520.0, 65519.9, 6e-8, 2e-8)
for order in "@<>=!":
    for code in "cbB?hHiIlLqQnNefdspP":
        for v in values:
            if code == "?" and order == "@":
                continue
            try:
                packed = struct.pack(order + code, v)
                print(order + code, packed, struct.unpack(order + code, packed))
            except Exception as e:
                print(order + code, str(v)[:8], type(e).__name__, e)
for f in ("", "5", "i i", " i\t", "3", "z", "@", "99999999999999999999i", "9223372036854775807i", "4611686018427387904h2h", "é", b"\xff", 1,
          "i\0", "iii", "2s", "s", "0s", "0p", "p", "3p", "bi", "<bi", "bq", "b0q", "b3xh", "@n", "=n", "<P", "x", "10x", "cxc", "?", "100000s"):
    attempt(struct.calcsize, f)
attempt(struct.pack, "4s", b"ab")
attempt(struct.pack, "2s", bytearray(b"abc"))
attempt(struct.pack, "5p", b"ab")
attempt(struct.pack, "3p", b"abcdef")
attempt(lambda: struct.pack("300p", b"a" * 299)[:3])
attempt(struct.pack, "0p0s", b"", b"")
attempt(struct.unpack, "5p3s", b"\x02abcdxyz")
attempt(struct.unpack, "3p", b"\xffab")
attempt(struct.pack, "b i", 1, 2)
attempt(struct.pack, "2h3B", 1, 2, 3, 4, 5)
attempt(struct.pack, "iii", 1, 2)
attempt(struct.pack, "i", 1, 2)
attempt(struct.pack)
attempt(struct.pack_into)
attempt(struct.pack_into, "i")
attempt(struct.pack_into, "i", bytearray(5))
attempt(struct.pack_into, "i", b"", 0, 1)
attempt(struct.pack_into, "i", bytearray(8), 0)
attempt(struct.pack_into, "i", bytearray(8), "x", 1)
for size in (0, 3, 4, 8):
    for offset in (0, 1, 5, -1, -4, -5, -10, 2**62):
        attempt(struct.pack_into, "<i", bytearray(size), offset, 1)
        attempt(struct.unpack_from, "<i", bytes(size), offset)
b = bytearray(b"........")
struct.pack_into(">H", b, 2, 0x4142)
struct.pack_into(">H", b, -2, 0x4344)
struct.pack_into("2x", memoryview(b)[4:], 0)
print(b)
attempt(struct.unpack, "i", b"")
attempt(struct.unpack, "i", 5)
attempt(struct.unpack_from, "i", b"abcd", 2**70)
attempt(struct.unpack_from, "<H", buffer=b"abcd", offset=1)
attempt(struct.unpack, "<H", memoryview(b"ab"))
attempt(struct.unpack, "<HB", bytearray(b"abc"))
attempt(lambda: list(struct.iter_unpack("<hb", b"abcdef")))
attempt(lambda: list(struct.iter_unpack("i", b"abc")))
attempt(lambda: struct.iter_unpack("0i", b""))
it = struct.iter_unpack("<H", b"abcdef")
print(type(it).__name__, it.__length_hint__(), next(it), it.__length_hint__(), list(it), it.__length_hint__(), list(it))
held = bytearray(b"abcd")
it = struct.iter_unpack("<H", held)
attempt(held.append, 1)
list(it)
held.append(1)

s = struct.Struct(">i2s")
print(s.format, s.size, s.pack(1, b"ab"), s.unpack(b"abcdef"), s.unpack_from(b"xabcdef", offset=1), list(s.iter_unpack(b"abcdef" * 2)))
print(struct.Struct(b"<q").format, struct.Struct, struct.error, struct.error.__mro__[1])
attempt(struct.Struct)
attempt(lambda: struct.Struct("i").pack_into(bytearray(4)))
attempt(lambda: struct.Struct("i").pack_into(bytearray(4), "x", 1))
attempt(lambda: struct.Struct("i").pack_into())
attempt(lambda: struct.Struct("i").other)
attempt(lambda: struct.Struct.pack(1))
attempt(lambda: struct.Struct("zz"))


class Sub(struct.Struct):
    pass


x = Sub("2B")
x.name = "sub"
print(x.pack(1, 2), x.name, x.size)
x.__init__("3B")
print(x.pack(1, 2, 3))


class Index:
    def __init__(self, value):
        self.value = value

    def __index__(self):
        if isinstance(self.value, Exception):
            raise self.value
        return self.value

    def __float__(self):
        return 2.5

    def __bool__(self):
        raise KeyError("truth")


attempt(struct.pack, "<hd", Index(5), Index(6))
attempt(struct.pack, "i", Index(ValueError("no")))
attempt(struct.pack, "?", Index(1))
attempt(struct.pack, "b", Index(1000))
try:
    struct.pack("i")
except struct.error as e:
    print("caught", e, isinstance(e, Exception))

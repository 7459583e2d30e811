"""struct and array in use: a bitmap file made and read, records packed in files, byte orders, columns of numbers, swaps, buffers shared. Prints bytes and values."""
import array
import io
import pickle
import struct
import sys


def t(f, *args, **kwargs):
    try:
        print(f(*args, **kwargs))
    except Exception as e:
        print(type(e).__name__ + ":", e)


def bitmap(width, height, pixel):
    """A BMP file of 24 bits a pixel."""
    row = (width * 3 + 3) // 4 * 4
    header = struct.pack("<2sIHHI", b"BM", 54 + row * height, 0, 0, 54) + struct.pack("<IiiHHIIiiII", 40, width, height, 1, 24, 0, row * height, 2835, 2835, 0, 0)
    rows = (b"".join(struct.pack("3B", *pixel(x, y)) for x in range(width)).ljust(row, b"\0") for y in range(height))
    return header + b"".join(rows)


image = bitmap(5, 3, lambda x, y: (x * 50, y * 100, 255 - x))
print(len(image), image[:54].hex(), image[54:70])
magic, size, *_ = struct.unpack_from("<2sIHHI", image)
width, height = struct.unpack_from("<ii", image, 18)
print(magic, size, width, height, [struct.unpack_from("3B", image, 54 + 16 * y + 3 * x) for y in range(3) for x in (0, 4)])
record = struct.Struct("<10sHfq?x")
store = io.BytesIO()
for name, n, weight, ident, flag in [("ann", 1, 1.5, -1, True), ("bob with a long name", 65535, -0.25, 2 ** 40, False)]:
    store.write(record.pack(name.encode(), n, weight, ident, flag))
print(record.size, record.format, [(a.rstrip(b"\0"), *rest) for a, *rest in record.iter_unpack(store.getvalue())])
buffer = bytearray(40)
record.pack_into(buffer, 5, b"x", 1, 2.0, 3, 4)
print(buffer.hex(), record.unpack_from(buffer, 5))
for form in ["b", "B", "h", "H", "i", "I", "l", "L", "q", "Q", "n", "N", "P", "e", "f", "d", "c", "s", "p", "?", "3s", "5p", "2h", "0s", "bhi", "<bhi", ">bhi", "=bhi", "!bhi", "@bhi", "bxi", "b0i", "i0q", "bq", "qb", "4x"]:
    print(form, struct.calcsize(form), end="; ")
print()
for form, values in [(">h", (-2,)), ("<I", (2 ** 32 - 1,)), ("e", (1.5,)), ("<e", (65504.0,)), (">d", (0.1,)), ("p", (b"abc",)), ("4p", (b"abcdef",)), ("2c", (b"a", b"b")), ("?", ([],)), ("?", (object(),)), ("3s", (b"abcdef",)), ("n", (-1,)), (">2H3s", (1, 2, b"x")), ("<f", (float("nan"),)), ("!q", (True,))]:
    packed = struct.pack(form, *values)
    print(form, packed.hex(), struct.unpack(form, packed))
for bad in [lambda: struct.pack("h", 40000), lambda: struct.pack("B", -1), lambda: struct.pack("i", 1.5), lambda: struct.pack("i", "x"), lambda: struct.pack("ii", 1), lambda: struct.pack("c", b"ab"), lambda: struct.pack("c", "a"), lambda: struct.pack("s", "a"), lambda: struct.pack("f", 1e300), lambda: struct.pack("e", 1e6), lambda: struct.unpack("i", b"abc"), lambda: struct.calcsize("z"), lambda: struct.calcsize("3"), lambda: struct.calcsize("<n"), lambda: struct.unpack_from("i", b"abcdef", 4), lambda: struct.unpack_from("b", b"abc", -4), lambda: struct.pack_into("i", bytearray(3), 0, 1), lambda: struct.pack_into("b", b"abc", 0, 1), lambda: struct.pack_into("b", bytearray(3), -5, 1), lambda: list(struct.iter_unpack("i", b"abc")), lambda: list(struct.iter_unpack("", b"")), lambda: struct.calcsize("999999999999999999i"), lambda: struct.pack("Q", -1), lambda: struct.pack(">Q", 2 ** 64), lambda: struct.pack("d", None), lambda: struct.calcsize(b"i\xff"), lambda: struct.pack(), lambda: struct.unpack("i", 3), lambda: struct.pack_into("i", bytearray(9))]:
    t(bad)
a = array.array("h", [1, -2, 300])
a.append(7)
a.extend([8, 9])
a.extend(array.array("h", [10]))
a.insert(1, 99)
print(a, a.typecode, a.itemsize, len(a), a.pop(), a.pop(0), a.index(300), a.count(7), a[1:3], a[::-1], a + a[:1], a * 2, 8 in a, a.tolist(), a.buffer_info()[1], a.remove(99), a.reverse(), a)
b = array.array("i", a)
b.byteswap()
print(b, b.tobytes()[:8], array.array("B", b"abc"), array.array("u", "h\u00e9"), array.array("u", "x").tounicode(), array.array("d", (i / 4 for i in range(3))), array.array("q"), repr(array.array("u")), a == array.array("d", a), a < array.array("h", [100]), array.array("b", [1]) != array.array("i", [1]))
b[1:3] = array.array("i", [5, 6, 7])
del b[::2]
b.frombytes(b"\1\0\0\0")
b.fromlist([2, 3])
print(b, pickle.loads(pickle.dumps(b)) == b, array.typecodes, memoryview(b).format, sys.getsizeof(b) > 0, sum(b[-2:]), max(array.array("f", [1.5, 2.5])))
view = memoryview(b)
t(b.append, 1)
t(lambda: b.extend([1]))
view[0] = 77
view.release()
f = io.BytesIO()
f.write(array.array("H", range(5)))
f.seek(0)
c = array.array("H")
t(c.frombytes, b"x")
print(b[0], f.readinto(c), array.array("H", f.getvalue()))
for bad in [lambda: array.array("z"), lambda: array.array("b", [200]), lambda: array.array("B", [-1]), lambda: array.array("i", "x"), lambda: array.array("i", [1.5]), lambda: array.array("u", [1]), lambda: array.array("d", ["x"]), lambda: array.array("i", 5), lambda: a.pop(99), lambda: array.array("i").pop(), lambda: a.index(12345), lambda: a.remove(12345), lambda: a + [1], lambda: a.extend(array.array("d")), lambda: a.fromlist([1, "x"]), lambda: a["x"], lambda: a[99], lambda: a.__setitem__(0, 2 ** 20), lambda: a.__setitem__(slice(0, 1), [1]), lambda: array.array(), lambda: array.array("bb"), lambda: a.fromunicode("x"), lambda: hash(a), lambda: a.__setitem__(slice(0, 4, 2), array.array("h", [1])), lambda: a.frombytes("x"), lambda: a * -1, lambda: a < [1]]:
    t(bad)

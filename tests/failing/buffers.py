"""Memory views, arrays, structs, compressors, marshal: each allocation refused in turn."""
import _struct
import array
import binascii
import marshal
import zlib

data = bytearray(b"abcdefgh" * 8)
with memoryview(data) as view:
    part = view.cast("H", [4, 8])[1:]
    assert part.tolist()[0][0] == 0x6261
    assert view[::2] == bytes(view[::2]) and view.hex(":", 4)[:9] == "61626364:"
    view[0:4] = view[4:8]
    assert b"".join([view, view[1:]])[:1] == b"e"
    part.release()

numbers = array.array("i", range(10))
numbers.extend(numbers)
numbers[2:4] = array.array("i", [7, 8, 9])
copy = array._array_reconstructor(array.array, "i", 9, b"\0\0\0\1")
assert numbers.__reduce_ex__(3)[1][1] == "i" and copy[0] == 1 and len(repr(numbers[:3])) == 21

packed = _struct.pack(">ih3sd", 1, 2, b"xyz", 2.5)
assert _struct.unpack(">ih3sd", packed) == (1, 2, b"xyz", 2.5)
s = _struct.Struct("<2H")
assert list(s.iter_unpack(bytes(8))) == [(0, 0)] * 2

assert binascii.a2b_base64(binascii.b2a_base64(packed)) == packed
assert binascii.a2b_qp(binascii.b2a_qp(packed)) == packed and binascii.unhexlify("00ff") == b"\0\xff"

c = zlib.compressobj(zdict=b"abcdefgh")
small = c.compress(bytes(data)) + c.copy().flush()
d = zlib.decompressobj(zdict=b"abcdefgh")
assert d.decompress(small, 10) + d.decompress(d.unconsumed_tail) == data
assert zlib.decompress(zlib.compress(data)) == data

values = [1, -10**20, 2.5, 1j, "a", "\u20ac", b"b", (1, (2,)), [3], {4: {5}}, frozenset([6, 7]), None]
assert marshal.loads(marshal.dumps(values)) == values
code = compile("def f(x, *a, y=2):\n    try:\n        return [x for x in a]\n    finally:\n        y = lambda: x", "f", "exec")
assert marshal.loads(marshal.dumps(code)) == code
print("done")

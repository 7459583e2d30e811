"""gzip and zlib: files of several members, text and seeking, headers, damage, streams with dictionaries, flushes and limits. Prints sizes, data and errors."""
import gzip
import io
import os
import struct
import tempfile
import zlib


def t(f, *args, **kwargs):
    try:
        print(f(*args, **kwargs))
    except Exception as e:
        print(type(e).__name__ + ":", e)


DATA = b"".join(b"line %d of the text\n" % i for i in range(300))
packed = gzip.compress(DATA, mtime=0)
print(packed[:10], len(packed) < len(DATA) // 4, gzip.decompress(packed) == DATA, struct.unpack("<II", packed[-8:]) == (zlib.crc32(DATA), len(DATA)))
print(gzip.decompress(packed + gzip.compress(b"second") + b"\0" * 5)[-10:], gzip.decompress(b""))
for bad in [b"x" * 20, packed[:-1], packed[:5], packed[:-8] + b"\0" * 8, packed[:-4] + b"\0" * 4, packed + b"junk", b"\x1f\x8b\x07" + packed[3:], packed[:200] + b"\xff\xff\xff" + packed[203:]]:
    t(lambda: len(gzip.decompress(bad)))
    t(lambda: len(gzip.GzipFile(fileobj=io.BytesIO(bad)).read()))
with tempfile.TemporaryDirectory() as place:
    path = os.path.join(place, "f.gz")
    with gzip.open(path, "wt", encoding="utf-8", newline="\n") as f:
        f.write("h\u00e9llo\nw\u00f6rld\n")
        print(f.buffer.name == path, f.tell() > 0)
    with gzip.open(path, "ab") as f:
        f.write(b"third\nlast")
    with gzip.open(path, "rt", encoding="utf-8") as f:
        print(ascii(list(f)))
    with gzip.open(path) as f:
        print(f.readline(), f.tell(), f.peek(3)[:3], f.read(4), f.seek(2), f.read1(5), f.seek(3, 1), f.read(3), f.readable(), f.writable(), f.seekable(), f.mtime > 0, f.name == path, f.closed)
        f.rewind()
        buffer = bytearray(6)
        print(f.readinto(buffer), buffer, f.readlines(5), len(f.read()), f.read(), f.read(5))
        t(f.write, b"x")
        t(f.seek, -1, 2)
    t(f.read)
    print(repr(f)[:8], f.closed)
    with gzip.GzipFile(path, "wb", 1, mtime=5) as f:
        print(f.write(b"abc"), f.write(bytearray(b"de")), f.write(memoryview(b"f")), f.tell(), f.seek(10), f.flush(), f.fileno() > 2, f.mode)
        t(f.seek, 2)
        t(f.read)
        t(f.write, "text")
    with open(path, "rb") as f:
        head = f.read(16)
        print(head[:4], struct.unpack("<I", head[4:8]), head[8:], gzip.decompress(head + f.read()))
    try:
        gzip.open(path, "xb")
    except FileExistsError as e:
        print(e.errno)
    t(gzip.open, path, "rbt")
    t(gzip.open, path, "rb", encoding="utf-8")
    t(gzip.GzipFile, path, "rU")
    t(gzip.open, 3.5)
header = b"\x1f\x8b\x08" + bytes([4 | 8 | 16 | 2]) + b"\0\0\0\0\0\xff" + b"\3\0abc" + b"name\0" + b"comment\0"
whole = header + struct.pack("<H", zlib.crc32(header) & 0xFFFF) + zlib.compress(b"body")[2:-4] + struct.pack("<II", zlib.crc32(b"body"), 4)
t(gzip.decompress, whole)

for level in (-1, 0, 1, 6, 9):
    z = zlib.compress(DATA, level)
    print(level, zlib.decompress(z) == DATA, z[:2].hex(), len(z) < len(DATA), end="; ")
print()
t(zlib.compress, DATA, 10)
t(zlib.decompress, b"junk")
t(zlib.decompress, zlib.compress(DATA)[:50])
for wbits in (15, -15, 31, 9, -9):
    c = zlib.compressobj(wbits=wbits)
    z = c.compress(DATA) + c.flush()
    print(wbits, zlib.decompress(z, wbits) == DATA, end=" ")
t(zlib.decompress, gzip.compress(b"auto"), 47)
t(zlib.compressobj, wbits=3)
c = zlib.compressobj(9, zdict=b"line of the text")
z = c.compress(b"line of the text line") + c.flush()
t(lambda: zlib.decompressobj().decompress(z))
t(lambda: zlib.decompressobj(zdict=b"wrong").decompress(z))
d = zlib.decompressobj(zdict=b"line of the text")
print(d.decompress(z), d.eof, d.unused_data, d.unconsumed_tail)
d = zlib.decompressobj()
z = zlib.compress(DATA) + b"extra"
pieces = [d.decompress(z, 100)]
while not d.eof:
    pieces.append(d.decompress(d.unconsumed_tail, 1000))
print(len(pieces), b"".join(pieces) + d.flush() == DATA, d.eof, d.unused_data)
c = zlib.compressobj()
parts = [c.compress(b"aaaa" * 50), c.flush(zlib.Z_SYNC_FLUSH), c.compress(b"bbbb"), c.flush(zlib.Z_FULL_FLUSH)]
twin = c.copy()
parts2 = parts + [twin.compress(b"other"), twin.flush()]
parts += [c.compress(b"cc"), c.flush()]
d = zlib.decompressobj()
print([len(d.decompress(p)) for p in parts[:4]], parts[1][-4:], zlib.decompress(b"".join(parts))[-6:], zlib.decompress(b"".join(parts2))[-6:])
e = d.copy()
print(e.decompress(parts[4] + parts[5]), d.decompress(parts2[4] + parts2[5]), d.eof)
t(c.compress, b"after the end")
t(d.decompress, b"x", -1)
print(zlib.adler32(b"abc"), zlib.adler32(b"c", zlib.adler32(b"ab")), zlib.crc32(b"abc", 5), zlib.crc32(b""), zlib.adler32(b""), zlib.adler32(DATA), zlib.MAX_WBITS, zlib.DEFLATED)
t(zlib.crc32, "x")

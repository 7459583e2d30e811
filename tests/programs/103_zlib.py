# zlib: whole strings, objects, dictionaries, pieces, errors.
import zlib
def A(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
d=zlib.compress(b'hello'*10)
for f in (lambda: zlib.compress(b'x',10), lambda:zlib.compress(b'x',-2), lambda: zlib.compress('x'), lambda:zlib.compress(b'x',wbits=99), lambda:zlib.compress(b'x',wbits=0),lambda: zlib.decompress(b'x'), lambda: zlib.decompress(b''), lambda:zlib.decompress(d[:-1]), lambda:zlib.decompress(d+b'zz'), lambda:zlib.decompress(d,bufsize=-1),lambda:zlib.decompress(d,bufsize=0),lambda:zlib.decompress(d,wbits=50), lambda:zlib.decompress(d,-15), lambda: zlib.decompress(b'x\x9c'+b'\xff'*10), lambda:zlib.decompress(d[:-1]+b'\0'), lambda:zlib.compressobj(10), lambda:zlib.compressobj(method=5),lambda:zlib.compressobj(wbits=3),lambda:zlib.compressobj(memLevel=0),lambda:zlib.compressobj(strategy=9),lambda:zlib.compressobj(zdict=None),lambda:zlib.compressobj(zdict=5),lambda:zlib.compressobj(zdict='x'),lambda:zlib.decompressobj(wbits=90),lambda:zlib.decompressobj(zdict=5),lambda:zlib.decompressobj().decompress(b'',-1),lambda:zlib.decompressobj().flush(0),lambda:zlib.decompressobj().decompress('x'),lambda:type(zlib.compressobj())(), lambda:zlib.adler32('x'), lambda: zlib.crc32(b'x','y'), lambda:zlib.compressobj().compress(), lambda:zlib.compressobj().flush(77), lambda:zlib.compressobj('x'), lambda:zlib.compress(b'a',level='x'), lambda:zlib.compress(b'a',2**40), lambda:zlib.compress(), lambda:zlib.compress(data=b'a')):
    A(f)
c=zlib.compressobj(); x=c.compress(b'abc')+c.flush()
A(lambda:c.compress(b'x')); A(lambda:c.flush()); A(lambda:c.copy())
o=zlib.decompressobj(); print(o.decompress(x),o.eof,o.unused_data,o.unconsumed_tail, o.flush()); A(lambda:o.decompress(b'zz')); A(lambda:o.flush()); A(lambda:o.copy()); print(o.unused_data,o.unconsumed_tail)
zd=b'hello world'
c=zlib.compressobj(zdict=zd); x=c.compress(b'hello world hello')+c.flush()
A(lambda: zlib.decompress(x)); A(lambda: zlib.decompressobj().decompress(x)); A(lambda: zlib.decompressobj(zdict=b'zz').decompress(x)); A(lambda: zlib.decompressobj(zdict=zd).decompress(x))
print([n for n in dir(c) if n[0]!='_' or 'copy' in n],[n for n in dir(o) if n[0]!='_' or 'copy' in n],[(n,getattr(zlib,n)) for n in dir(zlib) if n[0]!='_'and n[0].isupper()],zlib.__version__,zlib.error,zlib.error.__mro__[1],type(c),type(o))
seed = 1


def noise(n):
    global seed
    out = bytearray()
    for _ in range(n):
        seed = (seed * 1103515245 + 12345) % 2**31
        out.append(seed >> 16 & 255)
    return bytes(out)


data = noise(20000) + b"hello world, " * 20000 + noise(1000)
for level in range(-1, 10):
    for wbits in (15, -15, 31, 9, -9):
        packed = zlib.compress(data, level, wbits)
        assert zlib.decompress(packed, wbits) == zlib.decompress(memoryview(packed), wbits=wbits, bufsize=1) == data
packed = zlib.compress(data)
print(len(packed), zlib.crc32(packed), zlib.adler32(data), zlib.adler32(b"b", zlib.adler32(b"a")) == zlib.adler32(b"ab"))
for mode in (zlib.Z_NO_FLUSH, zlib.Z_PARTIAL_FLUSH, zlib.Z_SYNC_FLUSH, zlib.Z_FULL_FLUSH, zlib.Z_BLOCK):
    c = zlib.compressobj(6)
    pieces = []
    for i in range(0, len(data), 7777):
        pieces.append(c.compress(data[i:i + 7777]))
        pieces.append(c.flush(mode))
    twin = c.copy()
    pieces.append(c.flush())
    assert twin.flush() == pieces[-1]
    packed = b"".join(pieces)
    print(mode, len(packed), zlib.decompress(packed) == data)
o = zlib.decompressobj()
out = []
rest = packed + b"trailing"
steps = 0
while rest and not o.eof:
    piece = o.decompress(rest[:1000], 500)
    assert len(piece) <= 500
    out.append(piece)
    rest = o.unconsumed_tail + rest[1000:]
    steps += 1
    if steps == 3:
        other = o.copy()
print(steps, b"".join(out) == data, o.eof, o.unused_data + rest)
print((b"".join(out[:3]) + other.decompress((packed + b"trailing")[0:0] + b"") )[:0], other.eof, len(other.unconsumed_tail) > 0)
o = zlib.decompressobj()
first = o.decompress(packed, 100)
print(len(first), len(o.unconsumed_tail), len(o.flush()), o.eof, o.unconsumed_tail)
o = zlib.decompressobj()
print(o.decompress(packed[:50], 10)[:3], o.flush(1)[:3], o.eof)
o = zlib.decompressobj(-15, zdict=b"dictionary words")
c = zlib.compressobj(wbits=-15, zdict=bytearray(b"dictionary words"))
raw = c.compress(b"dictionary dictionary words") + c.flush()
print(o.decompress(raw), o.eof)
o = zlib.decompressobj(zdict=memoryview(b"hello world"))
c = zlib.compressobj(zdict=b"hello world")
raw = c.compress(b"hello world" * 3) + c.flush()
print(b"".join(o.decompress(raw[i:i + 1]) for i in range(len(raw))), o.eof)
gz = zlib.compress(b"abc", wbits=31)
print(gz[:3], zlib.decompress(gz, 47), zlib.decompress(packed, 0) == data)

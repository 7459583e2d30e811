"""base64, binascii, quopri and uu: encodings of bytes in text, alphabets, padding, whitespace and what is refused. Prints results and errors."""
import base64
import binascii
import io
import quopri


def t(f, *args, **kwargs):
    try:
        print(f.__name__, f(*args, **kwargs))
    except Exception as e:
        print(f.__name__, type(e).__name__ + ":", e)


data = bytes(range(256))
for name in "b16 b32 b32hex b64 standard_b64 urlsafe_b64 b85 a85".split():
    encode, decode = getattr(base64, name + "encode"), getattr(base64, name + "decode")
    for sample in [b"", b"f", b"fo", b"foo", b"foob", b"fooba", b"foobar", b"\0\0\0\0", b"    ", b"\xff" * 5]:
        text = encode(sample)
        print(name, text, decode(text) == sample, end=" ")
    print(decode(encode(data)) == data, decode(encode(data).decode()) == data, len(encode(data)))
t(base64.b64encode, data[:12] + b"\xfb\xff", b"-_")
t(base64.b64decode, b"-_-_", altchars=b"-_")
t(base64.b64encode, b"a", b"xyz")
for bad in [b"YQ", b"YQ=", b"YQ==", b"YQ===", b"Y Q = =", b"Y!Q=", b"YQ==YQ==", b"=YQ=", b"Y", b"YWJj\n", "YQ==", "Y\u20ac==", b"YW=Jj", b""]:
    t(base64.b64decode, bad)
    t(base64.b64decode, bad, validate=True)
for bad in [b"MY", b"my======", b"MY======", b"MZXW6===", b"M1======", b"M=======", b"MZXW6YQ=", "MZXW6YTB"]:
    t(base64.b32decode, bad)
    t(base64.b32decode, bad, True, b"I")
for bad in [b"0", b"0G", b"ab", b"AB"]:
    t(base64.b16decode, bad)
    t(base64.b16decode, bad, True)
t(base64.a85encode, b"a sentence, long enough to wrap" * 2, wrapcol=20)
t(base64.a85encode, b"xyz\0\0\0\0    ", foldspaces=True, adobe=True)
t(base64.a85encode, b"xyz", pad=True)
t(base64.a85decode, b"<~GA(]~>", adobe=True)
t(base64.a85decode, b"GA(]", adobe=True)
t(base64.a85decode, b"y+<Ve", foldspaces=True)
t(base64.a85decode, b"GA (\n]")
t(base64.a85decode, b"vvv")
t(base64.a85decode, b"s8W-\"")
t(base64.a85decode, b"abzcd")
t(base64.b85decode, b"~~~~~")
t(base64.b85decode, b'a"b')
t(base64.b85encode, b"ab", pad=True)
t(base64.b64encode, "text")
t(base64.b64encode, memoryview(data)[::85])
t(base64.b64encode, [1])
t(base64.encodebytes, data[:70])
t(base64.decodebytes, b"AAEC\nAwQF\n")
t(base64.encodebytes, memoryview(b"abcd").cast("I"))
source, target = io.BytesIO(data), io.BytesIO()
base64.encode(source, target)
target.seek(0)
back = io.BytesIO()
base64.decode(target, back)
print(back.getvalue() == data, target.getvalue()[:80])

t(binascii.hexlify, b"\x00\xff\x10abc", "-", 2)
t(binascii.hexlify, b"\x00\xff\x10abcd", b":", -3)
t(binascii.hexlify, b"ab", "--")
t(binascii.unhexlify, "00fF")
t(binascii.unhexlify, "0")
t(binascii.unhexlify, "0x")
t(binascii.crc32, b"hello", 7)
t(binascii.crc_hqx, b"hello", 7)
t(binascii.a2b_uu, b"#86)C\n")
t(binascii.a2b_uu, b"\x7f")
t(binascii.b2a_uu, b"abc")
t(binascii.b2a_uu, b"\0" * 3, backtick=True)
t(binascii.b2a_uu, b"x" * 46)
t(binascii.b2a_base64, b"abc", newline=False)
t(binascii.a2b_base64, b"=", strict_mode=True)
t(binascii.a2b_base64, b"ab=c", strict_mode=True)
t(binascii.a2b_base64, b"abc\n", strict_mode=True)
t(quopri.encodestring, "caf\u00e9 = x \t\nend of line \n".encode(), quotetabs=True)
t(quopri.encodestring, b"a_b c\xff", header=True)
t(quopri.decodestring, b"caf=C3=A9_=\nx=3Dy =\r\nz", header=False)
t(quopri.decodestring, b"a_b=20", header=True)
t(quopri.encodestring, b"x" * 100)
t(binascii.a2b_qp, b"=4a=4A=zz= \n=")
t(binascii.b2a_qp, b".\n..\r\n \t", True, True)

# bytes and bytearray % formatting, methods that take integers or buffers, construction, hex, translate, splitting, and
# what comes back as which type. Prints results and every refusal.


def attempt(f, *args, **named):
    try:
        return f(*args, **named)
    except Exception as error:
        return "%s: %s" % (type(error).__name__, error)


class AsBytes:
    def __bytes__(self): return b"<bytes>"


class Bytes(bytes):
    def __bytes__(self): return b"other"


for template, value in (
    (b"%s", b"x"), (b"%b", bytearray(b"y")), (b"%s", AsBytes()), (b"%b", memoryview(b"mv")), (b"%a", "é"), (b"%r", b"q"), (b"%d", 5), (b"%5d|", -3), (b"%-5d|", 3), (b"%05d", -3), (b"%+d", 3), (b"% d", 3),
    (b"%x", 255), (b"%#X", 255), (b"%#o", 8), (b"%.3d", 5), (b"%c", 65), (b"%c", b"z"), (b"%c", bytearray(b"w")), (b"%5c|", 65), (b"%-5s|", b"ab"), (b"%.1s", b"ab"), (b"%f", 1.5), (b"%.2e", 12345.678), (b"%g", 1e-5), (b"%%", ()),
    (b"%(a)s %(b)d", {b"a": b"A", b"b": 2}), (b"%*d", (5, 42)), (b"%.*f", (2, 3.14159)), (b"%i%u", (1, 2)), (b"%s", Bytes(b"sub")), (b"\xff%s\x00", b"\x80"),
    (b"%s", "x"), (b"%s", 5), (b"%b", None), (b"%c", 256), (b"%c", -1), (b"%c", b"ab"), (b"%c", "a"), (b"%d", "a"), (b"%d", b"1"), (b"%x", 1.5), (b"%f", b"1"), (b"%z", 1), (b"%z.1f", -0.01), (b"%zzd", 1), (b"%", ()), (b"%d", ()), (b"%d", (1, 2)), (b"x", 1), (b"x", {}),
    (b"%(a)s", {"a": b""}), (b"%(a)s", 5), (b"%(a", {}), (b"%s %s", (b"a",)), (b"%ld", 5),
):
    print(template, attempt(lambda: template % value), type(attempt(lambda: bytearray(template) % value)).__name__)
ba = bytearray(b"n=%d")
ba %= 5
print(ba)

print(bytes(3), bytes([1, 255]), bytes("é", "utf-8"), bytes(range(3)), bytes(AsBytes()), bytes(memoryview(b"abc")[::2]), bytes(x for x in (1, 2)), bytearray(2), Bytes(b"a"), bytes(Bytes(b"a")))
for args in ("a",), (256,) * 0 + ([256],), ([-1],), (["a"],), (-1,), (1.5,), (None,), ("é", "ascii"), (b"a", "ascii"), (5, "ascii"), (2**70,), ([2**70],):
    print(attempt(bytes, *args), "|", attempt(bytearray, *args))

b = b"one two  three"
print(b.split(), b.split(b" "), b.split(None, 1), b.rsplit(b" ", 1), b.partition(b"two"), b.rpartition(b" "), b.splitlines(), b"a\nb\r\nc\x0bd\x85".splitlines(True))
print(b.find(b"t"), b.find(ord("t"), 5), b.rfind(b"e"), b.index(b""), b.count(b"e"), b.count(101), b.count(b""), ord("w") in b, b"wo" in b, b"" in b"", attempt(lambda: "o" in b), attempt(lambda: 256 in b), attempt(b.find, 256), attempt(b.index, b"zz"), attempt(b.find, "o"))
print(b.replace(b"o", b"00", 1), b.replace(b"", b"-", 2), b.translate(None, b"aeiou"), b.translate(bytes(range(255, -1, -1)))[:3], bytes.maketrans(b"ab", b"xy")[96:100], attempt(b.translate, b"short"), attempt(bytes.maketrans, b"a", b"xy"))
print(b.upper(), b"\xe9A".lower(), b"abc def".title(), b"aBC".capitalize(), b"aB\xe9".swapcase(), b"x".center(5, b"*"), b"-1".zfill(4), b"a\tb".expandtabs(3), attempt(b"x".center, 5, b"ab"), attempt(b"x".ljust, 5, "a"))
print(b"abc".isalpha(), b"\xe9".isalpha(), b"1".isdigit(), b"a1".isalnum(), b" \x0b".isspace(), b"A b".istitle(), b"".isascii(), b"\x80".isascii(), b"a1".islower(), b"A1".isupper())
print(b"  x ".strip(), b"xxax".strip(b"x"), b"x".lstrip(b""), attempt(b"x".strip, "x"), b"abc".removeprefix(bytearray(b"a")), b"abc".startswith((b"x", b"a")), attempt(b"abc".startswith, "a"), attempt(b"abc".endswith, ("a",)), attempt(b"abc".startswith, [b"a"]))
print(b"-".join([b"a", bytearray(b"b"), memoryview(b"c")]), bytearray(b"-").join([b"a"]), attempt(b"".join, ["a"]), attempt(b"".join, [1]), attempt(b"".join, 5))
print(b"\x00\xff\x10".hex(), b"\x00\xff\x10".hex("-"), b"abcde".hex(":", 2), b"abcde".hex(":", -2), bytes.fromhex(" 0a FF\n00 "), bytearray.fromhex("ff"), attempt(bytes.fromhex, "f"), attempt(bytes.fromhex, "fg"), attempt(bytes.fromhex, "f f"), attempt(bytes.fromhex, "é"), attempt(b"a".hex, "ab"), attempt(b"a".hex, "é"))
print(b + b"!", b"a" + bytearray(b"b"), bytearray(b"a") + b"b", b"ab" * 2, 0 * b"a", attempt(lambda: b"a" + "b"), attempt(lambda: b"a" + [1]), attempt(lambda: b"a" * 1.5), attempt(lambda: b"a" * b"b"), b"a" + memoryview(b"b"))
print(b[0], b[-1:], b[::3], b[10:2:-2], list(b[:3]), attempt(lambda: b[99]), attempt(lambda: b["a"]), b"\\\n\t\r'\"\x7f\xff", b"'", b'"', repr(bytearray(b"'")), b"a" < b"b" < bytearray(b"c"), b"a" == bytearray(b"a"), hash(b"a") == hash(Bytes(b"a")))
print(type(Bytes(b"ab")[:1]).__name__, type(Bytes(b"ab").upper()).__name__, type(Bytes(b"ab") + b"").__name__, b.decode(), b"\xe9".decode("latin-1"), attempt(b"\xff".decode), b"\xffa".decode("utf-8", "replace"), b"\xff".decode(errors="backslashreplace"))
print({b"a": 1}.get("a"), b"a" in {"a"}, b"a" == "a", {b"k": 1}[bytes(bytearray(b"k"))], attempt(hash, bytearray(b"")), len({b"", "", ()}))

"""bytes: literals, methods, slices, conversion to and from text, hex and ints, errors."""


def attempt(f, *args, **named):
    try:
        return repr(f(*args, **named))
    except Exception as error:
        return f"{type(error).__name__}: {error}"


samples = [b"", b"a", b"Hello World", b"  pad\t\n", b"\x00\xff\x80'\"\\", b"a,b,,c", b"l1\nl2\r\nl3", b"12", "\u20ac\u00e9".encode()]
for method in "upper lower title swapcase capitalize strip lstrip rstrip split rsplit splitlines isalpha isdigit isalnum isspace isupper islower istitle isascii expandtabs hex decode".split():
    print(method, *(attempt(getattr(sample, method)) for sample in samples), sep=" | ")
for method, args in [("split", (b",",)), ("find", (b"l",)), ("find", (108,)), ("index", (b"q",)), ("count", (b"",)), ("replace", (b"l", b"LL")), ("join", ([b"x", b"y"],)), ("join", (["s"],)),
                     ("partition", (b" ",)), ("startswith", ((b"H", b"a"),)), ("endswith", ("d",)), ("center", (7, b"*")), ("zfill", (5,)), ("translate", (None, b"l")), ("removeprefix", (b"He",)),
                     ("decode", ("ascii", "replace")), ("decode", ("latin-1",)), ("decode", ("utf-8", "ignore")), ("hex", (":",)), ("hex", ("_", 2)), ("split", (b"",)), ("strip", (b"a ld",))]:
    print(method, args, *(attempt(getattr(sample, method), *args) for sample in samples), sep=" | ")
b = b"abcdef"
print(b[0], b[-1], b[1:3], b[::-2], list(b[:3]), 97 in b, b"cd" in b, b + b"!", 2 * b, len(b), hash(b) == hash(bytes(b)))
print(bytes(), bytes(3), bytes([1, 255]), bytes("\u00e9", "utf-8"), bytes(range(4)), bytes(b"same"), bytes.fromhex("00 fF 10"))
for args in [(-1,), ([256],), ([-1],), ("text",), (1.5,), (["a"],), (None,), (1, "ascii")]:
    print(args, attempt(bytes, *args))
print(attempt(lambda: b[9]), attempt(lambda: b["x"]), attempt(lambda: b + "s"), attempt(lambda: "s" + b), attempt(lambda: b < "s"), b == "abcdef")
print(attempt(bytes.fromhex, "0g"), attempt(bytes.fromhex, "123"), b"\x41\102\n\
c", rb"\x41", b'q"', b"q'", b"\"'")
print(b"%d %s %r %x %05.1f %c %%" % (1, b"by", "r", 255, 2.5, 65), attempt(lambda: b"%s" % "text"), b"%b" % b"x")
print(sorted([b"b", b"a", b"B"]), max(b"abc"), sum(b"abc"), [*b"xyz"], b"a" < b"b", bytes.maketrans(b"ab", b"xy")[96:100])
for encoding in ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "latin-1", "ascii", "nonsense"]:
    print(encoding, attempt("h\u00e9\u20ac".encode, encoding, "replace"), attempt(b"h\xc3\xa9\x00".decode, encoding))
for bad in [b"\xff", b"a\xe2\x82", b"\xc0\x80", b"\xed\xa0\x80", b"\xf8ab", b"ok\x80ok"]:
    print(attempt(bad.decode), attempt(bad.decode, "utf-8", "replace"), attempt(bad.decode, "utf-8", "backslashreplace"), ascii(bad.decode("utf-8", "surrogateescape")))
print("\udc80".encode("utf-8", "surrogateescape"), attempt("\ud800".encode))

"""Encodings, their errors and error handlers, through str, bytes and _codecs."""
import _codecs
import codecs

HANDLERS = ["strict", "ignore", "replace", "backslashreplace", "xmlcharrefreplace", "namereplace", "surrogateescape",
            "surrogatepass", "unknown"]


def show(what, f, *args):
    try:
        print(what, ascii(f(*args)))
    except Exception as e:
        print(what, type(e).__name__, ascii(str(e)))


for handler in HANDLERS:
    for encoding in "ascii latin-1 utf-8 utf-16 utf-32-be cp1252 koi8-r utf-7 unicode_escape raw_unicode_escape".split():
        show("%s %s" % (handler, encoding), "a\u20ac\ud801\udc80b\xe9\U0001f600".encode, encoding, handler)
    for encoding in "ascii utf-8 utf-16-le utf-32 cp1252 utf-7 unicode_escape raw_unicode_escape".split():
        for data in (b"a\xff\xed\xa0\x80\xf0\x90b", b"\\x4", b"\\N{nosuch}\\U99999999", b"+AGE", b"\x00\xd8\x00\xdc", b"\x81\x8d"):
            show("%s %s" % (handler, encoding), data.decode, encoding, handler)

print("--- what comes in pieces")
for name, data in (("utf-8", "aé€😀".encode()), ("utf-16", "aé€😀".encode("utf-16")), ("utf-32", "a😀".encode("utf-32")),
                   ("utf-7", "aé€😀b".encode("utf-7")), ("unicode_escape", rb"\x41\u20ac\N{DIGIT ONE}\n"),
                   ("raw_unicode_escape", rb"\u20ac\n\U0001f600")):
    decoder = codecs.getincrementaldecoder(name)()
    print(name, ascii([decoder.decode(data[i:i + 1]) for i in range(len(data))]), ascii(decoder.decode(b"", True)))

for i in range(4):
    decoder = codecs.getincrementaldecoder("utf-8")("surrogatepass")
    print(ascii([decoder.decode("\ud901".encode("utf-8", "surrogatepass")[:i]), decoder.decode(b"\xed\xa4\x81"[i:], True)]))

print("--- handlers of one's own")


def upper(error):
    if isinstance(error, UnicodeEncodeError):
        return error.object[error.start:error.end].upper(), error.end
    return "<%d:%d>" % (error.start, error.end), error.end


def back(error):
    return "?", -1


def bad(error):
    return 3


def other_input(error):
    error.object = b"replaced"
    return "!", 0


for handler in (upper, back, bad, other_input):
    codecs.register_error("test." + handler.__name__, handler)
show("upper", "aéb".encode, "ascii", "test.upper")
show("upper", "aéb".encode, "latin-1", "test.upper")
show("upper", b"a\xff\xfeb".decode, "ascii", "test.upper")
show("back", b"a\xffb".decode, "ascii", "test.back")
show("bad", "é".encode, "ascii", "test.bad")
show("bad", b"\xff".decode, "ascii", "test.bad")
show("other input", b"ab\xff".decode, "utf-8", "test.other_input")
for name in HANDLERS:
    show(name, lambda: codecs.lookup_error(name)(UnicodeEncodeError("utf-8", "a\ud800é", 1, 3, "why")))
    show(name, lambda: codecs.lookup_error(name)(UnicodeDecodeError("utf-8", b"a\xed\xa0\x80", 1, 2, "why")))
    show(name, lambda: codecs.lookup_error(name)(UnicodeTranslateError("aé", 1, 2, "why")))
    show(name, lambda: codecs.lookup_error(name)(3))

print("--- the registry")


def search(name):
    if name == "test_codec":
        return (lambda s, e="strict": (b"<" + s.encode() + b">", len(s)), lambda b, e="strict": (bytes(b).decode()[1:-1], len(b)),
                None, None)
    if name == "test_wrong":
        return 3
    if name == "test_raising":
        def fail(s, e="strict"):
            raise ValueError("inside")
        return fail, fail, None, None
    return None


codecs.register(search)
show("mine", "abc".encode, "Test-Codec")
show("mine", b"<abc>".decode, "TEST CODEC")
show("wrong", "abc".encode, "test_wrong")
show("raising", "abc".encode, "test_raising")
show("unknown", "abc".encode, "no such")
codecs.unregister(search)
show("gone", "abc".encode, "test_codec")
show("hex", "abc".encode, "hex")
show("hex", b"616263".decode, "hex")
show("rot13", codecs.encode, "abc", "rot13")
show("lookup", lambda: codecs.lookup("UTF8").name)

print("--- charmap, escapes, arguments")
table = _codecs.charmap_build("".join(map(chr, range(128))) + "é" * 128)
print(type(table).__name__, _codecs.charmap_encode("aé", "strict", table), type(_codecs.charmap_build("ba")).__name__)
show("map", _codecs.charmap_encode, "abc", "strict", {97: 65, 98: b"xyz", 99: None})
show("map", _codecs.charmap_encode, "a", "strict", {97: 256})
show("map", _codecs.charmap_encode, "a", "strict", {97: "s"})
show("map", _codecs.charmap_decode, b"\0\1\2", "replace", {0: 97, 1: "bc"})
show("map", _codecs.charmap_decode, b"\0", "strict", {0: 1 << 30})
show("map", _codecs.charmap_decode, b"\0\1", "strict", "a\ufffe")
show("escape", _codecs.escape_decode, rb"\x41\101\n\'\"\\" + b"\\\n")
show("escape", _codecs.escape_decode, rb"\x4")
show("escape", _codecs.escape_decode, rb"a\x4z\xq", "replace")
show("escape", _codecs.escape_decode, b"\\")
show("escape", _codecs.escape_encode, bytes(range(0, 256, 5)) + b"'\"\\\n\t")
show("ex", _codecs.utf_16_ex_decode, b"\xfe\xff\0a\0")
for f in (_codecs.utf_8_decode, _codecs.utf_8_encode, _codecs.utf_16_encode, _codecs.lookup, _codecs.charmap_build,
          _codecs.escape_encode, _codecs.register_error, _codecs.readbuffer_encode):
    show(f.__name__, f)
    show(f.__name__, f, 3)

"""codecs: encoders and decoders step by step, readers and writers, marks of byte order, handlers, transforms, registering one. Prints text and bytes."""
import codecs
import io
import os
import tempfile


def t(f, *args, **kwargs):
    try:
        print(ascii(f(*args, **kwargs)))
    except Exception as e:
        print(type(e).__name__ + ":", ascii(str(e)))


TEXT = "a\u00e9\u20ac\U0001f600\n"
for name in ["utf-8", "utf_8_sig", "utf-16", "UTF-16-LE", "utf-32-be", "latin1", "cp1252", "ascii", "utf-7", "idna", "punycode", "raw_unicode_escape", "unicode_escape", "koi8-r", "cp437", "iso8859-15",
             "mac-roman", "cp1140", "nosuch", "rot13", "hex"]:
    t(codecs.encode, TEXT, name)
    t(lambda: (lambda i: (i.name, i.encode("x")[1], i.decode(b"xx")[0], i._is_text_encoding))(codecs.lookup(name)))
for name in ["utf-8", "utf-16", "utf-8-sig", "utf-7", "utf-32", "cp1252"]:
    errors = "strict" if name != "cp1252" else "replace"
    inc = codecs.getincrementalencoder(name)(errors)
    pieces = [inc.encode(c) for c in TEXT[:3]] + [inc.encode("", True), inc.encode("z")]
    print(name, pieces, inc.getstate())
    dec = codecs.getincrementaldecoder(name)(errors)
    out = []
    for b in b"".join(pieces[:4]):
        out.append(dec.decode(bytes([b])))
        if len(out) == 3:
            state = dec.getstate()
            print("   state", state)
    print("  ", ascii(out), ascii(dec.decode(b"", final=True)))
    dec.setstate(state)
    dec.reset()
dec = codecs.getincrementaldecoder("utf-8")()
t(dec.decode, b"\xe2\x82")
t(dec.decode, b"", True)
dec.reset()
t(dec.decode, b"\xff")
print(list(codecs.iterencode(["a", "\u20ac"], "utf-8-sig")), ascii(list(codecs.iterdecode([b"\xe2", b"\x82\xac"], "utf-8"))))
with tempfile.TemporaryDirectory() as place:
    path = os.path.join(place, "f")
    with codecs.open(path, "w", "utf-16") as f:
        f.write("line \u00e9\n")
        f.writelines(["two\n", "three"])
    with open(path, "rb") as f:
        print(f.read()[:14])
    with codecs.open(path, encoding="utf-16") as f:
        print(ascii(f.readline()), f.read(2), ascii(f.readlines()))
        f.seek(0)
        print(ascii(list(f)), f.mode)
    with codecs.open(path, "r+b") as f:
        print(f.read(2))
r = codecs.getreader("utf-8")(io.BytesIO("abc\r\nd\u20acf\u2028g\n\nend".encode()))
print(ascii([r.readline(), r.readline(keepends=False), r.read(1), r.read(-1, 2), r.readlines()]))
w = codecs.getwriter("cp1252")(io.BytesIO(), errors="xmlcharrefreplace")
w.write("x\u20ac\U0001f600")
print(w.getvalue(), w.errors)
rw = codecs.EncodedFile(io.BytesIO(), "utf-8", "latin-1")
rw.write("\u00e9".encode())
print(rw.stream.getvalue(), codecs.StreamReaderWriter(io.BytesIO(b"q\xc3\xa9"), codecs.getreader("utf-8"), codecs.getwriter("utf-8")).read())
for handler in ["strict", "ignore", "replace", "xmlcharrefreplace", "backslashreplace", "namereplace", "surrogateescape", "surrogatepass", "nosuch"]:
    t("a\u20ac\udc80\U0001f600".encode, "ascii", handler)
    t(b"a\xff\xe2\x82z".decode, "utf-8", handler)


def dots(error):
    if isinstance(error, UnicodeDecodeError):
        return f"<{error.object[error.start:error.end].hex()}>", error.end
    return "." * (error.end - error.start), error.end


codecs.register_error("dots", dots)
t("a\u20ac\u20acb".encode, "latin1", "dots")
t(b"a\xff\xc3(".decode, "utf-8", "dots")
codecs.register_error("bad", lambda e: ("x", 99))
t(b"\xff".decode, "ascii", "bad")
codecs.register_error("worse", lambda e: 3)
t(b"\xff".decode, "ascii", "worse")
t(codecs.register_error, "x", 3)
t(codecs.lookup_error, "none")
t(codecs.strict_errors, UnicodeEncodeError("u", "ab", 0, 1, "why"))
t(codecs.replace_errors, UnicodeTranslateError("ab", 0, 2, "why"))


def search(name):
    if name == "backwards":
        return codecs.CodecInfo(lambda s, e="strict": (s[::-1].encode(), len(s)), lambda b, e="strict": (bytes(b).decode()[::-1], len(b)), name="backwards")


codecs.register(search)
t("abc".encode, "Backwards")
t(b"abc".decode, "backwards")
codecs.unregister(search)
t("abc".encode, "backwards")
for name in ["rot13", "hex", "base64", "quopri", "zlib", "uu"]:
    t(lambda: codecs.decode(codecs.encode("abc" if name == "rot13" else b"abc", name), name))
    t("abc".encode, name)
t(codecs.decode, b"zz", "hex")
t(codecs.encode, 5, "utf-8")
print(codecs.BOM_UTF8, codecs.BOM == codecs.BOM_LE, codecs.charmap_build("abc") is not None, codecs.escape_decode(rb"\x41\n"), codecs.make_identity_dict(range(2)))

"""Encodings through the codecs of _codecs, their error handlers, and format strings; no standard library."""
import _codecs
import _string


def upper(error):
    return "?", error.end


_codecs.register_error("test.upper", upper)
for handler in ("replace", "backslashreplace", "xmlcharrefreplace", "surrogatepass", "test.upper", "namereplace"):
    for encoding in ("ascii", "utf-8", "utf-16"):
        try:
            "aé\ud800b".encode(encoding, handler)
            b"a\xff\xed\xa0\x80b\0".decode(encoding, handler)
        except UnicodeError:
            pass
        except TypeError:
            pass
_codecs.utf_7_decode(_codecs.utf_7_encode("aé€b")[0], None, True)
_codecs.unicode_escape_decode(rb"\x41\u20ac\N{DIGIT ONE}")
_codecs.escape_decode(rb"\x41\n")
_codecs.charmap_encode("aé", "replace", _codecs.charmap_build("".join(map(chr, range(256)))))
_codecs.charmap_encode("ab", "ignore", {97: b"xyz"})
_codecs.charmap_decode(b"\0\1", "replace", {0: "bc"})
print(list(_string.formatter_parser("a{b!r:c}d")), list(_string.formatter_field_name_split("a.b[0]")[1]))

import traceback

for data, codec in ((b"\x80", "utf-8"),
                    (b"ab\xe2\x82", "utf-8"),
                    (b"\xf0\x28\x8c\xbc", "utf-8"),
                    (b"\xed\xa0\x80", "utf-8"),
                    (b"\xff", "ascii"),
                    (b"\x00", "utf-16"),
                    (b"\x00\xd8", "utf-16-le"),
                    (b"\x00\x00\x11\x00", "utf-32-le"),
                    (b"\\x4", "unicode_escape"),
                    (b"\\N{nosuch}", "unicode_escape"),
                    (b"\x81", "cp1252"),
                    (b"!", "idna"),
                    (b"\xff\xfe\x00", "utf-16"),
                    (b"+A-", "utf-7"),
                    (b"%", "nosuch")):
    try:
        data.decode(codec)
    except Exception:
        traceback.print_exc()
for text, codec in (("\u20ac", "latin-1"),
                    ("a\u20ac\U0001f600b", "ascii"),
                    ("\ud800x", "utf-8"),
                    ("\udc80", "utf-16"),
                    ("\u0416", "cp1252"),
                    ("\U0001f600", "iso8859-15")):
    try:
        text.encode(codec)
    except Exception:
        traceback.print_exc()
"\ud83d".encode("utf-8")

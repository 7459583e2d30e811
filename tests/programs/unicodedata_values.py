# slow: it goes over many code points
"""unicodedata at every 11th code point, names there and back, normal forms, and str's view of the same characters."""
import unicodedata as u


def digest(function, step=11):
    h = 0
    for c in range(0, 0x110000, step):
        for x in str(function(chr(c))):
            h = (h * 1000003 ^ ord(x)) & 0xffffffffffff
    return h


def show(f, *args):
    try:
        print(f.__name__, ascii(f(*args)))
    except Exception as e:
        print(f.__name__, type(e).__name__, ascii(str(e)))


for ucd in (u, u.ucd_3_2_0):
    for name in "category bidirectional combining east_asian_width mirrored decomposition".split():
        print(name, digest(getattr(ucd, name)))
    for name in "name decimal digit numeric".split():
        print(name, digest(lambda c, f=getattr(ucd, name): f(c, None)))
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        print(form, digest(lambda c: ucd.normalize(form, c)), digest(lambda c: ucd.normalize(form, "\u1112" + c + "\u0327\u0301"), 97))
for name in ("lower upper title casefold swapcase capitalize isalpha isdecimal isdigit isnumeric isalnum islower isupper istitle "
             "isspace isprintable isidentifier").split():
    print(name, digest(lambda c: getattr(c, name)()))
print(digest(lambda c: ("a" + c + "\u03a3").lower() + ("\u03a3" + c + "a").lower() + ("a" + c + "b").title(), 23))
print([c for c in range(0, 0x110000, 5) if u.name(chr(c), None) and u.lookup(u.name(chr(c))) != chr(c)])
print([hex(c) for c in range(0x3100) if len(("a" + chr(c) + "b").splitlines()) > 1])
print([hex(c) for c in range(0x3100) if len(("a" + chr(c) + "b").split()) > 1])

for text in ("\u0041\u030a\u0301", "\u1100\u1161\u11a8", "\uac01", "\u0344", "\ufb01", "a\u0315\u0300\u05ae\u0062", "\u09c7\u09be", "\U0001d15e",
             "\u2126\u212b", "e" + "\u0301" * 40, "\ud800\u0301", "", "plain"):
    print([ascii(u.normalize(form, text)) for form in ("NFC", "NFD", "NFKC", "NFKD")],
          [u.is_normalized(form, text) for form in ("NFC", "NFD", "NFKC", "NFKD")])

for f in (u.name, u.category, u.decimal, u.digit, u.numeric, u.combining, u.decomposition):
    for args in (("ab",), (3,), ("\x00",), ()):
        show(f, *args)
for f in (u.name, u.decimal, u.digit, u.numeric):
    show(f, "\x01", "d")
for name in ("nosuch", "latin small letter a", "KEYCAP DIGIT ONE", "keycap number sign", "x" * 300, 3, "NULL", "BOM", "é", "", b"SPACE",
             "HANGUL SYLLABLE GAG", "CJK UNIFIED IDEOGRAPH-4E00", "LATIN SMALL LETTER R WITH TILDE"):
    show(u.lookup, name)
for c in "\u01a2\ufeff\u4e00\ud7a3 \u0709\U0001b001\U000e0100":
    show(u.name, c)
show(u.normalize, "x", "é")
show(u.normalize, 3, "")
show(u.normalize, "NFC", 3)
show(u.is_normalized, "x", "é")
print(u.unidata_version, u.ucd_3_2_0.unidata_version, u.UCD, "é€\U0001f600".encode("ascii", "namereplace"))

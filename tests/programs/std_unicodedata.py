"""unicodedata, stringprep and case: names, categories, numbers, widths, combining, normal forms, folding compared; texts padded and sorted as eyes see them. Prints them."""
import stringprep
import unicodedata as u


def t(f, *args):
    try:
        print(ascii(f(*args)))
    except Exception as e:
        print(type(e).__name__ + ":", ascii(str(e)))


for c in "aA1 \n\t\u00e9\u00bd\u0663\u2167\u4e2d\u0301\u200d\u20ac\ud800\ue000\uffff\U0001f600\u01c5\u3000\uff21\u05d0\u0627\u202e\u00ad\u2028\u1e9e\ufb01\uac00\u2460\u4e09":
    print(f"{ord(c):04x}", u.name(c, "-"), u.category(c), u.bidirectional(c), u.combining(c), u.east_asian_width(c), u.mirrored(c), u.decomposition(c), u.decimal(c, None), u.digit(c, None), u.numeric(c, None), *(m for m in ("isalpha", "isdigit", "isdecimal", "isnumeric", "isspace", "isprintable", "isidentifier", "isupper", "istitle") if getattr(c, m)()))
for name in ["LATIN SMALL LETTER A", "greek small letter alpha", "SNOWMAN", "HANGUL SYLLABLE GAG", "CJK UNIFIED IDEOGRAPH-4E2D", "NO SUCH", "", "LATIN SMALL LETTER R WITH TILDE", "KEYCAP DIGIT ONE", "NULL", "BELL", "LATIN CAPITAL LETTER GHA"]:
    t(u.lookup, name)
for bad in [lambda: u.name("\ue000"), lambda: u.name("ab"), lambda: u.decimal("a"), lambda: u.digit("\u00bd"), lambda: u.numeric("x"), lambda: u.category(""), lambda: u.normalize("NFX", "a"), lambda: u.normalize("NFC", b"a"), lambda: u.lookup(3), lambda: u.category(3), lambda: u.is_normalized("Q", "a")]:
    t(bad)
for text in ["\u00e9", "e\u0301", "\ufb01", "\u212b", "\uac01", "\u1100\u1161\u11a8", "\u1e9b\u0323", "q\u0307\u0323", "\u2460\u00bd", "\u0344", "\uff76\uff9e", "abc", "\u0958", "\u01c4 \u33c7", "a\u0315\u0300\u05ae\u0062", "\u2126\u2000x"]:
    print(ascii(text), *(ascii(u.normalize(f, text)) for f in ("NFC", "NFD", "NFKC", "NFKD")), *(u.is_normalized(f, text) for f in ("NFC", "NFD", "NFKC", "NFKD")))
for text in ["\u00df", "\ufb03", "\u0130", "i\u0307", "\u1e9e", "\u0149", "\u01f0", "\u1f80", "\u03a3\u03a3", "a\u03a3", "\u03a3b", "\u01c6", "\u0345", "\u10d0", "\u13a0", "\uab70", "na\u00efve \u01c4ungla", "they're o\u2019clock"]:
    print(ascii(text), *(ascii(getattr(text, m)()) for m in ("upper", "lower", "title", "capitalize", "swapcase", "casefold")))


def width(text):
    """Columns that a terminal gives the text."""
    return sum(0 if u.combining(c) or u.category(c) in ("Mn", "Me", "Cf") else 2 if u.east_asian_width(c) in "WF" else 1 for c in text)


def plain(text):
    """Without marks: a key to sort by, and to search with."""
    return "".join(c for c in u.normalize("NFKD", text.casefold()) if not u.combining(c))


WORDS = ["\u00c9tude", "etude", "Zebra", "\u00e5ngstr\u00f6m", "apple", "\u65e5\u672c", "cafe\u0301", "caf\u00e9", "\uff26ull", "stra\u00dfe", "STRASSE", "\u0391\u03bb\u03c6\u03b1"]
print(ascii(sorted(WORDS, key=lambda w: (plain(w), w))), ascii([plain(w) for w in WORDS]), [width(w) for w in WORDS], len({u.normalize("NFC", w.casefold()) for w in WORDS}))
print("\n".join(ascii("|" + w + " " * (9 - width(w)) + "|") for w in WORDS[4:8]))
kinds = {}
for code in range(0x3000):
    kinds[u.category(chr(code))] = kinds.get(u.category(chr(code)), 0) + 1
print(dict(sorted(kinds.items())), sum(u.mirrored(chr(i)) for i in range(0x3000)), sum(chr(i).isidentifier() for i in range(0x3000)), sum(chr(i).isprintable() for i in range(0x3000)))
print([hex(i) for i in range(0x2500) if chr(i).isspace()], [hex(i) for i in range(0x700) if u.numeric(chr(i), None) == 3], u.unidata_version, u.ucd_3_2_0.unidata_version, u.ucd_3_2_0.name("\u20ac"), u.ucd_3_2_0.category("\u0221"), u.ucd_3_2_0.normalize("NFC", "e\u0301") == "\u00e9")
print(stringprep.in_table_a1("\u0221"), stringprep.in_table_b1("\u00ad"), ascii(stringprep.map_table_b2("\u00df")), ascii(stringprep.map_table_b3("\u0130")), stringprep.in_table_c12("\u00a0"), stringprep.in_table_c21_c22("\x07"), stringprep.in_table_d1("\u05d0"), stringprep.in_table_d2("a"), stringprep.in_table_c3("\ue000"), stringprep.in_table_c8("\u200e"))
for host in ["b\u00fccher.example", "xn--bcher-kva.example", "stra\u00dfe.de", "\u65e5\u672c.jp", "a..b", "\u00ad", "x" * 64, "BU\u0308CHER", "\u05d0a", "example.", "a\u3002b"]:
    t(host.encode, "idna")
t(b"xn--bcher-kva.xn--".decode, "idna")
print([ascii(s.encode("punycode").decode()) for s in ("b\u00fccher", "\u65e5\u672c\u8a9e", "abc", "")], ascii(b"bcher-kva".decode("punycode")))

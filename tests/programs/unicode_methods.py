# Text outside ASCII: case mapping that changes lengths, title and case folding, predicates, splitting at every line end,
# translate, partition, padding, surrogates and characters beyond 16 bits. Prints code points.


def attempt(f, *args):
    try:
        return f(*args)
    except Exception as error:
        return "%s: %s" % (type(error).__name__, ascii(str(error)))


def show(*values):
    print(*(ascii(v) for v in values))


for text in "straße", "ǆabc ǅabc", "ŉ ΰ ﬃ ﬁx", "İIıi", "ΑΣ ΑΣΑ Σ Σ.", "o'neil they're x1y éa", "\U00010400\U00010428 \U0001E900", "ᾳ ᾼ ΐ", "ß", "ς", "ͅ", "K Å", "Ა ა Ꭰ ꭰ", "\u0130\u0307", "\ud800a\udc00B", "ﬀ ﬄ Őǰẖẗẘẙẚﬓ":
    show(text.upper(), text.lower(), text.title(), text.capitalize(), text.swapcase(), text.casefold())
    print(text.isupper(), text.islower(), text.istitle(), len(text), len(text.upper()), len(text.casefold()))
for c in "a", "A", "ª", "ⅷ", "Ⅷ", "ǅ", "1", "²", "½", "٣", "一", "_", "·", "℘", "\u200d", "\u00ad", " ", "\u2028", "\x85", "\x1f", "\x1c", "\u3000", "\u200b", "\U0001D7D8", "\U0001F600", "\ud800", "\u0378", "\uffff", "፩", "゛", "\x00":
    print(ascii(c), "".join(str(int(getattr(c, "is" + k)())) for k in "alpha digit decimal numeric alnum lower upper title space printable identifier ascii".split()))
print([n for n in ("été", "x²", "x٣", "٣x", "a·b", "·a", "ªx", "℘", "a-b", "", "class", "ﬁ", "\U00020000", "a\ud800", "a\u200db") if n.isidentifier()])

lines = "a\nb\r\nc\rd\x0be\x0cf\x1cg\x1dh\x1ei\x85j\u2028k\u2029l\n\r\n"
show(lines.splitlines(), len(lines.splitlines(True)), "".join(lines.splitlines(True)) == lines, lines.encode().splitlines())
show("\u3000 a\xa0b\u2003\x1c".split(), "\u3000 a\xa0b\u2003\x1c".strip(), " a  b ".split(" "), " a b c ".split(None, 1), " a b c ".rsplit(None, 1), "x".split("xx"), "".split(), "".split(","))
show("aXXbXXc".split("XX", 1), "aXXbXXc".rsplit("XX", 1), "XXXX".split("XX"), "aaa".split("aa"), "aaa".rsplit("aa"), "a\U0001F600b\U0001F600".split("\U0001F600"))
show("a=b=c".partition("="), "a=b=c".rpartition("="), "abc".partition("="), "abc".rpartition("="), "\U0001F600é|ü".partition("|"), attempt("a".partition, ""), attempt("a".split, ""), attempt("a".partition, 1))
show("xxhixx".strip("x"), "áàhàá".strip("àá"), "hi".strip(""), "\U0001F600a".lstrip("\U0001F600b"), "mississippi".rstrip("ipz"), attempt("a".strip, 1))
show("prefix".removeprefix("pre"), "prefix".removesuffix("fix"), "aa".removeprefix("aaa"), "".removesuffix(""))

table = str.maketrans({"a": "á", "b": None, "c": 0x1F600, "d": "long", ord("e"): "e\u0301"})
show("abcdef".translate(table), "abc".translate({97: 98, 98: 97}), "abc".translate(str.maketrans("abc", "xyz", "b")), "abc".translate([None] * 97 + ["X"]), "aé\U0001F600".translate({0x1F600: "\ud83d", 0xe9: None}))
for bad in {97: 0x110000}, {97: -1}, {97: 1.5}, {97: b"x"}, 5:
    show(attempt("ab".translate, bad))
show(attempt(str.maketrans, "ab", "c"), attempt(str.maketrans, {"ab": 1}), attempt(str.maketrans, {1.5: 1}), attempt(str.maketrans, 5), str.maketrans("a", "b", "c"))


class Table:
    def __getitem__(self, key):
        if key == 98:
            raise LookupError
        if key == 99:
            raise KeyError
        if key == 100:
            raise IndexError
        return chr(key + 1)


show("abcde".translate(Table()))
show("a\tb\té\t\U0001F600\tx\n\ty\r\tz".expandtabs(4), "\t".expandtabs(0), "a\tb".expandtabs(-5), "ab".center(7, "é"), "ab".ljust(4, "\U0001F600"), "x".rjust(3), "+5".zfill(5), "-".zfill(3), "--1".zfill(6), "".zfill(2), "é".zfill(3), attempt("a".center, 5, "xy"), attempt("a".center, 5, b"x"))
s = "añ\U0001F600b\ud800ñ"
show(s[::-1], s[1:3], s.find("ñ", 2), s.rfind("ñ"), s.index("\U0001F600"), s.count("ñ"), s.count(""), s.replace("ñ", "\U0001F601", 1), s.replace("", "-", 3), s.find("", 10), s.find("", 6), s.rfind(""), s * 2 == s + s)
show("\ud83d" + "\ude00" == "\U0001F600", len("\ud83d\ude00"), "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"), attempt("\ud800".encode), "\ud800é".encode("ascii", "backslashreplace"), "\udc80".encode("utf-8", "surrogateescape"))
show("abc".startswith(("x", "ab")), "abc".endswith("c", -1), "abc".startswith("", 3), "abc".startswith("", 4), "abc".endswith(()), attempt("a".startswith, ["a"]), attempt("a".startswith, ("a", 1)), attempt("b".startswith, ("a", 1)), "é".startswith("e\u0301"))
show(repr("a'b"), repr('a"b'), repr("a'b\"c"), repr("\x7f\xa0\xad\u0378\u200b\ue000\U0001F600\ud800\t\\"), ascii("é\U0001F600\u0100\x7f'"), str(b"a'", "latin-1"))
show(sorted(["é", "z", "e", "\U00010000", "\uffff", "E", ""]), max("aé\U0001F600"), min("bañ"), "é" in "café", "" in "", "é" == "e\u0301", hash("é") == hash("caf\xe9"[-1:]))
show("-".join(["a", "é", "\U0001F600"]), "".join([]), "é".join("x"), attempt("-".join, ["a", 1]), attempt("-".join, 5), "\U0001F600".join(iter("abc")), ",".join({"k": 1}))

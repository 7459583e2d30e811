"""The methods of str, in ASCII, Latin-1, two-byte and four-byte text; escapes, repr, comparing, errors."""
texts = ["", "a", "Hello World", "  pad\t\n", "stra\u00dfe \u00c9t\u00e9", "\u0394\u03b5\u03bb\u03c4\u03b1 \u20ac", "\U0001F600 smile \U0001F40D", "a,b,,c", "x\ny\r\nz\x0bw\u2028v", "12345", "\u0663", "\u00bd", "ABC", "Title Case", "under_score", "9lives", "\x00\x7f\x80", "\u01c5"]


def attempt(f, *args, **named):
    try:
        return ascii(f(*args, **named))
    except Exception as error:
        return f"{type(error).__name__}: {error}"


plain = "upper lower title swapcase capitalize casefold strip lstrip rstrip split rsplit splitlines isalpha isdigit isalnum isdecimal isnumeric isspace isupper islower istitle isidentifier isprintable isascii expandtabs encode".split()
for method in plain:
    print(method, *(attempt(getattr(text, method)) for text in texts), sep=" | ")
calls = [("split", (",",)), ("split", (None, 1)), ("rsplit", (",", 2)), ("splitlines", (True,)), ("strip", ("aHd ",)), ("find", ("e",)),
         ("rfind", ("",)), ("index", ("l",)), ("rindex", ("l", 0, 4)), ("count", ("",)), ("count", ("l", 1, -1)), ("replace", ("", "-")),
         ("replace", ("l", "<L>", 2)), ("partition", (" ",)), ("rpartition", (" ",)), ("startswith", (("H", "a"),)), ("endswith", ("e", -3)),
         ("center", (15, "*")), ("ljust", (7, "\u20ac")), ("rjust", (12,)), ("zfill", (8,)), ("removeprefix", ("He",)),
         ("removesuffix", ("ld",)), ("translate", ({97: "\u00e4", 98: None, 108: 76},)), ("join", (["1", "2"],)), ("join", ("\u00e9b",)),
         ("join", ([1],)), ("encode", ("ascii", "backslashreplace")), ("encode", ("latin-1", "replace")), ("encode", ("ascii", "xmlcharrefreplace")),
         ("encode", ("utf-16-le",)), ("encode", ("ascii",)), ("center", (3, "ab")), ("split", ("",)), ("index", ("\u20ac",)), ("format", (1,)), ("nothing", ())]
for method, args in calls:
    print(method, ascii(args), *(attempt(lambda: getattr(text, method)(*args)) for text in texts), sep=" | ")
for text in texts:
    print(ascii(repr(text)), len(text), ascii(text * 2), ascii(text[::-1]), ascii(text + "!"), [ord(c) for c in text][:6])
print(sorted(texts) == sorted(texts, key=lambda t: [ord(c) for c in t]), "a" < "B", "Z" < "a", "\u00e9" > "z", "a" < "ab")
print("\x41\u0042\103\N{LATIN SMALL LETTER A}\
joined" r"\n raw" "\t\\ \' \"" '''tri
ple''')
print(repr("'"), repr('"'), repr("'\""), repr("\n\t\r\\\x07"), ascii("\u00e9\u20ac\U0001F600"), str(b"x", "ascii"), str(), str(None))
print("abc" in "xabcx", "" in "", "\u20ac" in "abc", "b" not in "abc", attempt(lambda: 1 in "abc"))
print("%s %r %a %d %5.2f %x %o %e %g %c %c %% %-5s| %05d %+d" % ("s", "r", "\u00e9", 42, 3.14159, 255, 8, 12345.678, 0.0001, "c", 100, "ab", 7, 3))
print("%(a)s %(b)05.1f" % {"a": [1], "b": 2}, "%s" % (None,), "%.3s|%*d" % ("abcdef", 6, 42))
for template, value in [("%d", "x"), ("%s %s", 1), ("%s", (1, 2)), ("%z", 1), ("%c", "ab"), ("%(a)s", 1), ("%", 1), ("%(a)s", {})]:
    print(template, attempt(lambda: template % value))
print(str.maketrans("abc", "xyz", "d"), "abcd".translate(str.maketrans("abc", "xyz", "d")))
print(" ".join(map(chr, range(0x3b1, 0x3c0))) == "".join(chr(c) + " " for c in range(0x3b1, 0x3c0))[:-1])
s = "abc"
t = s
s += "def"
print(s, t, s is t, attempt(lambda: s + 1), attempt(lambda: 1 + s), attempt(lambda: s[10]), attempt(lambda: s["a"]))
try:
    s[0] = "x"
except TypeError as error:
    print(error)

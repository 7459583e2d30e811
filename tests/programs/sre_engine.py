"""Regular expressions: what the engine must get right beyond the ordinary."""
import copy
import re
import _sre


def show(what, f, *args):
    try:
        print(what, ascii(f(*args)))
    except Exception as e:
        print(what, type(e).__name__, ascii(str(e)))


def spans(m):
    return m and (m.regs, m.lastindex, m.lastgroup)


print("--- groups and repetition")
for pattern, text in [
        (r"(a*)*", "aa"), (r"(a*?)*?$", "aa"), (r"(?:(a)|(b))*", "ba"), (r"(?:(a)|(b)|(c))*", "cab"), (r"((a)|(b))*", "ab"),
        (r"(a)|b", "b"), (r"(?P<x>a)(?P<y>b)?", "ac"), (r"(a(b)c)(d)?", "abc"), (r"(?=(a))(?!(b))a", "a"), (r"(?<=(a))b", "ab"),
        (r"(a)?b(?(1)c|d)", "abc"), (r"(a)?b(?(1)c|d)", "bd"), (r"(?>a+)ab", "aaab"), (r"a++b", "aaab"), (r"(?:ab)?+abc", "abc"),
        (r"(\w+) \1", "the the"), (r"(?i)(\w+) \1", "The tHE"), (r"(a){0}b", "b"), (r"(?:a|ab)(?:c|bcd)(d*)", "abcd"),
        (r"x{2,3}?y", "xxxy"), (r"(?:x{2,3})+y", "xxxxxy"), (r"", "abc"), (r"()", "a"), (r"(?:)*?b", "b")]:
    print(pattern, spans(re.search(pattern, text)), spans(re.fullmatch(pattern, text)))

print("--- places")
for pattern in (r"^", r"$", r"\A", r"\Z", r"\b", r"\B", r"(?m)^", r"(?m)$", r"(?a)\b", r"(?a)\B"):
    for text in ("", "a\n", "\n", "a b\nc\n", "é€", "é\u4e00 \u4e00"):
        print(ascii(pattern), ascii(text), [m.span() for m in re.finditer(pattern, text)])
print([m.span() for m in re.compile("^a|b").finditer("aab", 1)], re.compile("a$").search("aab", 0, 2).span())
print(re.compile("(?<=a)b").match("ab", 1).span(), re.compile("b").search("abc", 2, 1))

print("--- case")
for pattern, text in [("k", "\u212aKk"), ("[a-z]", "\u212a\u017fKS"), ("\u03c3", "\u03a3\u03c2\u03c3"), ("[^\u03c3]", "\u03a3\u03c2x"),
                      ("\xdf", "\u1e9eS\xdf"), ("\u0130", "i\u0130I\u0131"), ("[\U00010400-\U00010410]", "\U00010428\U00010438\U00010439"),
                      (r"[^\W\d_]", "aé\u0663_1"), ("\xb5", "\u03bc\xb5\u039c"), ("[^k]", "kK\u212al"), ("\ufb05", "\ufb06")]:
    for flags in (0, re.I, re.I | re.A):
        print(ascii(pattern), int(flags), ascii(re.findall(pattern, text, flags)))
print(ascii(re.findall(b"[\xe0-\xff]", b"\xc0\xe0K", re.I)), ascii(re.findall(rb"(?L)\w", b"a\xe9")))
print(re.findall(r"\w+|\d+|\s+", "a1\u0663\u4e00\ud800 \x1c\u3000b"), re.findall(r"(?a)\w+", "aé1"))

print("--- subjects")
print(ascii(re.findall("[\ud800-\udfff]", "a\ud800b\udfff")), re.search("\U0001f600", "x" * 3), re.search("é", "a\u20ac\xe9").span())
print(re.match(b"a(.)", bytearray(b"ab")).groups(), re.sub(b"b", b"x", memoryview(b"abc")))
show("mixed", re.compile("a").match, b"a")
show("mixed", re.compile(b"a").match, "a")
show("none", re.compile("a").match, None)
data = bytearray(b"aa")
it = re.finditer(b"a", data)
next(it)
show("held", data.append, 1)
del it
data.append(1)

print("--- empty matches")
print(re.sub("x*", "-", "abxd"), re.split("x*", "axbc"), re.findall("x*", "axb"), re.subn("(?m)^", "> ", "a\nb\n"))
print(re.split(r"\b", "a b"), re.sub(r"\b", "|", "ab c"), re.findall(r"(?=(a))", "aa"), re.sub("(a)|", r"<\1>", "ba"))

print("--- templates and functions")
print(re.sub(r"(?P<n>\d)(x)?", r"[\g<n>\1\g<0>\2]", "1x2"), re.sub("a", lambda m: m.group().upper(), "banana", 2))
print(re.match("(a)(b)?", "a").expand(r"\1-\2\n"), re.subn("", "-", "ab"))
show("template", re.sub, "(a)", r"\2", "a")
show("returns", re.sub, "a", lambda m: 3, "a")

print("--- objects")
p = re.compile("(?P<a>x)|(?P<b>y)", re.I | re.X)
print(p, p.flags, p.groups, dict(p.groupindex), p.pattern, p == re.compile("(?P<a>x)|(?P<b>y)", re.I | re.X), copy.copy(p) is p)
print(p == re.compile("x"), hash(p) == hash(copy.deepcopy(p)), re.compile("a" * 250))
m = p.search("zY")
print(m, m.groupdict(), m.groupdict("-"), m["b"], m.start("b"), m.span(), m.pos, m.endpos, m.string, m.re is p, copy.copy(m) is m)
s = p.scanner("xyz")
print(s.match(), s.search(), s.search(), s.search(), s.pattern is p)
for f in (lambda: m.group(3), lambda: m["c"], lambda: m.group(1 << 70), lambda: m.group([]), lambda: p.match(), lambda: re.Pattern(),
          lambda: p < p, lambda: re.Pattern[str], lambda: p.split("a", "b"), lambda: m.groups(1, 2)):
    show("object", f)

print("--- opcodes that are none")
for code in ([], [99, 1], [19, 5], [14, 90, 1], [24, 2, 0, 1], [11, 0, 1], [13, 3, 9, 200, 1],
             [7, 4, 1, 15, 9, 0, 1], [6, 77, 1], [23, 4, 1, 0, 1, 18, 1], [4, 3, 0, 1], [13, 2, 21, 1]):
    show(code, _sre.compile, "x", 0, code, 0, {}, (None,))
show("sum", _sre.compile, "x", 0, [16, 1 << 32, 1], 0, {}, ())
show("sum", _sre.compile, "x", 0, [-1], 0, {}, ())

print("--- large ones")
print(len(re.match("(?:a|b)*", "ab" * 200000).group()), len(re.match("((?:a|b)*?)c", "ab" * 50000 + "c").group(1)))
print(re.fullmatch("a{0,70000}b", "a" * 69999 + "b").end(), re.match("(?:ab){66000}", "ab" * 66000).end(), re.match("a{66000,}?", "a" * 66001).end())
words = ["w%dx%d" % (i * 7919 % 10007, i) for i in range(9000)]
many = re.compile("|".join(words))
print(many.search("-" + words[-1]).group(), many.search("€" + words[17] + "-").group() == words[17], many.search("zzz"))
nested = "(" * 90 + "a" + ")" * 90
print(re.match(nested, "a").lastindex, len(re.match(nested, "a").groups()))

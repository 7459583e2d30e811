"""re: the functions and objects: groups, named and nested, substitution by texts and functions, splitting, scanning, flags, spans, errors with places. Prints matches."""
import copy
import pickle
import re
import warnings

warnings.simplefilter("ignore", FutureWarning)

def t(f, *args, **kwargs):
    try:
        print(ascii(f(*args, **kwargs)))
    except Exception as e:
        print(type(e).__name__ + ":", ascii(str(e)))


m = re.match(r"(?P<year>\d{4})-(?P<month>\d\d)(?:-(\d\d))?(x)?", "2024-05-17 tail")
print(m, m.group(), m.group(1, "month"), m.groups(), m.groups("-"), m.groupdict("?"), m["year"], m[3], m.span(), m.span("month"), m.start(4), m.end(2), m.lastindex, m.lastgroup, m.re.groups, m.re.groupindex, m.string, m.pos, m.endpos, m.regs, m.expand(r"\g<month>/\1/\g<0>\n"), bool(m), copy.copy(m) is m)
for bad in [lambda: m.group(9), lambda: m.group("no"), lambda: m["x"], lambda: m.expand(r"\9"), lambda: m.expand(r"\g<no>"), lambda: m.expand(r"\q"), lambda: m.span(-1), lambda: re.match(3, "x"), lambda: re.match("x", 3), lambda: re.match("x", b"x"), lambda: re.match(b"x", "x"), lambda: re.compile("a").match(), lambda: re.compile(re.compile("a"), re.I), lambda: re.sub("a", 3, "a"), lambda: re.compile("x", 3.5), lambda: re.split("a", "b", "c"), lambda: re.sub("(a)", r"\2", "a"), lambda: re.sub("a", "\\", "a"), lambda: re.sub("a", r"\g<1", "a"), lambda: re.sub("a", r"\g<>", "a"), lambda: re.sub("a", r"\g<1a>", "a"), lambda: re.sub("a", lambda m: 3, "xax")]:
    t(bad)
print(re.findall(r"\w+", "one two, three"), re.findall(r"(\w)(\d)?", "a1 b"), re.findall("(a)|b", "ab"), re.findall("", "ab"), re.findall("x*", "axb"), [x.span() for x in re.finditer(r"a*?", "aa")], re.findall(r"\b", "ab cd"), re.findall("(?=(\\d\\d))", "1234"))
print(re.sub(r"(\w+) (\w+)", r"\2 \1", "a b c d"), re.sub("x*", "-", "abxd"), re.sub("a", lambda m: m.group().upper() + str(m.start()), "banana", 2), re.subn("(a)(b)?", r"[\1\2]", "abac"), re.sub("a", r"\\\n\g<0>", "a"), re.sub(b"a", b"<\\g<0>>", b"xay"), re.sub("(?P<q>.)", r"\g<q>\g<1>", "ab"), re.sub("^", "> ", "a\nb", flags=re.M), re.sub("a", "b", "aaa", count=1), re.sub(r"\d", r"\g<0>0", "12"), re.sub("", "-", "ab"), re.sub("(a)?b", r"[\1]", "b"))
print(re.split(r"\W+", "a, b; c"), re.split(r"(\W)", "a,b", 1), re.split("x*", "axbc"), re.split("(-)|(,)", "a-b,c"), re.split("", "abc"), re.split(r"\b", "ab cd"), re.split(",", ""), re.split(",", "a,b,c", maxsplit=1), re.split("(a)", "a"))
p = re.compile(r"a(?#comment)b # not a comment", re.X | re.I)
print(p, p.pattern, p.flags, p.match("AB"), pickle.loads(pickle.dumps(p)) == p, hash(p) == hash(re.compile(p.pattern, re.X | re.I)), p != re.compile("b"), copy.deepcopy(p) is p, p.fullmatch("ab"), p.fullmatch("abc"), p.search("xxab", 1), p.search("xxab", 3), p.match("xab", 1), re.compile("^b").search("ab", 1), re.compile("b$").search("abc", 0, 2), re.compile("a").match("a", -5, 100), re.compile("\\bb").search("ab", 1))
print(repr(re.compile("x" * 300))[-20:], re.compile("a", re.A | re.S | re.M | re.DEBUG * 0), re.RegexFlag(10), re.I | re.M, ~re.I & re.M, re.compile(b"a", re.L).flags, re.purge(), re.escape("a.b*c\n-é"), re.escape(b"\x00a b"), re.NOFLAG, re.U.name)
BAD = ["(", ")", "[", "[]", "[a", "a{2,1}", "*a", "a**", "a{1}{2}", "(?P<a>x)(?P<a>y)", "(?P<1>x)", "(?P<>x)", "(?P=no)", "(?P<a", "(?Px)", "(?", "(?z)", "(?<x", "(?<=a*)b", "(?<!a|bc)d", "\\", "\\8", "(a)\\2", "[b-a]", "[\\w-a]", "\\x1", "\\u12", "\\U00110000", "\\N{NO SUCH}", "(?(1)a|b|c)", "(?(2)a)", "(?(x)a)", "(?i", "(?-i)", "(?i-i:a)", "(?L)a", "(?au:x)", "a(?i)b", "(?#", "\\q", "[\\q]", "a{,b}", "(?a-x:y)", "(?P>x)", "\\400", "[[:alpha:]]", "(?<=(a)\\1)", "(?(0)a)", "++", "a?+", "(?>a", "a{2}+", "(?P=a)(?P<a>)", "(?iu-m"]
for pattern in BAD:
    try:
        re.compile(pattern)
        print(repr(pattern), "ok")
    except re.error as e:
        print(repr(pattern), e.msg, e.pos, e.lineno, e.colno)
try:
    re.compile("ab\n(c\n  [d")
except re.error as e:
    print(str(e), e.pattern == "ab\n(c\n  [d")
scanner = re.Scanner([(r"\d+\.\d*", lambda s, x: float(x)), (r"\d+", lambda s, x: int(x)), (r"[a-z]+", lambda s, x: (s.match.start(), x)), (r"[-+*/=]", lambda s, x: "op" + x), (r"\s+", None)])
print(scanner.scan("sum = 3*foo + 312.50+bar ?"))
it = re.compile("a|(b)").scanner("abxa")
print(it.match(), it.match(), it.match(), [x.group() if x else x for x in (it.search(), it.search())])
print([k for k, g in ((x.lastgroup, x) for x in re.finditer(r"(?P<num>\d+)|(?P<id>[a-z]\w*)|(?P<op>[^\s\w])|(?P<ws>\s+)", "x1 = 42+y"))])

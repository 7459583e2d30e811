"""re: the language of patterns: classes, look-around, conditionals, atomic and possessive parts, backreferences, flags inside, Unicode; then patterns of everyday use. Prints matches."""
import re


def show(pattern, *texts, flags=0):
    found = []
    for text in texts:
        m = re.search(pattern, text, flags)
        found.append((m.span(), *m.groups()) if m else None)
    print(ascii(pattern), ascii(found))


show(r"(?<=\$)\d+(?!\d|%)", "$100 $20%", "100", "$5%")
show(r"(?<!a)b", "ab", "cb", "b")
show(r"(<)?\w+(?(1)>|$)", "<tag>", "<tag", "tag", "tag>")
show(r"(?P<q>['\"]).*?(?P=q)", "say 'it\"s' x", "\"a'b\"", "'x")
show(r"(?>a+)ab", "aaab", "ab")
show(r"a++b|a*+c|a?+a", "aaab", "aac", "a", "aa")
show(r"(a|ab)(c|bcd)(d*)", "abcd", "acd")
show(r"(?:(a)|b)*", "abab", "aab", "")
show(r"((a)|(b))+", "ab", "ba")
show(r"(?i:a)b(?-i:C)", "AbC", "ABC", "aBC", flags=re.I)
show(r"(?s:.)(?m:^)x.", "\nx\n", "\nxy")
show(r"a{2,3}?b{,2}c{1,}", "aaabbcc", "aac", "ac")
show(r"[^\W\d_]+", "_1\u00e9t\u00e9", "123", "\u4e2d\u6587")
show(r"[]a-]+|[\]\-^]", "x]-a", "^")
show(r"\A\d+\Z", "123", "123\n", "1\n2")
show(r"^\w+$", "ab\n", "a\nb", "\n")
show(r"^\w+$", "ab\ncd", "a b\nc", flags=re.M)
show(r"\bfoo\b|\Bbar\B", "a foo b", "xbarx", "bar foo1")
show(r"\w\s\d\W\S\D", "a 1 b2c", "\u00e9\u2003\u0663-xy", "a 1!!")
show(r"\w\s", "\u00e9 ", "e\xa0", "e ", flags=re.A)
show(r"\u20ac\x41\101\n\N{DIGIT ONE}\0", "\u20acAA\n1\0")
show("stra\u00dfe|\u0130|\u212a|\u017f", "STRA\u1e9eE", "i\u0307", "k", "S", flags=re.I)
show("[\u03b1-\u03c9]+", "\u0391\u0392\u03a3\u03c2", flags=re.I)
show("[a-z]+", "\u212a\u017f", "ABC", flags=re.I)
show("[a-z]+", "\u212a\u017f", "ABC", flags=re.I | re.A)
show(r"(a+)+$", "a" * 18 + "b", "a" * 30)
show(r"(x+x+)+y", "x" * 12)
show(r"(\w+)\s+\1", "the the cat", "a b a b")
show(r"(?i)(\w)\1", "aA", "ab")
show(r"(\d+)(?=(.*))", "12ab")
show(r"(?=(a+))a*b\1", "baaabac")
show(r"(?<=(\d)(\d))x", "12x")
show(r"(?!)|x", "x")
show(r"(|a)+", "aaa")
show(r"(a*)*b|(a?)*?c", "aac", "b")
show(r"(?:a|b)??c", "abc", "c")
show(r"\.\*\+\?\[\]\(\)\{\}\^\$\|\\", ".*+?[](){}^$|\\")
show(r"""
    (\d+)   # whole
    (?: [.] # point
        (\d*) )?  [ ]\#
""", "3.14 #", "5 #", flags=re.X)
show(r"[\[a]", "[")
show(r"(?:)", "")
show(r"[\d\-x]+[^\s\S]?", "1-x")
show(r"(.)(.)(.)(.)(.)(.)(.)(.)(.)(.)\10", "abcdefghijj")
show(r".", "\n\u2028", "\r")
show(r"\ud83d|[\U0001f600-\U0001f64f]", "x\U0001f602", "\ud83d")
print([bool(re.fullmatch(r"(?:a|b)*abb", s)) for s in ("abb", "aabb", "abab", "babb")], re.fullmatch("a|ab", "ab"), re.fullmatch("a*?", "aaa"), re.fullmatch(r"(a|b|ab)*?", "abab"))
print(re.findall(rb"[\x80-\xff]+|\w", b"a\xc3\xa9b"), re.findall(rb"(?i)\xe9", b"\xc9\xe9"), re.search(b"[^a]", b"aa\xff").span())
LONG = "x" * 20000
print(re.match("(?:x)*", LONG).end(), re.match("(x|y)*", LONG).span(1), len(re.findall("xx", LONG)), re.match("(?:x?)*$", LONG[:500]).end(), re.search("y", LONG), re.match("((x)x)*", LONG).groups())

EMAIL = re.compile(r"(?P<user>[\w.+-]+)@(?P<host>[a-z\d-]+(?:\.[a-z\d-]+)+)", re.I)
print([m.groupdict() for m in EMAIL.finditer("write to Ann.b+c@Mail.example.org, or bob@x or z@y.co!")])
IP = re.compile(r"\b(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|\b)){4}\b")
print([bool(IP.fullmatch(x)) for x in ("1.2.3.4", "255.255.255.255", "256.1.1.1", "1.2.3", "01.2.3.4")])
print(re.sub(r"(?<=\d)(?=(?:\d{3})+\b)", ",", "1234567 and 999 and 1000"), re.sub(r"(?<!^)(?=[A-Z])", "_", "camelCaseName").lower(), re.sub(r"_(\w)", lambda m: m[1].upper(), "snake_case_name"), re.sub(r"\s+", " ", "  many \t\n spaces "), re.sub(r"(?m)^\s*#.*\n?", "", "a\n# b\n  # c\nd"))
DATE = re.compile(r"""(?:(?P<d>\d{1,2})[./](?P<m>\d{1,2})[./](?P<y>\d{4})|(?P<y2>\d{4})-(?P<m2>\d\d)-(?P<d2>\d\d))""")
print([tuple(v for v in m.groups() if v) for m in DATE.finditer("1.2.2024, 2024-03-04 and 31/12/1999, not 1-2-3")])
LOG = re.compile(r'(?P<ip>\S+) \S+ (?P<user>\S+) \[(?P<when>[^\]]+)\] "(?P<verb>[A-Z]+) (?P<path>[^" ]*)[^"]*" (?P<code>\d{3}) (?P<size>\d+|-)')
print(LOG.match('127.0.0.1 - frank [10/Oct/2000:13:55:36 -0700] "GET /a.gif HTTP/1.0" 200 2326').groupdict())
print(re.findall(r'(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))', 'a,"b ""q"" c",,d'), re.findall(r"<(\w+)[^>]*>(.*?)</\1>", "<b>x</b><i a=1>y<b>z</b></i>"), re.split(r"(?<=[.!?])\s+(?=[A-Z])", "One. Two! three? Four e.g. five. Six"))
print([bool(re.match(r"^(?=.*\d)(?=.*[a-z])(?=.*[A-Z])(?!.*\s).{6,}$", w)) for w in ("Passw0rd", "password", "P0 rd a", "aA1aA")], bool(re.match(r"^1?$|^(11+?)\1+$", "1" * 17)), bool(re.match(r"^1?$|^(11+?)\1+$", "1" * 21)))
ROMAN = re.compile("^M{0,3}(CM|CD|D?C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})$")
print([ROMAN.match(r) is not None for r in ("MCMXCIV", "IIII", "IC", "")], re.compile("(?a)\\w").flags, re.compile("(?ix) a ").flags)

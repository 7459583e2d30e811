"""Regular expressions by their opcodes, as re compiles them, and normal forms and names of characters; no standard library."""
import _sre
import math
import unicodedata

PATTERNS = [
    ('(a)(?P<n>b)?|[c-eé]+x', 32, [14, 4, 0, 1, 4294967295, 7, 20, 17, 0, 16, 97, 17, 1, 23, 9, 0, 1, 17, 2, 16, 98, 17, 3,
     18, 15, 20, 18, 24, 12, 1, 4294967295, 13, 7, 22, 99, 101, 16, 233, 0, 1, 16, 120, 15, 2, 0, 1], 2, {'n': 2}, (None, None,
     None)),
    ('(?i)(k+)\\1\\b', 34, [14, 4, 0, 2, 4294967295, 17, 0, 24, 6, 1, 4294967295, 40, 107, 1, 17, 1, 38, 0, 6, 10, 1], 1,
     {}, (None, None)),
    (b'(?:ab|(c))*?d', 0, [14, 4, 0, 1, 4294967295, 23, 21, 0, 4294967295, 7, 7, 16, 97, 16, 98, 15, 11, 9, 17, 0, 16, 99,
     17, 1, 15, 2, 0, 19, 16, 100, 1], 1, {}, (None, None)),
]
for pattern, flags, code, groups, index, names in PATTERNS:
    p = _sre.compile(pattern, flags, code, groups, index, names)
    if isinstance(pattern, bytes):
        subjects = [b"abcd", bytearray(b"xcd")]
    else:
        subjects = ["xab", "cdx\u20acab", "Kk\U0001f600\u212akab"]
    for s in subjects:
        for m in p.finditer(s):
            m.groups(), m.groupdict(), m.regs, repr(m), m.span()
        p.findall(s), p.split(s), p.subn(lambda m: m.group(), s), p.match(s), p.fullmatch(s)
    repr(p), hash(p), p == p
for form in ("NFC", "NFKD"):
    unicodedata.normalize(form, "e\u0315\u0301\uac01\ufb01" * 3)
unicodedata.name("\u20ac"), unicodedata.lookup("KEYCAP DIGIT ONE"), unicodedata.decomposition("\ufb01")
math.fsum([1e16, 1.0, -1e16]), math.hypot(*range(20)), math.gcd(3 ** 90 << 70, 3 ** 80 << 65), math.isqrt(10 ** 60), math.comb(100, 50)
math.factorial(60), math.log(10 ** 400), math.perm(10 ** 30, 3), math.prod([10 ** 20, 3]), math.lcm(10 ** 30, 6 ** 20)
print("done")

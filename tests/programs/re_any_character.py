r"""Alternatives that are any character together: (?:.|\n) and what only looks like it."""
import re

for p in (
        r'(?:.|\n)*?x',
        r'(?:\n|.)+x',
        r'a(?:.|\n)b',
        r'(.|\n)*?x',
        r'(?:.|\n|b)*x',
        r'(?s:(?:.|\n))',
        r'(?:.|\n){2,3}x',
        r'(?i:a(?:.|\n)+?X)',
        r'"""(?:.|\n)*?"""',
        r'(?:\n|.|\n)x',
        r'(?:.|\r)x',
        r'(?:(?:.|\n)*?x){2}',
        r'(?:.|\n)',
        r'(?:.|\n)*+',
        r'(?>(?:.|\n)*)x'):
    for s in ("", "x", "a\nb", "ab\ncx\nx", '"""a\n"""b"""', "\n\n\nx", "a\n\nX"):
        m = re.search(p, s)
        print(p, repr(s), m and (m.span(), m.groups()))
        print(re.sub(p, "<>", s).encode(), re.findall(p.encode(), s.encode()))

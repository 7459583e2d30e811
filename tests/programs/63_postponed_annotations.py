# Annotations kept as text: the source of every kind of expression.
from __future__ import annotations
def f(a: int, b: List[str, ...], c: "q", *d: (1, 2), e: lambda x, /, y=2, *z, k=3, **w: x + y, f: -x ** -2, g: (a or b) and not c,
  h: a if b else c, i: [x for x in y if z], j: {1: 2, **d}, k: {1, *z}, l: x[1:2, ::3], m: f(*a, b=1, **c), n: f'{x!r:>{w}}{{}}',
  o: (yy for z in w), p: a < b <= c is not d, q: (a, ), r: (), s: 1.5e300 * 1e309, t: b'x', u: ..., v: a.b.c, w: 1 .real, x: (a + b) * c - d,
  y: a - (b - c), z: (a ** b) ** c, aa: a ** b ** c, ab: ~a, ac: not a, ad: (lambda: 1)(), ae: x[a, b], af: x[(1,)], ag: x[*a], ah: {k: v for k, v in z},
  ai: None, aj: f(x for x in y), ak: (a if b else c) if d else e, al: 'it\'s', am: a @ b // c % d << e >> f | g & h ^ i, **an: (a, *b)) -> ret: pass
class C:
    x: int = 1
    y: "z"
    (w): 3
import sys
for k, v in f.__annotations__.items(): print(k, v)
print(C.__annotations__)

# stderr: SyntaxWarning
# The order of evaluation, scopes, unpacking and small statements: everything that shows when it goes wrong.
log = []
def v(x, r=None):
    log.append(x)
    return r if r is not None else x
def show(name):
    print(name, log); log.clear()
class D(dict):
    def __setitem__(self, k, val): log.append(('set', k)); dict.__setitem__(self, k, val)
    def __getitem__(self, k): log.append(('get', k)); return 1
v(D(), D())[v('k')] = v('val'); show('setitem')
d = D(); v('d', d)[v('k')] += v('val', 3); show('aug')
{v(1): v(2), v(3): v(4), **v(5, {1: 2}), v(6): v(7)}; show('dict')
[v(1), *v(2, [3]), v(4)]; show('list')
def f(*a, **k): log.append((a, k)); return f
v('f', f)(v(1), *v(2, [2]), v(3), k=v(4), **v(5, {'z': 1}), m=v(6)); show('call')
v('f', f)(v(1), k=v(2)); show('kw')
x = v(1) < v(2) < v(0) < v(9); show('chain'); print(x)
print(v(1) if v(0, []) else v(3)); show('ifexp')
print(v(0, []) or v(2) and v(3)); show('bool')
a = v('a', [0]); a[v(0)], a[v(-1)] = v(5), v(6); show('pair'); print(a)
def deco(n):
    log.append(n)
    return lambda fn: (log.append('apply %s' % n), fn)[1]
@deco(1)
@deco(2)
def g(a=v('da'), *, b=v('db'), c: v('ann') = v('dc')) -> v('ret'): pass
show('def')
class M(type):
    def __new__(m, n, b, ns, **k): log.append(('meta', n, sorted(k))); return type.__new__(m, n, b, ns)
    def __init__(self, *a, **k): pass
@deco(3)
class C(v('base', object), metaclass=v('meta', M), z=v('z')):
    x: v('annx') = v('valx')
show('class')
def t():
    x = 1
    print(x + (x := 5) + x, [x, (x := 7), x], x < (x := 100) > x)
    y = [1, 2, 3]
    y[0], i, y[i] = 9, 1, 8
    print(y)
    i = 0
    i, y[i] = 2, 'q'
    print(i, y)
    a, b, c = 1, 2, 3
    a, b, c = c, a, b
    print(a, b, c)
    x = x2 = [x, x]
    print(x, x2 is x)
    z = 3
    z += (z := 10)
    print(z)
    s = y
    s[(s := 0)] = 5
    print(y, s)
    q = 5
    q = q or 3
    q = (q and q > 2 > 1)
    print(q)
    w = 1
    print((w := w + 1) + (w := w * 3), w)
    print(f"{x!r:>20} {z:{i}d} {x[0]:03}|{'a' 'b'}")
    del x
    try: x
    except UnboundLocalError as e: print(e)
    for k in []: pass
    try: k
    except UnboundLocalError as e: print(e)
    try: e
    except UnboundLocalError as e2: print(e2)
    try:
        def inner(): return later
        inner()
    except NameError as e3: print(type(e3).__name__, e3)
    later = 1
t()
print([y for x in range(3) if x for y in [x * 2] if y > 2], {k: w for k, w in zip('ab', (1, 2))}, {c for c in 'aab'} == {'a', 'b'})
print(list(((a, b) for a in range(3) for b in range(a))))
def scopes():
    a = 1
    class K:
        a = 2
        b = [a for _ in range(1)]
        def m(self): return a, __class__.__name__
        c = a
    print(K.b, K().m(), K.c)
    def n():
        nonlocal a
        a += 5
        return a
    print(n(), a)
    print([(lambda: j)() for j in range(3)], [fn() for fn in [lambda: j for j in range(3)]])
scopes()
print([z := i for i in range(3)], z)
def unp():
    a, *b, c = range(5); print(a, b, c)
    *a, = 'xy'; print(a)
    (a, (b, [c, *d])), e = (1, (2, 'three')), 5; print(a, b, c, d, e)
    for i, (j, *k) in [(1, 'abc'), (2, 'd')]: print(i, j, k)
    [a, b] = {1: 2, 3: 4}; print(a, b)
    try: a, b = 1,
    except ValueError as e: print(e)
    try: a, b, *c = [1]
    except ValueError as e: print(e)
    try: a, b = 5
    except TypeError as e: print(e)
unp()
print(1 in [1, 2], 3 not in {3}, 'a' is not None, not 1 == 2, -5 ** 2, 2 ** -1, ~5, +True, 1 if [] else 2, 3 @ 2 if 0 else 'no')
print((1, 2, 'a')[1], 'abc'[-1], b'abc'[0], 'ab' * 3, (1,) * 3, 1 << 10, 7 // -2, -7 % 3, 0.1 + 0.2, 10 ** 20, 'x' + 'y', 1 - 1.0, 0.0, -0.0, [0.0, -0.0])
print(__debug__, __name__)
print(*[1, 2], *'ab', sep='-', end='!\n')
global_x = 1
def gg():
    global global_x
    global_x += 1
    del global_x
gg()
try: global_x
except NameError as e: print(e)
def kwonly(a, /, b, *, c=3, **k): return a, b, c, k
print(kwonly(1, b=2, d=4), kwonly(1, 2, c=5))
class P:
    __x = 1
    def get(self): return self.__x
    def __m(self): return 2
    def call(self): return self.__m()
print(P().get(), P().call(), hasattr(P, '_P__x'))
i = 0
while True:
    i += 1
    if i == 3: continue
    if i > 5: break
else:
    print('never')
print(i)
while i:
    i -= 1
else:
    print('else')
for i in range(3):
    if i == 1: break
else: print('no')
x = y = z = []
print(x is y is z)
assert True, 'x'
try: assert 0, 'msg'
except AssertionError as e: print(repr(e))
try: assert 0
except AssertionError as e: print(repr(e))
lst = [3, 1]
lst[0:1] = [7, 8]; print(lst, lst[::-1], lst[1:], lst[:-1:1])
del lst[0], lst[-1]; print(lst)

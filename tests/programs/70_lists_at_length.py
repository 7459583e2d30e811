# stderr: SyntaxWarning
"""Slices of every form, sorting with counted comparisons, lists and tuples and what they raise."""

st = 11
def rnd(n):
    global st
    st = (st * 1103515245 + 12345) & 0x7fffffff
    return (st >> 8) % n
def t(f):
    try: print(f())
    except BaseException as e: print(type(e).__name__, e)
def sl():
    r = lambda: None if rnd(4) == 0 else rnd(24) - 12
    s = r()
    return slice(r(), r(), s)
for k in range(80):
    l = list(range(rnd(12))); s = sl(); v = list('abcdefghijkl'[:rnd(8)])
    def f():
        x = l[:]; x[s] = v; return x
    def g():
        x = l[:]; del x[s]; return x
    def h():
        x = l[:]; x[s] = x; return x
    t(lambda: l[s]); t(f); t(g); t(h); t(lambda: tuple(l)[s]); t(lambda: range(3, 3 + len(l) * 2, 2)[s]); t(lambda: s.indices(len(l))); t(lambda: s)
class K:
    n = 0
    def __init__(self, v): self.v = v
    def __lt__(self, o): K.n += 1; return self.v < o.v
    def __repr__(self): return 'K%d' % self.v
for n in (0, 1, 2, 5, 20, 63, 64, 65, 100, 300):
    for shape in range(6):
        if shape == 0: l = [rnd(10000) for i in range(n)]
        elif shape == 1: l = [rnd(5) for i in range(n)]
        elif shape == 2: l = list(range(n))
        elif shape == 3: l = list(range(n, 0, -1))
        elif shape == 4: l = [i ^ 1 for i in range(n)]
        else: l = [i % 37 if i % 100 < 70 else rnd(50) for i in range(n)]
        K.n = 0; o = [K(v) for v in l]; o.sort(); print(n, shape, K.n, hash(tuple([x.v for x in o])), [x.v for x in o][:10])
        K.n = 0; o = [K(v) for v in l]; o.sort(reverse=True); print(K.n, [x.v for x in o][:10])
        print(hash(tuple(sorted(l))), hash(tuple(sorted(l, reverse=True))), hash(tuple(sorted(l, key=lambda v: -v % 7))), hash(tuple(sorted(l, key=lambda v: v % 7, reverse=True))))
        print(sorted(map(str, l))[:7], sorted(map(float, l))[-3:], sorted([(v % 5, -v) for v in l])[:5], sorted(l, key=lambda v: (v % 3, str(v)))[:9])
nan = float('nan')
print(sorted([3.0, nan, 1.0, 2.0, nan, 0.5, 7.0, -1.0]))
print(sorted(['b', 'a', 'é', 'z\u4e2d', 'z', '', 'a\0', 'a\0b', 'aaaaaaaab', 'aaaaaaaaa', '\U0001f600', '\uffff']))
print(sorted([True, 3, False, 2])); print(sorted([1, 2.5, 2**70, -2**70, 0.1])); print(sorted([[2], [1, 5], [1]]))
t(lambda: [3, 'a'].sort()); t(lambda: sorted([1, None])); t(lambda: [1, 2].sort(key=lambda x: 1/0)); t(lambda: [(1, 'a'), (1, 2)].sort()); t(lambda: [].sort(reverse='a')); t(lambda: [].sort(3)); t(lambda: [].sort(x=1)); t(lambda: [].sort(key=3)); t(lambda: [1].sort(key=3))
def m():
    l = [3, 2, 1]
    try: l.sort(key=lambda x: l.append(x) or x)
    finally: print(l)
t(m)
class L(list): pass
x = L([1, 2]); x.a = 1; print(x, x + [3], type(x + [3]), type(x[:]), x.a, L(), x == [1, 2], type(x * 2)); x += (3,); print(x, type(x)); 
t(lambda: L(5)); t(lambda: [1] + L([2])); t(lambda: L('ab')); 
class T(tuple):
    pass
y = T((1, 2)); y.z = 3; print(y, y.z, y + (1,), type(y + ()), type(y[:]), hash(y) == hash((1, 2)), T(), T(y) is y, tuple(y), y == (1, 2), y * 2, type(y * 1))
for n in range(0, 20):
    q = T(range(n)); q.attr = n; print(q, q.attr, q.__dict__)
print(hash(()), hash((1, 2, 3)), hash((1, (2, (3,)))), hash((-1, 0, 2**70)), (1, 2) < (1, 3), (1,) < (1, 2), (1, 2) >= (1, 2), (1, 'a') == (1, 'b'))
t(lambda: (1, 'a') < (1, 2)); t(lambda: (1,) + [2]); t(lambda: (1,) * 'a'); t(lambda: (1, 2)[5]); t(lambda: (1, 2)['a']); t(lambda: (1, 2).index(5)); t(lambda: (1, 2).count(1)); t(lambda: tuple(1, 2)); t(lambda: tuple(5)); t(lambda: tuple(a=1)); t(lambda: (1, 2, 1).index(1, 1)); t(lambda: hash(([],)))
t(lambda: [1].append()); t(lambda: [1].append(1, 2)); t(lambda: [1].insert(1)); t(lambda: [1].extend(4)); t(lambda: [1].pop('x')); t(lambda: [].pop()); t(lambda: [1].pop(7)); t(lambda: [1].remove(3)); t(lambda: [1].index(3)); t(lambda: [1].index('a', 'b')); t(lambda: list(3)); t(lambda: list(a=3)); t(lambda: [1] * 2.0); t(lambda: [0] * (1 << 59)); t(lambda: [1] + (2,)); t(lambda: [1]['a']); t(lambda: [1][2**70]); t(lambda: list(zip(3)))
l = [1, 2, 3]; it = reversed(l); print(next(it), it.__length_hint__()); l.clear(); print(list(it)); it = iter([1, 2, 3]); next(it); print(it.__length_hint__())
a = []; a.append(a); print(a); b = ([],); b[0].append(b); print(b)
def deep():
    x = []
    for i in range(100000): x = [x]
    return repr(x)
t(deep)
def deep2():
    x = y = ()
    for i in range(100000): x = (x,); y = (y,)
    return x == y
t(deep2)
print([1, 2, 3] == [1, 2, 3], [1] < [2], [1, 2] <= [1], [] > [], [1, [2, [3]]] == [1, [2, [3]]])
class E:
    def __eq__(self, o): self.l.clear(); return False
e = E(); e.l = [e, 1, e, 2]; print(5 in e.l); e.l[:] = [e, 1, 2]; print(e.l.count(7)); e.l[:] = [e, 1, 2]; t(lambda: e.l.index(9)); e.l[:] = [e, 1, 2]; print(e.l == [1, 2, 3])
class I:
    def __init__(s, n): s.n = n
    def __index__(s): return s.n
print([1, 2, 3][I(1)], [1, 2, 3][I(0):I(2)], (1, 2)[I(-1)], [0] * I(3)); x = [1, 2, 3]; x[I(0)] = 5; x.insert(I(1), 'i'); print(x, x.pop(I(0)))
def gen():
    yield from range(5)
print([*gen()], tuple(gen()), list(gen())); x = [1]; x += gen(); x.extend(gen()); x[1:3] = gen(); print(x)
def bad():
    yield 1
    raise ValueError('stop')
x = [0]
t(lambda: x.extend(bad())); print(x); t(lambda: list(bad())); t(lambda: x.__setitem__(slice(0, 1), bad())); print(x)

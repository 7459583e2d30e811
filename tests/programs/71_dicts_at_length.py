"""Dicts of all kinds of keys under random work, views, mappings, odd keys."""

st = 5
def rnd(n):
    global st
    st = (st * 1103515245 + 12345) & 0x7fffffff
    return (st >> 8) % n
def t(f):
    try: print(f())
    except BaseException as e: print(type(e).__name__, e)
keys = [lambda i: i, lambda i: 'k%d' % i, lambda i: (i, 'x'), lambda i: i + 0.5, lambda i: i * 2**62, lambda i: None if i == 0 else bool(i % 2), lambda i: -i]
for r in range(6):
    d = {}; ks = [keys[rnd(len(keys))] for _ in range(1 + rnd(3))]
    for i in range(rnd(400)):
        k = ks[rnd(len(ks))](rnd(60)); o = rnd(12)
        if o < 6: d[k] = i
        elif o < 8: d.pop(k, None)
        elif o == 8: d.setdefault(k, -i)
        elif o == 9 and d: print(d.popitem())
        elif o == 10: print(d.get(k), k in d)
        elif rnd(20) == 0: d = d.copy()
    print(d); print(list(d.items()), list(reversed(d)), len(d)); print({**d, 1: 2} == d | {1: 2})
def f(a, b=2, *args, c=3, **kw): return a, b, args, c, kw
print(f(1, **{'c': 5, 'z': 9})); print(dict(a=1, b=2), dict([(1, 2)], x=3), dict({'q': 1}, q=2))
t(lambda: {}['x']); t(lambda: {}[[]]); t(lambda: {[]: 1}); t(lambda: {}.popitem()); t(lambda: {}.pop('a')); t(lambda: {}.pop()); t(lambda: dict(1)); t(lambda: dict([1])); t(lambda: dict([(1,)])); t(lambda: dict(['abc'])); t(lambda: dict(1, 2)); t(lambda: {}.update(1)); t(lambda: {}.update([1])); t(lambda: {} | []); t(lambda: {} < {}); t(lambda: hash({})); t(lambda: {}.fromkeys(3)); t(lambda: {}.get()); t(lambda: {}.keys() - 3); t(lambda: hash({}.keys())); t(lambda: {1: 2}.keys() & 3)
class D(dict):
    def __missing__(self, k): return 'missing %r' % k
d = D(a=1); d.q = 3; print(d, d['a'], d['zz'], d.get('zz'), d.q, d.copy(), type(d.copy()), D.fromkeys('ab', 1), type(D.fromkeys('a')), type(d | {}), d | {'b': 3})
class M:
    def keys(self): return ['x', 'y']
    def __getitem__(self, k): return k * 2
print(dict(M())); e = {}; e.update(M()); print(e, {**M()})
t(lambda: f(**{1: 2})); t(lambda: f(1, **{'a': 2}))
d = {1: 'a', 2: 'b', 3: 'c'}
print(d.keys() & {1, 9}, d.keys() | {7}, d.keys() - {1}, d.keys() ^ {1, 8}, d.items() & {(1, 'a')}, [1, 5] & d.keys(), d.keys() == {1, 2, 3}, d.keys() < {1, 2, 3, 4}, d.items() >= {(1, 'a')}, d.keys().isdisjoint([9]), d.keys().isdisjoint([1]), d.items().isdisjoint({(1, 'b')}))
print(d.keys().mapping, d.values().mapping, d.keys(), d.values(), d.items(), len(d.items()), (1, 'a') in d.items(), (1, 'b') in d.items(), 1 in d.items(), 'a' in d.values(), list(reversed(d.values())), list(reversed(d.items())))
it = iter(d.items()); print(next(it), it.__length_hint__())
def m():
    for k in d: d[k + 10] = 1
t(m)
def m2():
    d = {1: 1, 2: 2, 3: 3}
    for k in d: del d[k]
t(m2)
def m3():
    d = {i: i for i in range(5)}
    for k in d: d[k] = k + 1
    return d
t(m3)
r = {}; r['me'] = r; r['v'] = r.values(); print(r)
class Bad:
    def __hash__(s): return 1
    def __eq__(s, o): raise KeyError('eq')
t(lambda: {1: 2}[Bad()]); t(lambda: {Bad(): 1, Bad(): 2}); t(lambda: Bad() in {1: 1})
class H:
    def __hash__(s): raise TypeError('no hash')
t(lambda: {}[H()]); t(lambda: {H(): 1}); t(lambda: H() in {})
class St(str):
    def __eq__(s, o): return False
    __hash__ = str.__hash__
print({'a': 1, St('a'): 2}, St('a') in {'a': 1}, {St('b'): 1}.get('b'))
class Sub(str): pass
x = {'a': 1, 'b': 2}; print(x[Sub('a')], x.get(Sub('zz'))); x[Sub('c')] = 3; print(x['c'], list(x)); x[Sub('a')] = 9; print(x, type(list(x)[0]))
print({1: 'a', True: 'b', 1.0: 'c'}, {0: 1, False: 2, 0.0: 3, -0.0: 4}, {2**61 - 1: 'm', 0: 'z'}, {-1: 1, -2: 2}[-2], {float('inf'): 1})
n = float('nan'); print(n in {n: 1}, float('nan') in {n: 1})
P = type(int.__dict__)
p = P({'a': 1}); print(p, p['a'], p.get('q', 5), list(p), len(p), 'a' in p, p | {'b': 1}, {'b': 1} | p, p == {'a': 1}, p.copy(), list(p.items()), list(reversed(p)))
t(lambda: P([])); t(lambda: P(3)); t(lambda: p.__setitem__); t(lambda: hash(p))
def ip():
    q = p; q |= {}
t(ip)
class C:
    def __init__(s): s.a = 1; s.b = 2
c = C(); print(c.__dict__, vars(c) == {'a': 1, 'b': 2}); c.__dict__['z'] = 5; print(c.z)
q = {}
for i in range(1000): q[i] = i
for i in range(990): q.pop(i)
for i in range(5): q['s%d' % i] = i
print(q)
for i in range(3000):
    q[i] = 1; q.popitem()
print(q)

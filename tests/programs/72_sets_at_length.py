"""Sets under random work: results and, for ints, order."""

# deterministic pseudo-random set ops with ints; order must agree
st = 7
def rnd(n):
    global st
    st = (st * 1103515245 + 12345) & 0x7fffffff
    return (st >> 8) % n
def rset(n, m):
    s = set()
    for i in range(n):
        s.add(rnd(m) - m // 8)
    return s
for r in range(10):
    a = rset(rnd(60), 1 + rnd(300)); b = rset(rnd(60), 1 + rnd(300)); c = frozenset(a)
    print(a); print(list(b)); print(c)
    print(a | b, a & b, a - b, a ^ b, c | b, c - a, c ^ b, c & b)
    print(hash(c))
    x = a.copy(); x |= b; print(x)
    x = a.copy(); x &= b; print(x)
    x = a.copy(); x -= b; print(x)
    x = a.copy(); x ^= b; print(x)
    print(a.union(list(b), range(5)), a.intersection(list(b)), a.difference(list(b)), a.symmetric_difference(list(b)))
    print(a < b, a <= b, a == b, a > b, a >= b, a != b, a.issubset(b), a.issuperset(b), a.isdisjoint(b), a.isdisjoint(list(b)))
    for k in range(rnd(40)):
        a.discard(rnd(300)); 
        if rnd(3) == 0: a.add(rnd(500))
    print(a)
    while a and rnd(10): print(a.pop(), end=' ')
    a.update(range(rnd(20)))
    print(a)
    print(set(dict.fromkeys(range(rnd(100), 200, 3))))
big = set(range(0, 200000, 7)); print(sum(big), len(big)); print(list(big)[:50])
big -= set(range(0, 200000, 14)); print(list(big)[:50]); 
for i in range(100): big.add(i*31)
print(list(big)[:80])
print(set([1.5, 2, 'a', (1,2), None, True]) == {True, 1.5, 2, (1,2), None, 'a'})
print({1, 2} | frozenset([3]), frozenset([3]) | {1, 2}, type(frozenset([3]) | {1}))
def t(f):
    try: print(f())
    except BaseException as e: print(type(e).__name__, e)
t(lambda: {1} + {2}); t(lambda: {1} | [2]); t(lambda: {[]}); t(lambda: {1}.remove(5)); t(lambda: set().pop()); t(lambda: hash(set())); t(lambda: {1} < 3); t(lambda: set(3)); t(lambda: set(1,2)); t(lambda: set(a=1)); t(lambda: frozenset(1,2))
t(lambda: {1}.add()); t(lambda: {1}.union(3)); t(lambda: {frozenset([1])}.__contains__({1})); t(lambda: {1} in {frozenset([1])}); t(lambda: {1} in {2}); t(lambda: [] in {2})
class S(set): pass
class F(frozenset): pass
print(S([1, 2]), F([1]), S([1]) | {2}, type(S([1]) | {2}), S(), F(), S([1]).copy(), repr(S([S2 for S2 in ()])))
s = S([1,2]); s.x = 5; print(s.x, s)
f = F([1]); print(hash(f) == hash(frozenset([1])), f == frozenset([1]), f.copy() is f, frozenset(f) is f, {f: 1}[frozenset([1])])
a = frozenset([1]); print(frozenset(a) is a, a.copy() is a)
def mod():
    s = {1,2,3}
    for x in s: s.add(x+10)
t(mod)
it = iter({1,2,3}); print(it.__length_hint__(), next(it), it.__length_hint__(), list(it), list(it))

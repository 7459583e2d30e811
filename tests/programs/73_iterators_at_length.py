"""Ranges and slices of any size, and the iterators of the built-in types."""

def t(f):
    try: print(f())
    except BaseException as e: print(type(e).__name__, e)
print(list(enumerate('abc')), list(enumerate('ab', 5)), list(enumerate('ab', start=2**63 - 1)), list(enumerate(start=1, iterable='x')))
print(list(zip('ab', [1, 2, 3])), list(zip()), list(zip('ab', 'cd', strict=True)), [x for x in zip([1, 2], [3, 4])], list(map(lambda a, b: a + b, [1, 2], [3, 4])), list(filter(None, [0, 1, '', 'a'])), list(filter(lambda x: x > 1, [1, 2, 3])))
a = enumerate('ab'); p = next(a); q = next(a); print(p, q); z = zip('ab', 'cd'); p = next(z); q = next(z); print(p, q)
t(lambda: zip(1)); t(lambda: zip(a=1)); t(lambda: list(zip([1], [1, 2], strict=True))); t(lambda: list(zip([1], [1], [], strict=True))); t(lambda: list(zip([1], [1], [2, 3], strict=True)))
t(lambda: list(zip([], [1], strict=True)));  t(lambda: list(zip([1, 2], [1], strict=True)))
t(lambda: map(1)); t(lambda: map(1, 2)); t(lambda: map(a=1)); t(lambda: filter(1)); t(lambda: filter(1, 2)); t(lambda: reversed(1)); t(lambda: reversed()); t(lambda: reversed(1, 2)); t(lambda: reversed(a=1)); t(lambda: reversed({1}))
t(lambda: enumerate()); t(lambda: enumerate(1)); t(lambda: enumerate([], 'a')); t(lambda: enumerate([], 1, 2)); t(lambda: enumerate(x=[]))
t(lambda: iter(1)); t(lambda: iter(1, 2)); t(lambda: range()); t(lambda: range(1, 2, 3, 4)); t(lambda: slice()); t(lambda: slice(1, 2, 3, 4)); t(lambda: range(a=2)); t(lambda: range('a')); t(lambda: range(1, 2, 0)); t(lambda: range(1.0))
for r in (range(0), range(5), range(1, 10, 3), range(10, 0, -3), range(2**70, 2**70 + 5), range(-2**63, 2**63 - 1), range(2**63 - 3, 2**63 + 3, 2), range(0, 2**100, 2**98), range(5, -2**70, -2**69), range(-2**63, -2**63 + 1), range(0, -2**63, -2**63)):
    print(r, list(r)[:6] if r and r.step > 2**60 or len(repr(r)) < 20 else r[:3], r[-1:], hash(r) == hash(range(r.start, r.stop, r.step)), bool(r), r == range(r.start, r.stop, r.step), r[::2], r[::-1], r.start, r.stop, r.step)
    t(lambda: len(r)); t(lambda: r[0]); t(lambda: r[-1]); t(lambda: r[100]); t(lambda: r[2**80]); t(lambda: r.index(r[0])); t(lambda: r.index(-77)); t(lambda: r.count(3)); t(lambda: r.start in r); t(lambda: r.stop in r); t(lambda: next(reversed(r))); t(lambda: r.index('a') if len(r) < 100 else 0)
    it = iter(r); t(lambda: next(it)); t(lambda: it.__length_hint__())
t(lambda: range(3)['a']); t(lambda: range(3)[1:'a']); print(range(0, 3, 2) == range(0, 4, 2), range(0) == range(2, 1), range(3) != range(4), 2.0 in range(3), 2.5 in range(3), True in range(3), range(5).count(2.0), range(5).index(3.0), hash(range(0)) == hash(range(3, 2)), range(3) == [0, 1, 2], type(iter(range(2**70))), type(iter(range(3))))
t(lambda: range(3) < range(4)); t(lambda: hash(slice(1))); print(slice(1, 2) == slice(1, 2), slice(1) < slice(2), slice(1, 2, 3), slice(None, 5).indices(3), slice(2**70).indices(2**80), slice(-1, None, -1).indices(10), slice(1, 2, 3).start, slice(5).stop, slice(5).step)
t(lambda: slice(1).indices(-1)); t(lambda: slice(1, 2, 0).indices(3)); t(lambda: slice('a').indices(3)); t(lambda: slice(1, 2, 'x').indices(3)); t(lambda: slice(1).indices('a'))
class S:
    def __getitem__(s, i):
        if i > 3: raise IndexError
        return i * i
    def __len__(s): return 4
print(list(S()), list(reversed(S())), 9 in S(), type(iter(S())), iter(S()).__length_hint__())
class N:
    __reversed__ = None
    def __getitem__(s, i): return 1
    def __len__(s): return 1
t(lambda: reversed(N()))
it = iter([3, 2, 1].pop, 1); print(list(it), list(it))
t(lambda: list(iter(lambda: 1/0, 5)))
def si(): raise StopIteration
print(list(iter(si, 1)))
class EN(enumerate): pass
class ZZ(zip): pass
class MM(map): pass
class FF(filter): pass
class RR(reversed): pass
print(list(EN('ab', 1)), list(ZZ('ab', 'cd')), list(MM(str, [1])), list(FF(None, [1, 0])), list(RR([1, 2])))
print(type(enumerate([])), type(zip()), type(map(str, [])), type(filter(None, [])), type(iter([])), type(iter(())), type(iter({})), type(iter({}.values())), type(iter({}.items())), type(iter(set())), type(reversed([])), type(reversed(())), type(reversed({})), type(iter(str, 1)), {}.keys().__class__)
x = map(None, [1]); t(lambda: next(x))
def chain():
    m = iter([1])
    for i in range(100000): m = map(str, m)
    return next(m)
def zchain():
    m = iter([1])
    for i in range(100000): m = zip(m)
    return next(m)



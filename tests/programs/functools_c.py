# _functools: reduce, partial, cmp_to_key, the cache of lru_cache.
from _functools import reduce, partial, cmp_to_key, _lru_cache_wrapper
import gc
from _weakref import ref


def show(*things):
    print(*things)


def fails(f, /, *args, **kw):
    try:
        r = f(*args, **kw)
    except BaseException as e:
        print(type(e).__name__, '|', e)
    else:
        print('no error', r)


# reduce
show(reduce(lambda a, b: a + b, [1, 2, 3]), reduce(lambda a, b: a + b, [], 5), reduce(max, 'hello'), reduce(lambda a, b: a * b, range(1, 6), 10), reduce(min, iter([3])))
fails(reduce); fails(reduce, max); fails(reduce, max, []); fails(reduce, max, 5); fails(reduce, 5, [1, 2]); fails(reduce, max, [], 1, 2); fails(reduce, max, [1], initial=3)
def boom():
    yield 1
    raise ValueError('boom')
fails(reduce, max, boom())

# partial
def f(*args, **kw): return args, kw
p = partial(f, 1, 2, a=3)
show(p(), p(4), p(4, a=5, b=6), p(b=1), p.func is f, p.args, p.keywords)
q = partial(p, 7, a=8, c=9); show(q.func is f, q.args, q.keywords, q(10, c=11, d=12))
show(partial(f)(), partial(f)(1, x=2), partial(f, x=1)(2, y=3))
fails(partial); fails(partial, 5); fails(partial, f=f); fails(setattr, p, 'func', 1); fails(setattr, p, 'args', ()); fails(setattr, p, 'keywords', {}); fails(p.__setstate__); fails(partial(len)); fails(partial(len, [1]), 2)
p.x = 1; show(p.x, p.__dict__); q = partial(p, 3); show(q.func is p); del p.x
fails(getattr, p, 'nope')
show(repr(partial(len)), repr(partial(max, 1, 'b', key=len, default=None)))
class P(partial): pass
p2 = P(max, 1); show(repr(p2), p2(3), partial(p2, 2).func is max)
rec = partial(len); rec.__setstate__((rec, (), {}, {})); show(repr(rec).replace('functools.', ''))
rec.__setstate__((len, (rec,), {}, None)); show(repr(rec))
rec.__setstate__((len, (), {'a': rec}, {})); show(repr(rec)); rec.__setstate__((len, (), {}, {}))
for bad in (), (len,), (len, (), {}), (5, (), {}, {}), (len, [], {}, {}), (len, (), [], {}), None, (len, None, {}, {}), (len, (), {}, {}, None):
    fails(rec.__setstate__, bad)
class T(tuple): pass
class K(dict): pass
rec.__setstate__((f, T((1, 2)), K(a=1), None)); show(type(rec.args).__name__, type(rec.keywords).__name__, rec(), rec.__reduce__()[2] is not None)
rec.__setstate__((f, (), None, dict(attr=4))); show(rec.attr, rec.keywords, rec.__reduce__()[1:][1][2:])
show(P(f, 1, k=2).__reduce__()[2][1:])
show(partial(f, **{str(i): i for i in range(20)})(*range(15), z=1)[1]['z'], len(partial(f, *range(20))(*range(20))[0]))
p.keywords['new'] = 5; show(p(0)); p.keywords.clear()
p.keywords[5] = 1; fails(p); p.keywords.clear()
show(partial[int], ref(p)() is p)
class C:
    m = partial(f, 1)
show(C().m(2))
def mutate(*args, **kw):
    pp.__setstate__((f, ('changed',), {}, {})); return args, kw
pp = partial(mutate, 1, 2, a=3); show(pp(4), pp(4))

# cmp_to_key
def cmp(a, b): return (a > b) - (a < b)
k = cmp_to_key(cmp)
show(sorted([3, 1, 2], key=k), sorted('hello', key=cmp_to_key(lambda a, b: cmp(b, a))), k(3) < k(4), k(3) == k(3), k(5).obj, k.obj, k(1) != k(2), k(2) >= k(1), k(obj=4).obj)
fails(cmp_to_key); fails(cmp_to_key, 1, 2); fails(k); fails(k, 1, 2); fails(k, x=1); fails(lambda: k(1) < 5); fails(hash, k(1)); fails(hash, k); fails(lambda: k < k(1)); show(cmp_to_key(mycmp=cmp)(1) < k(2))
def badcmp(a, b): raise ZeroDivisionError('cmp')
fails(sorted, [1, 2], key=cmp_to_key(badcmp)); fails(sorted, [1, 2], key=cmp_to_key(lambda a: 0)); fails(sorted, [1, 2], key=cmp_to_key(lambda a, b: 'x'))
show(sorted([2, 1], key=cmp_to_key(lambda a, b: (a - b) / 2)))
x = k(1); x.obj = 9; show(x.obj); del x.obj; fails(lambda: x < k(1))
show(type(k).__name__)

# lru_cache
class Info(tuple):
    def __new__(cls, *a): return tuple.__new__(cls, a)
def cached(func, size, typed=False): return _lru_cache_wrapper(func, size, typed, Info)
calls = []
def g(*args, **kw):
    calls.append((args, kw)); return args, kw
for size in 0, 1, 2, 3, None:
    calls.clear(); c = cached(g, size)
    for a in 1, 2, 1, 1, 3, 2, 1, 4, 1, 3: c(a)
    show(size, len(calls), c.cache_info())
    c.cache_clear(); show(c.cache_info())
c = cached(g, 10); calls.clear()
c(1); c(1.0); c('a'); c('a'); c(1, 2); c((1, 2)); c(a=1); c(a=1); c(a=1, b=2); c(b=2, a=1); c(); c(); c(True)
show(len(calls), c.cache_info())
c = cached(g, 20, True); calls.clear()
c(1); c(1.0); c(1); c(a=1); c(a=1.0); c(True); c('a'); c('a')
show(len(calls), c.cache_info())
c = cached(g, -5); c(1); show(c.cache_info())
fails(c, []); c = cached(g, 5); fails(c, []); c = cached(g, None); fails(c, {}); fails(cached, 5, 1); fails(cached, g, 'a'); fails(cached, g, 1.5); fails(_lru_cache_wrapper, g); fails(_lru_cache_wrapper); fails(c.cache_info, 1); fails(cached(g, 2).cache_clear, 1)
def err(x): raise KeyError(x)
c = cached(err, 2); fails(c, 1); fails(c, 1); show(c.cache_info())
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
fib = cached(fib, None); show(fib(80), fib.cache_info())
fib.cache_clear(); fib2 = cached(lambda n: n if n < 2 else fib2(n - 1) + fib2(n - 2), 5); show(fib2(60), fib2.cache_info())
# the call itself fills, clears or uses the cache
def clears(n): c.cache_clear(); return n
c = cached(clears, 3); c(1); c(2); show(c.cache_info())
def again(n): return c(n) if n in todo and not todo.remove(n) else n
todo = {1, 2, 3}; c = cached(again, 2); show([c(i) for i in (1, 2, 3)], c.cache_info())
def deeper(n):
    if n: c(n - 1)
    return n
c = cached(deeper, 3); c(10); show(c.cache_info()); c(10); c(9); c(0); show(c.cache_info())
class Eq:
    def __init__(self, v): self.v = v
    def __hash__(self): return 1
    def __eq__(self, o): raise ArithmeticError(self.v)
c = cached(g, 4); c(Eq(1)); fails(c, Eq(2)); show(c.cache_info())
# least recently used goes first
calls.clear(); c = cached(g, 3)
for a in 'abcadaec': c(a)
show([x[0][0] for x in calls], c.cache_info())
calls.clear(); c = cached(lambda x: calls.append(x), 100); order = []
for i in range(3000):
    c((i * i) % 211)
show(len(calls), sum(calls), c.cache_info())
# as a method, with attributes
class M:
    def __init__(self): self.n = 0
    def _m(self, x): self.n += 1; return self.n
    m = cached(_m, 8)
a, b = M(), M(); show(a.m(1), a.m(1), a.m(2), b.m(1), a.m(1), M.m.cache_info(), M.m(b, 1))
c.attr = 5; c.__qualname__ = 'some.name'; c.__name__ = 'n'; show(c.attr, c.__reduce__(), c.__copy__() is c, c.__deepcopy__({}) is c, sorted(c.__dict__))
show(type(M.m).__name__, ref(c)() is c)
def cyc():
    class N: pass
    n = N(); n.c = cached(lambda x: n, None); n.c(1); n.c(n); n.p = partial(g, n); n.k = cmp_to_key(n)
    return ref(n)
r = cyc(); gc.collect(); show(r() is None)
class DelKey:
    def __init__(self, k): self.k = k
    def __hash__(self): return hash(self.k)
    def __eq__(self, o): return self is o
    def __del__(self): c(self.k)
c = cached(lambda x: None, 2)
for i in range(10): c(DelKey(i))
show(c.cache_info()[1:])

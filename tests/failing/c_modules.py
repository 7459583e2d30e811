# Iterators, caches, deques, ordered dicts, heaps and abstract classes, with few allocations each.
from itertools import *
from _collections import deque, defaultdict, OrderedDict, _count_elements
from _functools import partial, reduce, cmp_to_key, _lru_cache_wrapper
from _operator import itemgetter, attrgetter, methodcaller
from _contextvars import ContextVar, copy_context
import _heapq, _bisect, _random, _abc

print(list(chain('ab', [1])), list(islice(count(5, 2), 1, 4)), list(accumulate([1, 2], initial=9)))
print(list(zip_longest('ab', 'c')), list(pairwise('abc')), [(k, list(g)) for k, g in groupby('aab')])
print(list(product('ab', [1])), list(permutations('ab')), list(combinations('abc', 2)), list(combinations_with_replacement('ab', 2)))
a, b = tee('ab'); print(list(a), list(b), list(islice(cycle('ab'), 3)), list(repeat('x', 2)), list(compress('ab', [0, 1])))
print(list(starmap(max, [(1, 2)])), list(takewhile(bool, [1, 0])), list(dropwhile(bool, [1, 0])), list(filterfalse(bool, [1, 0])))
print(permutations('abc').__reduce__()[1], accumulate([1]).__reduce__()[2], repr(count(2, 3)))

d = deque('abc', 5); d.extend('xyz'); d.rotate(1); d.appendleft(0); d.insert(1, 'i') if len(d) < 5 else d.pop()
print(d, d.copy(), d * 2, d + d, list(reversed(d)), d.index(d[1]), d.__reduce__()[1])
o = OrderedDict(a=1, b=2, c=3); o.move_to_end('a'); o.move_to_end('c', last=False); print(o, o.popitem(last=False), o.copy(), o | {'z': 1}, list(o.items()))
o = OrderedDict.fromkeys(range(12)); o.move_to_end(5, False); o.move_to_end(0); print(list(o), o == o.copy())
f = defaultdict(list); f['a'].append(1); print(f, f.copy(), f | {'b': 2})
c = {}; _count_elements(c, 'aab'); print(c)

def g(*args, **kw): return args, kw
p = partial(g, 1, k=2); print(p(3, j=4), partial(p, 5)(), repr(partial(max, 1, key=len)))
class Info(tuple):
    def __new__(cls, *a): return tuple.__new__(cls, a)
for size in 2, None:
    cached = _lru_cache_wrapper(g, size, True, Info)
    print([cached(i % 3, k=i % 2) for i in range(5)][-1], cached.cache_info())
print(sorted([3, 1, 2], key=cmp_to_key(lambda x, y: y - x)), reduce(max, [1, 3, 2]))
print(itemgetter(0, 1)('ab'), attrgetter('real', 'imag.real')(5), methodcaller('split', ',', maxsplit=1)('a,b,c'), repr(methodcaller('m', 1, k=2)))

h = [5, 2, 8]; _heapq.heapify(h); _heapq.heappush(h, 1); print([_heapq.heappop(h) for _ in range(4)]); l = [1, 3]; _bisect.insort_right(l, 2); print(l)
r = _random.Random(5); print(r.getrandbits(100), len(r.getstate()))
v = ContextVar('v'); t = v.set(1); x = copy_context(); print(x.run(v.set, 2) and v.get(), x[v]); v.reset(t)

class Meta(type):
    def __new__(cls, name, bases, namespace):
        c = super().__new__(cls, name, bases, namespace); _abc._abc_init(c); return c
    def __instancecheck__(cls, o): return _abc._abc_instancecheck(cls, o)
    def __subclasscheck__(cls, c): return _abc._abc_subclasscheck(cls, c)
class A(metaclass=Meta): pass
class B: pass
_abc._abc_register(A, B)
print(isinstance(B(), A), isinstance(3, A), issubclass(list, A), len(_abc._get_dump(A)))
class S:
    __slots__ = 'a',
print(object.__getstate__(S()), S.__getstate__(S()))

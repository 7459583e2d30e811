# deque: every method, messages, limits, mutation under iteration, copies.
from _collections import deque
import _collections


def show(*things):
    print(*things)


def fails(f, /, *args, **kw):
    try:
        r = f(*args, **kw)
    except BaseException as e:
        print(type(e).__name__, '|', e)
    else:
        print('no error', r)


d = deque('abc'); d.append('d'); d.appendleft('z')
show(d, len(d), list(d), list(reversed(d)), bool(deque()), bool(d), repr(deque()), deque(maxlen=3), deque([1], 2))
show(d.pop(), d.popleft(), d, d[0], d[-1], d[1])
fails(lambda: d[5]); fails(lambda: d[-9]); fails(lambda: d['a']); fails(d.__setitem__, 9, 1); fails(d.__delitem__, 9); fails(lambda: d[1:2]); fails(lambda: d[2**70])
d[0] = 'A'; del d[1]; show(d)
d.extend([1, 2, 3]); d.extendleft([7, 8]); show(d)
d.extend(d); show(d); d.extendleft(d); show(len(d))
d = deque(range(10))
for n in 0, 1, -1, 3, -3, 5, 13, -27, 10, 4, -6:
    d.rotate(n); show(n, list(d))
d.rotate(); show(d)
fails(d.rotate, 'a'); fails(d.rotate, 1, 2); fails(d.rotate, 1.5)
d.reverse(); show(d); deque().reverse(); deque([1]).rotate(5); deque().rotate(3)
d = deque(range(5)); d.insert(2, 'x'); d.insert(-1, 'y'); d.insert(100, 'z'); d.insert(-100, 'w'); show(d)
d = deque([1, 2], maxlen=2); fails(d.insert, 0, 5); fails(d.insert, 1); fails(d.insert, 'a', 1)
show(deque('abcabc').count('a'), deque('abcabc').index('c'), deque('abcabc').index('c', 3), deque('abcabc').index('a', -3, -1))
fails(deque('abc').index, 'z'); fails(deque('abc').index, 'a', 1); fails(deque('abc').index, 'a', 'b'); fails(deque('abc').remove, 'z'); fails(deque().pop); fails(deque().popleft)
d = deque('abcdc'); d.remove('c'); show(d); d.clear(); show(d, len(d))
show('b' in deque('abc'), 'z' in deque('abc'), 5 in deque([1, 5.0]))
# limits
d = deque(maxlen=3)
for i in range(6): d.append(i)
show(d, d.maxlen, deque([1]).maxlen); d.appendleft('L'); show(d); d.extend('xyz!'); show(d); d.extendleft('12345'); show(d)
z = deque([1, 2, 3], maxlen=0); z.append(1); z.appendleft(2); z.extend('ab'); show(z, deque('abc', maxlen=0))
fails(deque, 1); fails(deque, [], -1); fails(deque, [], 'a'); fails(deque, [], 1, 2); fails(deque, foo=1); fails(deque, [], 2**70); fails(deque, maxlen=-2); fails(setattr, d, 'maxlen', 5)
d.__init__('pq', 5); show(d); d.__init__(); show(d)
# operators
show(deque([1, 2]) + deque([3]), deque([1, 2]) * 2, 3 * deque('a'), deque([1]) * 0, deque([1, 2], 3) * 3, deque([1], 2) + deque([4, 5]))
fails(lambda: deque() + [1]); fails(lambda: deque() * 'a'); fails(lambda: [1] + deque())
d = deque([1, 2]); e = d; d += [3]; d *= 2; show(d, e is d); d *= -1; show(d)
d = deque([1, 2, 3], 4); d *= 3; show(d); d = deque([7], 4); d *= 10; show(d)
show(deque([1, 2]) == deque([1, 2]), deque([1]) == [1], deque([1, 2]) < deque([1, 3]), deque([1]) < deque([1, 0]), deque([2]) > deque([1, 5]), deque([1]) != deque([1]), deque([1], 2) == deque([1], 3), deque([1]) >= deque([1]))
fails(lambda: deque([1]) < [1]); fails(hash, deque())
# iteration
it = iter(deque('abc')); show(it.__length_hint__(), next(it), it.__length_hint__(), type(it).__name__, it.__reduce__()[1:])
d = deque('abc'); it = iter(d); next(it); d.append(1); fails(next, it); fails(next, it); show(it.__length_hint__())
d = deque('abc'); it = reversed(d); next(it); d[0] = 5; show(list(it)); it = iter(d); d.popleft(); fails(list, it)
show(list(_collections._deque_iterator(deque('abcd'), 2)), list(_collections._deque_reverse_iterator(deque('abcd'), 1)), list(_collections._deque_iterator(deque('ab'), 9)))
fails(_collections._deque_iterator); fails(_collections._deque_iterator, 1)
# code that changes the deque while it is looked through
class Evil:
    def __init__(self, act): self.act = act
    def __eq__(self, other): self.act(); return False
for name in 'remove', 'index', 'count', '__contains__':
    d = deque([Evil(lambda: d.append(1)), 2]); fails(getattr(d, name), 5)
    d = deque([Evil(lambda: d.clear()), 2]); fails(getattr(d, name), 5)
d = deque([Evil(lambda: d.clear()), 2]); fails(lambda: d == deque([1, 2]))
class Bad:
    def __eq__(self, o): raise ZeroDivisionError
d = deque([Bad()]); fails(d.remove, 1); fails(d.index, 1); fails(d.count, 1); fails(d.__contains__, 1)
# copies
class D(deque): pass
d = D('abc', 5); d.x = 1; c = d.copy(); show(type(c).__name__, c, c.maxlen, D('ab').copy(), D('a') + deque('b'))
r = d.__reduce__(); show(r[0].__name__, r[1], r[2], list(r[3]))
r = deque('ab').__reduce__(); show(r[0].__name__, r[1], r[2], list(r[3])); show(deque([1, 2], 3).__copy__())
class Odd(deque):
    def __init__(self, *a): pass
    def __new__(cls, *a): return 5 if a else deque.__new__(cls)
fails(Odd().copy)
class KW(deque):
    def __init__(self, it=(), maxlen=None, extra=None): super().__init__(it, maxlen); self.extra = extra
show(KW('ab', extra=4).extra, KW('ab', 1))
show(deque[int], deque.__class_getitem__(str))
d = deque(); d.append(d); show(d); d = deque(maxlen=2); d.append(d); show(repr(d))
match deque([1, 2, 3]):
    case [a, *rest]: show(a, rest)
# many items through a small window, and through a big one
d = deque(); total = 0
for i in range(20000):
    d.append(i)
    if i % 3: total += d.popleft()
show(len(d), total, d[0], d[-1], d[len(d) // 2], sum(d))
while d: d.pop(); d and d.popleft()
show(len(d))
d = deque(range(1000))
for i in range(500): del d[i * 37 % len(d)]
for i in range(500): d.insert(i * 53 % (len(d) + 1), -i)
show(sum(d), hash(tuple(d)) == hash(tuple(list(d))), d[17], d[-17])
l = list(range(50)); d = deque(l)
for i in range(200):
    k = (i * 7919) % len(l)
    if i % 3 == 0: del l[k]; del d[k]
    elif i % 3 == 1: l.insert(k, i); d.insert(k, i)
    else: l.append(i); d.append(i); d.rotate(1); l.insert(0, l.pop())
show(list(d) == l)
# memory
import gc, sys
class N: pass
from _weakref import ref
def cyc():
    n = N(); n.d = deque([n]); n.i = iter(n.d); return ref(n), ref(n.d)
a, b = cyc(); gc.collect(); show(a() is None, b() is None)
show(sys.getsizeof(deque(range(100))) > sys.getsizeof(deque()))
deep = deque()
for _ in range(2000): deep = deque([deep])
del deep; show('gone')
for f in 'append', 'pop', 'extend', 'copy', 'count', 'remove':
    fails(getattr(deque(), f), 1, 2, 3)

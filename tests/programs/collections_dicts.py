# OrderedDict, defaultdict, _count_elements, _tuplegetter.
from _collections import OrderedDict, defaultdict, _count_elements, _tuplegetter
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


# OrderedDict: making and order
o = OrderedDict([('a', 1), ('b', 2), ('c', 3)])
show(o, list(o), list(reversed(o)), list(o.items()), list(reversed(o.items())), list(reversed(o.values())), list(reversed(o.keys())), len(o), OrderedDict())
o.move_to_end('a'); show(o); o.move_to_end('a', last=False); show(o); o.move_to_end('c', False); show(list(o)); o.move_to_end('a', True); show(list(o))
show(o.popitem(), o.popitem(last=False), o.popitem(False), o); fails(o.popitem); fails(o.move_to_end, 'x'); fails(o.pop, 1); show(o.pop(1, 5), o.pop(key=1, default=6)); fails(o.pop); fails(o.pop, [])
o['x'] = 1; o['y'] = 2; del o['x']; o['x'] = 3; o['y'] = 9; show(o); fails(o.__delitem__, 'q'); fails(lambda: o['q'])
fails(o.move_to_end, 'x', foo=1); fails(o.popitem, 1, 2); fails(o.setdefault); show(o.setdefault('x', 7), o.setdefault('z', 7), o.setdefault(key='w'), o)
fails(OrderedDict, 1); fails(OrderedDict, 1, 2); fails(OrderedDict, [1]); fails(OrderedDict, [(1,)]); fails(OrderedDict, [()]); fails(OrderedDict, [(1, 2, 3)]); fails(o.update, 1, 2); fails(OrderedDict.fromkeys); fails(OrderedDict.update)
show(OrderedDict(a=1, b=2), OrderedDict({'k': 1}, z=2), OrderedDict(self=42), OrderedDict([('a', 1)], a=3), OrderedDict.fromkeys('abc'), OrderedDict.fromkeys('ab', value=0))
o.update({'m': 1}); o.update([('n', 2)], p=3); o.update(); o.update(OrderedDict(q=4)); show(o)
class Keys:
    def keys(self): return iter('xy')
    def __getitem__(self, k): return k * 2
class Items:
    def items(self): return [('i', 1)]
show(OrderedDict(Keys()), OrderedDict(Items()))
show(OrderedDict(a=1, b=2) == OrderedDict(b=2, a=1), OrderedDict(a=1, b=2) == dict(b=2, a=1), dict(b=2, a=1) == OrderedDict(a=1, b=2), OrderedDict(a=1) != OrderedDict(a=1), OrderedDict() == [], OrderedDict(a=1, b=2) != OrderedDict(b=2, a=1)); fails(lambda: OrderedDict() < OrderedDict())
show(OrderedDict(a=1) | {'b': 2}, {'b': 2} | OrderedDict(a=1), type({} | OrderedDict()).__name__); o = p = OrderedDict(a=1); o |= {'c': 3}; show(o, p is o); o |= [('d', 4)]; show(o); fails(lambda: o | [('a', 1)]); fails(lambda: o | 1)
c = o.copy(); c['zz'] = 1; show(c, o, type(c).__name__, o.keys(), o.values(), o.items(), type(iter(o)).__name__, o.keys() & {'a'}, sorted(o.items() - {('a', 1)}), o.keys() == {'a', 'c', 'd'}, o.keys().isdisjoint('a'))
fails(hash, o); o.attr = 5; show(o.__dict__, o.copy().__dict__); r = o.__reduce__(); show(r[0].__name__, r[1], r[2], r[3], list(r[4]))
s = OrderedDict(a=1); s['s'] = s; show(s); o.clear(); show(o, bool(o))
# iterators
o = OrderedDict.fromkeys('abc')
it = iter(o); next(it); o['d'] = 1; fails(next, it); fails(next, it)
it = iter(o); next(it); o.move_to_end('a'); fails(next, it)
it = iter(o); next(it); o['a'] = 5; show(next(it)); del o['d']; fails(list, it)
it = iter(o.items()); next(it); r = it.__reduce__(); show(r[0].__name__, r[1], list(it), it.__reduce__()[1]); it = reversed(o); next(it); show(it.__reduce__()[1], next(it))
for k in o:
    last = k
o['late'] = 1
seen = []
for k in list(o): seen.append(k); del o[k]
show(seen, o)
# subclasses
class Sub(OrderedDict):
    def __init__(self, *a, **k): self.log = []; super().__init__(*a, **k)
    def __setitem__(self, k, v): self.log.append(k); super().__setitem__(k, v)
    def __getitem__(self, k): return ('got', super().__getitem__(k))
s = Sub(a=1, b=2); s.update(c=3); s.update({'d': 4}); show(s.log, s['a'], s, type(s.copy()).__name__, s.copy()); s.setdefault('e', 5); show(s.log, s.setdefault('e', 6), s.pop('a'), s.popitem())
class Miss(OrderedDict):
    def __missing__(self, k): return k * 2
show(Miss()['ab'], Miss().get('ab'))
class Rev(OrderedDict):
    def items(self): return [(1, 2)]
show(Rev(a=1))
# a model of it, worked hard at both ends
seed = 12345
def rand(n):
    global seed
    seed = (seed * 1103515245 + 12345) & 0x7fffffff
    return (seed >> 8) % n
for kind in (lambda n: n, lambda n: 'k%d' % n, lambda n: (n, 'x')):
    o = OrderedDict(); model = []
    for step in range(4000):
        what = rand(9); k = kind(rand(60))
        if what < 3:
            if k not in model: model.append(k)
            o[k] = step
        elif what == 3 and model:
            e = model.pop(0); assert o.popitem(last=False)[0] == e
        elif what == 4 and model:
            e = model.pop(); assert o.popitem()[0] == e
        elif what == 5 and k in model:
            model.remove(k); model.append(k); o.move_to_end(k)
        elif what == 6 and k in model:
            model.remove(k); model.insert(0, k); o.move_to_end(k, last=False)
        elif what == 7 and k in model:
            model.remove(k); del o[k]
        elif what == 8 and step % 50 == 0:
            o = o.copy()
        if step % 37 == 0:
            assert list(o) == model and list(reversed(o)) == model[::-1] and len(o) == len(model)
            assert all(x in o for x in model) and kind(99) not in o
    show(len(o), list(o) == model)
o = OrderedDict.fromkeys(range(5000))
for i in range(20000): o.move_to_end(i % 5000, last=i % 3 == 0); o[next(iter(o))] = i
for i in range(20000): o[5000 + i] = 1; o.popitem(last=False)
show(len(o), list(o)[:2], list(o)[-1])
d = dict.fromkeys(range(3000))
for i in range(30000): d[3000 + i] = 1; del d[next(iter(d))]
show(len(d), next(iter(d)))

# defaultdict
d = defaultdict(list); d['a'].append(1); d['a'].append(2); show(d, d['b'], len(d), d.get('zz'), 'zz' in d, d.default_factory)
fails(defaultdict, 1); show(defaultdict(None), defaultdict()); fails(lambda: defaultdict()[5]); fails(lambda: defaultdict(None)['k']); fails(defaultdict(int).__missing__)
show(defaultdict(int, {'a': 1}), defaultdict(int, [('b', 2)], c=3), defaultdict(int, x=5)['y'])
fails(defaultdict, int, 1); fails(defaultdict, int, {}, {})
c = d.copy(); c['q']; show(c, 'q' in d, type(c).__name__, c.default_factory is list, d.__copy__() == d)
r = d.__reduce__(); show(r[0].__name__, r[1], r[2:4], list(r[4])); show(defaultdict().__reduce__()[1])
show(d | {'z': 1}, {'z': 1} | d, type({} | d).__name__); d |= {'y': 2}; show(d); fails(lambda: d | 5); fails(lambda: 5 | d); d |= [('w', 1)]; show(d['w'])
def broken(): raise ZeroDivisionError
d = defaultdict(int); d.default_factory = None; fails(lambda: d[1]); show(d)
d = defaultdict(int); d.default_factory = None; fails(lambda: d[1]); show(d)
fails(lambda: defaultdict(broken)['x']); d = defaultdict(lambda: d); d['self']; show(repr(d).replace(repr(d.default_factory), 'F')); fails(hash, d); d.default_factory = int; show(d['n']); del d.default_factory; show(d.default_factory); fails(lambda: d['nn'])
class DD(defaultdict):
    def __missing__(self, key): self[key] = v = key * 2; return v
show(DD()['ab'], DD(int), DD(list).copy(), type(DD(int) | {}).__name__)
class DS(defaultdict):
    def __repr__(self): return 'mine'
class F:
    def __call__(self): return 5
    def __repr__(self): return 'F:%r' % (fd,)
fd = defaultdict(F()); show(fd, fd[1])
count = defaultdict(int)
for ch in 'mississippi': count[ch] += 1
show(dict(count), defaultdict[int, str])
match count:
    case {'m': m, **rest}: show(m, rest)

# _count_elements
d = {}; _count_elements(d, 'abracadabra'); show(d); _count_elements(d, ['a', 1, 1.0, True]); show(d)
d = {'a': 2**63 - 1, 'b': 0.5, 'c': 'x'}; _count_elements(d, 'ab'); show(d); fails(_count_elements, d, 'c'); fails(_count_elements, d, [[]]); fails(_count_elements, d, 5); fails(_count_elements, 5, []); fails(_count_elements, d)
class Own(dict):
    def get(self, k, default): return 10
d = Own(); _count_elements(d, 'aab'); show(d)
class Own2(dict):
    def __setitem__(self, k, v): dict.__setitem__(self, k, v * 100)
d = Own2(); _count_elements(d, 'aab'); show(d)
class Plain(dict): pass
d = Plain(); _count_elements(d, 'aab'); show(d)
d = OrderedDict(); _count_elements(d, 'baa'); show(d)

# _tuplegetter
class P(tuple):
    x = _tuplegetter(0, 'doc x'); y = _tuplegetter(1, 'doc y'); z = _tuplegetter(5, None)
p = P((3, 4)); show(p.x, p.y, P.x, P.x.__doc__, P.__dict__['x'].__reduce__()[1]); fails(lambda: p.z); fails(setattr, p, 'x', 1); fails(delattr, p, 'x'); fails(P.x.__get__, 5, int); show(P.x.__get__(None, P) is P.x)
fails(_tuplegetter); fails(_tuplegetter, 'a', 1); fails(_tuplegetter, 1); P.x.__doc__ = 'new'; show(P.x.__doc__); fails(_tuplegetter, 1, 2, 3)

class N: pass
def cyc():
    a = N(); a.o = OrderedDict(x=a); a.d = defaultdict(list, x=a); a.f = defaultdict(lambda: a); a.i = iter(a.o.items()); a.g = _tuplegetter(0, a)
    return ref(a), ref(a.o)
refs = cyc(); gc.collect(); show([r() for r in refs])

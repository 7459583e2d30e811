# What built-in types do at their edges: iteration over a dict that changes, tracking, dir(), orders of a metaclass's own,
# assignment to __class__ and __dict__, names of classes, comparisons that change a dict.
import gc
import types
import weakref


def attempt(f, *args, **kwargs):
    try:
        result = f(*args, **kwargs)
    except Exception as e:
        print(type(e).__name__, ascii(str(e)))
    else:
        print('ok', ascii(result))


# --- a key deleted and added again behind an iterator
def iterate(d, view, change):
    seen = []
    try:
        for item in view(d):
            seen.append(item)
            change(d, seen)
            if len(seen) > 8:
                break
    except RuntimeError as e:
        print(seen, e)
    else:
        print(seen)


def readd(d, seen):
    del d[0]
    d[0] = 0


def rotate(d, seen):
    key = next(iter(d))
    d[key] = d.pop(key)


def put_back(d, seen):
    key, value = d.popitem()
    d[key] = value


for view in dict.keys, dict.values, dict.items, iter, reversed:
    iterate({0: 0}, view, readd)
    iterate({0: 0, 1: 1, 2: 2}, view, rotate)
    iterate({0: 0, 1: 1, 2: 2}, view, put_back)
    iterate({'a': 0, 'b': 1, 'c': 2}, view, lambda d, seen: (d.pop('a'), d.setdefault('a', 1)))
d = {}
for i in range(100):
    d[i % 3] = i
    del d[i % 3]
    d['x'] = i
print(d, list(d), len(d))


# --- what is tracked
def tracked(o):
    gc.collect()
    gc.collect()
    return gc.is_tracked(o)


z = (1, object())
d = {1: 'a', z: 3}
print(tracked(d), end=' ')
d[4] = []
print(tracked(d), end=' ')
d[4] = None
print(tracked(d), end=' ')
d[5] = d
print(tracked(d), end=' ')
del d[5]
print(tracked(d), tracked({1: int, 2: int.__class__, 3: compile('1', '', 'eval')}), tracked((int, str)))
print(tracked({1: {}}), tracked(([],)), tracked({1: object()}), tracked({1: type('C', (), {})}))
d = dict(a=1)
exec('def keep(v):\n    global a\n    a = v', d)
gc.collect()
d['keep']([d])
print(gc.is_tracked(d))


class Node:
    pass


n = Node()
n.__dict__ = {'a': 1}
print(tracked(n.__dict__))
n.me = n
gone = weakref.ref(n)
print(tracked(n.__dict__))
del n
gc.collect()
print(gone())


# --- what dir() shows
class Text(str):
    def __len__(self):
        return 0


print(bool(Text('abc')), [hasattr(t, '__bool__') for t in (str, bytes, bytearray, list, int, bool)])
print(hasattr(types.MethodType, '__get__'), hasattr(MemoryError, '__del__'), hasattr(int | str, '__instancecheck__'))
print(isinstance(1, int | str), issubclass(bool, int | str), isinstance(None, int | None), isinstance(b'', int | str))
attempt(isinstance, 1, list[int] | int)
attempt(issubclass, 1, list | int)
print(type(complex.real).__name__, type(float.real).__name__, type(range.start).__name__, type(types.CodeType.co_name).__name__)
attempt(setattr, range(3), 'start', 4)
attempt(setattr, 1.5, 'real', 4)
attempt(setattr, len, '__self__', 4)
print(weakref.ref[int], types.AsyncGeneratorType[int, str])
print('__repr__' in vars(KeyError), '__add__' in vars(bool), '__and__' in vars(bool), 'errno' in vars(ConnectionError))


class Odd(types.ModuleType):
    __dict__ = 8


attempt(dir, Odd('odd'))


# --- the order that a metaclass gives
class A:
    x = 'A'


class B:
    x = 'B'


def with_order(order, bases=()):
    class Meta(type):
        def mro(cls):
            return order(cls)
    try:
        X = Meta('X', bases, {})
    except Exception as e:
        print(type(e).__name__, e)
        return
    print([c.__name__ for c in X.__mro__], X.__base__.__name__, getattr(X(), 'x', None), isinstance(X(), A))

    class Y(X):
        pass
    print([c.__name__ for c in Y.__mro__], getattr(Y, 'x', None), super(Y, Y()).__repr__() != '')


with_order(lambda cls: [A, cls, object])
with_order(lambda cls: (cls, A, B, object), (B, A))
with_order(lambda cls: [B, cls, A, object], (A,))
with_order(lambda cls: [A, object])
with_order(lambda cls: [])
with_order(lambda cls: None)
with_order(lambda cls: [cls, 1])
with_order(lambda cls: [cls, int, object])
with_order(lambda cls: [cls, str, object], (int,))


# --- which classes an object may change to
def classes():
    class C: pass
    class D(C): pass
    class G: __slots__ = ['a', 'b']
    class H: __slots__ = ['b', 'a']
    class I(G): __slots__ = ['c']
    class J(H): __slots__ = ['c']
    class K(G): __slots__ = ['__dict__']
    class L(G): __slots__ = ['__weakref__']
    class M(G): pass
    class N(G): __slots__ = ()
    class T(tuple): pass
    class U(tuple): pass
    class V(list): pass
    class W(list): pass
    class X(Exception): pass
    class Y(ValueError): pass
    class Z(types.ModuleType): pass
    return [C, D, G, H, I, J, K, L, M, N, T, U, V, W, X, Y, Z]


every = classes() + [int, types.ModuleType, object]
for cls in every:
    allowed = ''
    for other in every:
        o = cls('m') if issubclass(cls, types.ModuleType) else cls()
        if hasattr(cls, 'a'):
            o.a = 1
        try:
            o.__class__ = other
        except TypeError as e:
            message = str(e)
            allowed += '.'
        else:
            allowed += other.__name__[0] if type(o) is other and getattr(o, 'a', 1) == 1 else '?'
    print(cls.__name__, allowed, message)


# --- assignment to __dict__
class Base: pass
class Mod(types.ModuleType, Base): pass
class Mod2(Base, types.ModuleType): pass
class Err(Base, Exception): pass
class Meta(Base, type): pass


put = Base.__dict__['__dict__']
for make in (lambda: Mod('m')), (lambda: Mod2('m')), Err, ValueError, (lambda: Meta('M', (), {})), Base:
    for value in {'q': 1}, 1, None:
        attempt(lambda: setattr(make(), '__dict__', value))
        attempt(lambda: put.__set__(make(), value))
    attempt(lambda: delattr(make(), '__dict__'))
    attempt(lambda: put.__delete__(make()))


# --- names
attempt(type, 'A\udcdcB', (), {})
attempt(type, 'A\0B', (), {})
attempt(type, 'A', (), {'__doc__': 'x\udcdc'})
attempt(lambda: type('A', (), {'__doc__': 'x\0y'}).__doc__)
for value in 'é', 'x\udcdc', 'a\0b', 5:
    for name in '__name__', '__qualname__', '__module__', '__doc__':
        class E: pass
        attempt(lambda: (setattr(E, name, value), getattr(E, name)))
attempt(delattr, A, '__subclasshook__')


# --- comparisons that change the dict
class Key:
    changes = None

    def __init__(self, value):
        self.value = value

    def __hash__(self):
        return 5

    def __eq__(self, other):
        if Key.changes:
            Key.changes()
        return self.value == other.value


keys = [Key(i) for i in range(6)]
d = dict.fromkeys(keys, 0)
count = 0


def drop_last():
    global count
    count += 1
    if len(d) > 3:
        d.popitem()


Key.changes = drop_last
print(d.get(Key(0)), count, len(d))
Key.changes = None

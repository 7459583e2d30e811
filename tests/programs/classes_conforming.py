# What CPython's own tests of classes, matching, iterators and syntax ask for.
import collections, collections.abc, copy, operator
def show(*things): print(*things)
def attempt(f):
    try: return f()
    except Exception as e: return '%s: %s' % (type(e).__name__, e)

# An attribute word at the end of a block that was used before.
class Text(str): kept = None
old = [b'\xff' * n for n in range(60, 200)]; del old
for n in range(60, 200):
    t = Text('a' * n)
    if t.kept is not None or vars(t): show(n, vars(t))

# Iterators are copied and pickled.
def reduced(i):
    next(i)
    return i.__reduce__()
for make in (lambda: iter('abc'), lambda: iter('ab\u1234'), lambda: iter(b'abc'), lambda: iter(bytearray(b'abc')),
             lambda: iter({1: 2, 3: 4, 5: 6}), lambda: iter({1: 2, 3: 4}.values()), lambda: iter({1: 2, 3: 4}.items()),
             lambda: reversed({1: 2, 3: 4}), lambda: iter({7})):
    i = make(); show(type(i).__name__, i.__reduce__(), reduced(i), list(copy.copy(i)), list(i), i.__reduce__())
for make in (lambda: iter(range(1, 9, 3)), lambda: iter(range(2**70, 2**70 + 3))):
    i = make(); show(i.__reduce__()); next(i); show(list(copy.copy(i))); i = make(); i.__setstate__(1); show(len(list(i)))
for make in (lambda: zip('ab', [1, 2]), lambda: zip('ab', 'cd', strict=True), lambda: map(pow, [2, 3], [3, 2]),
             lambda: filter(None, [0, 1, 2]), lambda: iter([3, 2, 1].pop, 3)):
    i = make(); show(len(i.__reduce__()), list(copy.copy(i)))
class Named(map):
    def __init__(self, *args, named=None): self.named = named
show(Named(str, [1], named=2).named, attempt(lambda: type('M', (map,), {})(str, [1], named=2)))
show(attempt(lambda: type('F', (filter,), {})(None, [1], named=2)))

# Comparing: what cannot be looked up counts as not there.
class Odd: __eq__ = property(lambda self: {}.missing)
show(Odd() == Odd())

# Wrappers of a class that is no base.
class Wrong(int): __eq__ = str.__eq__; __add__ = str.__add__
show(attempt(lambda: Wrong() == Wrong()), attempt(lambda: Wrong() + Wrong()))

# __bytes__ is looked up once.
class Looked:
    def __init__(self, log): self.log = log
    def __get__(self, o, cls=None): self.log.append(1); return lambda: b'x'
log = []
class B: __bytes__ = Looked(log)
show(bytes(B()), log)

# Abstract methods; a metaclass that derives from a class before type.
class A: pass
def forget(): del A.__abstractmethods__
show(attempt(forget))
class Base: pass
class Meta(Base, type): pass
class Made(metaclass=Meta): spam = 1
show('spam' in Made.__dict__, type(Made.__dict__).__name__)

# Patterns: bytearray takes a sub-pattern; the first class along the MRO says what it matches.
match bytearray(b'x'):
    case bytearray(z): show(z)
def kind(o):
    match o:
        case [*_]: return 'sequence'
        case {}: return 'mapping'
class C: pass
class M1(C, collections.UserDict, collections.abc.Sequence): pass
class M2(collections.UserDict, C, list): pass
class S1(C, collections.UserList, collections.abc.Mapping): pass
class S2(collections.UserList, dict, C): pass
show(kind(M1()), kind(M2()), kind(S1()), kind(S2()))

# operator.concat takes whatever has items.
class Items:
    def __getitem__(self, i): return i
    def __len__(self): return 1
    def __add__(self, other): return 'added'
    def __iadd__(self, other): return 'extended'
show(operator.concat(Items(), Items()), operator.iconcat(Items(), Items()))

# Blocks nest as deep as in CPython.
def nested(n):
    code = ''.join('%stry:\n%s 1\n%sexcept E as e:\n' % (' ' * i, ' ' * i, ' ' * i) for i in range(n)) + ' ' * n + 'pass'
    return attempt(lambda: compile(code, 'nested', 'exec') and 'compiled')
show(nested(10), nested(11), nested(12))

# Annotations in a namespace that has __getitem__ alone; what classmethod copies; what a function's attributes are.
class Space:
    def __init__(self): self.held = {}
    def __setitem__(self, k, v): self.held[k] = v
    def __getitem__(self, k): return self.held[k]
s = Space(); exec('x: int = 1', {}, s); show(s.held)
def f(): 'doc'
show(sorted(classmethod(f).__dict__), staticmethod(None).__dict__, type(type(f).__globals__).__name__)

# _operator: every function and getter.
import _operator as op
from _operator import itemgetter, attrgetter, methodcaller, _compare_digest


def show(*things):
    print(*things)


def fails(f, /, *args, **kw):
    try:
        r = f(*args, **kw)
    except BaseException as e:
        print(type(e).__name__, '|', e)
    else:
        print('no error', r)


show([n for n in sorted(dir(op)) if not n.startswith('__')])
for name in 'add sub mul floordiv truediv mod pow lshift rshift and_ or_ xor lt le eq ne gt ge is_ is_not'.split():
    f = getattr(op, name); show(name, f(13, 3)); fails(f); fails(f, 1); fails(f, 1, 2, 3)
    if name not in ('eq', 'ne', 'is_', 'is_not'): fails(f, 1, 'a')
for name in 'neg pos abs inv invert not_ truth index'.split():
    f = getattr(op, name); show(name, f(5), f(-5)); fails(f); fails(f, 1, 2)
    if name not in ('not_', 'truth'): fails(f, 'a')
class X:
    def __getattr__(self, name): raise AttributeError(name)
class I(int):
    def __matmul__(self, o): return 'mat'
    def __imatmul__(self, o): return 'imat'
    def __iadd__(self, o): return 'iadd'
show(op.matmul(I(1), 2), op.imatmul(I(1), 2), op.iadd(I(1), 2), op.isub(I(5), 2))
l = [1]; show(op.iadd(l, [2]) is l, l, op.imul(l, 2) is l, l, op.iconcat(l, (9,)) is l, l)
for name in 'isub ifloordiv itruediv imod ipow ilshift irshift iand ior ixor'.split(): show(name, getattr(op, name)(12, 2))
show(op.concat('a', 'b'), op.concat([1], [2]), op.concat((1,), (2,))); fails(op.concat, 1, 2); fails(op.concat, 'a', 1); fails(op.iconcat, 5, []); fails(op.concat, {}, {})
show(op.contains([1, 2], 2), op.contains('abc', 'z'), op.countOf([1, 2, 1, True], 1), op.countOf('abca', 'a'), op.indexOf([4, 5, 6], 6), op.indexOf(iter('abc'), 'b'))
fails(op.contains, 1, 2); fails(op.countOf, 1, 2); fails(op.indexOf, 1, 2); fails(op.indexOf, [], 2)
nan = float('nan'); show(op.countOf([nan, nan, 1], nan), op.indexOf([1, nan], nan))
d = {1: 2}; op.setitem(d, 3, 4); show(op.getitem(d, 1), d, op.delitem(d, 1), d); fails(op.getitem, d, 9); fails(op.delitem, d, 9); fails(op.setitem, 1, 2, 3); fails(op.setitem, d, 1)
show(op.length_hint([1, 2]), op.length_hint(iter([1, 2, 3])), op.length_hint(5), op.length_hint(5, 7)); fails(op.length_hint, 5, 'a'); fails(op.length_hint); fails(op.length_hint, 1, 2, 3)
class H:
    def __init__(self, h): self.h = h
    def __length_hint__(self):
        if isinstance(self.h, type): raise self.h
        return self.h
show(op.length_hint(H(4)), op.length_hint(H(NotImplemented), 3), op.length_hint(H(TypeError), 12)); fails(op.length_hint, H(-1)); fails(op.length_hint, H('a')); fails(op.length_hint, H(LookupError))
show(op.call(max, 1, 2), op.call(dict, a=1)); fails(op.call); fails(op.call, 5)
fails(op.truth, x=1); fails(op.add, a=1, b=2)
class B:
    def __bool__(self): raise OSError('b')
fails(op.truth, B()); fails(op.not_, B())

# itemgetter
g = itemgetter(1); show(g('abc'), g([1, 2]), g((1, 2)), g({1: 'v'}), repr(g), g.__reduce__()[1])
g = itemgetter(0, -1, slice(1, 2)); show(g('abcd'), repr(g), g.__reduce__()[1])
fails(itemgetter); fails(itemgetter, a=1); fails(itemgetter(9), [1]); fails(itemgetter(9), (1,)); fails(itemgetter('x'), [1]); fails(itemgetter(1)); fails(itemgetter(1), [1, 2], 3); fails(itemgetter(1), x=[1]); fails(itemgetter(1), 5); fails(itemgetter(0, 5), [1])
class Tu(tuple):
    def __getitem__(self, i): return 'own'
show(itemgetter(0)(Tu((1,))), itemgetter(-1)([1, 2, 3]), itemgetter(2**70)({2**70: 1}), itemgetter(True)([4, 5]))
# attrgetter
class A:
    pass
a = A(); a.b = A(); a.b.c = A(); a.b.c.d = 5; a.e = 6
show(attrgetter('e')(a), attrgetter('b.c.d')(a), attrgetter('e', 'b.c.d')(a), repr(attrgetter('e')), repr(attrgetter('e', 'b.c')), attrgetter('x.y', 'z').__reduce__()[1])
fails(attrgetter); fails(attrgetter, 5); fails(attrgetter, 'a', 5); fails(attrgetter('zz'), a); fails(attrgetter('b.zz'), a); fails(attrgetter('e'), a, a); fails(attrgetter('e')); fails(attrgetter, a='b'); fails(attrgetter('e.'), a); fails(attrgetter('.e'), a); fails(attrgetter(''), a); fails(attrgetter('e'), x=a)
# methodcaller
show(methodcaller('upper')('ab'), methodcaller('split', ',')('a,b'), methodcaller('split', maxsplit=1)('a b c'), methodcaller('replace', 'a', 'b', 1)('aa'))
show(repr(methodcaller('m')), repr(methodcaller('m', 1, 'x', k=2)), methodcaller('m', 1).__reduce__()[1])
fails(methodcaller); fails(methodcaller, 5); fails(methodcaller('zz'), 'a'); fails(methodcaller('upper')); fails(methodcaller('upper'), 'a', 'b'); fails(methodcaller('upper'), x=1); fails(methodcaller('upper', 5), 'a'); fails(methodcaller, name='a')
# digests
show(_compare_digest('abc', 'abc'), _compare_digest('abc', 'abd'), _compare_digest('abc', 'ab'), _compare_digest(b'abc', bytearray(b'abc')), _compare_digest(b'', b''), _compare_digest(b'a', b''))
fails(_compare_digest, 'é', 'é'); fails(_compare_digest, 'a', b'a'); fails(_compare_digest, 1, 2); fails(_compare_digest, b'a'); fails(_compare_digest, [1], [1])
rec = itemgetter(0)
import gc
from _weakref import ref
def cyc():
    x = A(); x.g = itemgetter(x, 1); x.m = methodcaller('a', x, k=x)
    return ref(x)
r = cyc(); gc.collect(); show(r() is None)

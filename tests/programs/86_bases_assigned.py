# Assignment to __bases__: orders, slots and caches follow; what does not fit is refused and changes nothing.
def t(f):
    try: print(f())
    except BaseException as e: print(type(e).__name__, e)
class A:
    def who(self): return 'A'
    x = 1
class B:
    def who(self): return 'B'
    def __len__(self): return 7
class C(A): pass
class D(C): pass
c, d = C(), D()
print(c.who(), d.who())
def loop():
    r = []
    for i in range(4):
        r.append(d.who())
        if i == 1: C.__bases__ = (B,)
    return r
print(loop())
print(C.__bases__, C.__base__, [k.__name__ for k in D.__mro__], len(d), A.__subclasses__(), B.__subclasses__())
C.__bases__ = (A, B)
print([k.__name__ for k in D.__mro__], len(c), d.x, A.__subclasses__(), B.__subclasses__())
def setb(cls, v): cls.__bases__ = v
t(lambda: setb(C, ()))
t(lambda: setb(C, A))
t(lambda: setb(C, [A]))
t(lambda: setb(C, (1,)))
t(lambda: setb(C, (A, 1)))
t(lambda: setb(C, (C,)))
t(lambda: setb(C, (D,)))
t(lambda: setb(C, (A, A)))
t(lambda: setb(C, (object, A)))
t(lambda: setb(C, (int,)))
t(lambda: setb(C, (object,)))
t(lambda: setb(int, (object,)))
t(lambda: setb(object, (A,)))
t(lambda: setb(C, (bool,)))
t(lambda: setb(C, (type,)))
t(lambda: C.__delattr__('__bases__'))
def delb(): del C.__bases__
t(delb)
def delo(): del object.__bases__
t(delo)
class M(type):
    def mro(cls):
        if fail: raise ZeroDivisionError
        return type.mro(cls)
fail = False
class E(A, metaclass=M): pass
class F(E): pass
fail = True
t(lambda: setb(E, (B,)))
print(E.__bases__, [k.__name__ for k in E.__mro__], B.__subclasses__(), A.__subclasses__())
class S1: __slots__ = ('a',)
class S2: __slots__ = ('a',)
class S3: __slots__ = ('b', 'c')
class T(S1): pass
t(lambda: setb(T, (S2,)))
t(lambda: setb(T, (S3,)))
class L1(list): pass
class L2(list): pass
class L(L1): pass
t(lambda: setb(L, (L2,)))
t(lambda: setb(L, (list,)))
t(lambda: setb(L, (A,)))
print(L.__bases__, L([1]))
class G(D): pass
t(lambda: setb(D, (A,)))
print([k.__name__ for k in G.__mro__], isinstance(G(), B), issubclass(G, C))
class X(A): pass
class Y(A): pass
class Z(X, Y): pass
t(lambda: setb(Y, (X,)))
print(Y.__bases__, [k.__name__ for k in Z.__mro__], [k.__name__ for k in Y.__mro__])
class P: pass
class Q(P): pass
q = Q()
q.v = 1
class P2:
    def __getattr__(self, n): return 'got ' + n
    def __add__(self, o): return 'add'
    def __del__(self): print('gone')
Q.__bases__ = (P2,)
print(q.v, q.zzz, q + 1)
del q
import gc
gc.collect()
class W: pass
class V(W): __slots__ = ()
class U: __slots__ = ()
class U2(U): __slots__ = ()
t(lambda: setb(U2, (W,)))
t(lambda: setb(V, (object,)))
class Meta2(type): pass
class H(metaclass=Meta2): pass
class K(A): pass
t(lambda: setb(K, (H,)))
print(K.__bases__, type(K))

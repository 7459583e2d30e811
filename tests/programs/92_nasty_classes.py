"""Classes, attributes and descriptors that change what is being looked up while it is looked up."""
import sys
def attempt(name, f):
    try:
        r = f()
    except BaseException as e:
        print(name, type(e).__name__, e)
    else:
        print(name, r)
# a descriptor that deletes itself
class Gone:
    def __get__(s, o, t): 
        if "g" in t.__dict__: del t.g
        return "got"
    def __set__(s, o, v): 
        del type(o).g; o.__dict__["g"] = v
    def __delete__(s, o): del type(o).g
class A: g = Gone()
a = A(); print(a.g); attempt("gone", lambda: a.g); A.g = Gone(); a.g = 5; print(a.g, a.__dict__); A.g = Gone(); del a.g; print(a.g)
A.g = Gone(); print(A.g); attempt("gone", lambda: A.g)
# the instance's dict cleared by a descriptor, __getattr__ and __getattribute__
class B:
    def __getattr__(s, n):
        s.__dict__.clear(); s.__class__ = C; return n
    @property
    def p(s): s.__dict__.clear(); s.p2 = 1; raise AttributeError("p")
class C:
    def __getattr__(s, n): s.__class__ = B; raise AttributeError("C " + n)
b = B(); b.x = [1]; print(b.zip, type(b).__name__); attempt("C", lambda: b.q); print(type(b).__name__); attempt("p", lambda: b.p); print(type(b).__name__, b.__dict__)
class D:
    def __getattribute__(s, n):
        if n == "die": del D.__getattribute__; return "died"
        return "first " + n
d = D(); print(d.x, d.die); attempt("x", lambda: d.x)
class E:
    def __getattribute__(s, n): return getattr(s, n + "x")
try: E().y
except RecursionError: print("RecursionError")
class E:
    def __getattr__(s, n): return getattr(s, n + "x")
try: E().y
except RecursionError: print("RecursionError")
class E:
    def __getattr__(s, n): return s.other
try: E().y
except RecursionError: print("RecursionError")
# a class that changes while an attribute is cached
class F:
    x = 1
    def m(s): return "m1"
def reads(o): 
    return o.x, o.m()
f = F()
for i in range(40):
    r = reads(f)
    if i == 10: F.x = 2
    if i == 15: F.m = lambda s: "m2"
    if i == 20: f.x = 3
    if i == 25: f.m = lambda: "m3"
    if i == 28: del f.m
    if i == 30: F.x = property(lambda s: 4)
    if i == 34: del F.x
    if i in (9, 11, 16, 21, 26, 29, 31, 35): print(r)
class G(F): pass
class H:
    x = "H"; m = lambda s: "hm"




# metaclasses
class MroMeta(type):
    def mro(cls): return (cls, F, object) if getattr(MroMeta, "on", False) else type.mro(cls)
class I(metaclass=MroMeta): pass
print([c.__name__ for c in I.__mro__]); MroMeta.on = True; print([c.__name__ for c in I.__mro__])
class BadMro(type):
    value = 5
    def mro(cls): return cls.value
for value in (5, [5], [], None):
    BadMro.value = value
    attempt("mro", lambda: BadMro("X", (), {}).__mro__ and 1)
class EvilMro(type):
    def mro(cls):
        try: cls.__dict__["a"]
        except Exception as e: print("in mro", type(e).__name__, e)
        return type.mro(cls)
attempt("mro", lambda: EvilMro("X", (), {}).__name__)
class Setting:
    def __set_name__(s, owner, name): 
        print("set name", name); setattr(owner, name + "_more", 1); owner.extra = Setting2()
class Setting2:
    def __set_name__(s, owner, name): 1 / 0
class J: a = Setting(); b = Setting()
print(J.a_more, J.b_more)
def bad():
    class K: z = Setting2()
try: bad()
except RuntimeError as e: print(type(e).__name__, e, repr(e.__cause__))
class Sub:
    def __init_subclass__(cls, **kw): cls.__name__ = "Renamed"; super().__init_subclass__(**kw)
class L(Sub): pass
print(L.__name__)
def bad():
    class K(Sub, x=1): pass
attempt("init_subclass", bad)
class Sub:
    def __init_subclass__(cls): raise ValueError("no subclass")
def bad():
    class K(Sub): pass
attempt("init_subclass", bad); print(Sub.__subclasses__())
class Prep(type):
    @classmethod
    def __prepare__(m, name, bases): return 5 if name == "Bad" else Dict()
class Dict(dict):
    def __setitem__(s, k, v): dict.__setitem__(s, k, v); dict.__setitem__(s, k + "2", v)
class N(metaclass=Prep): q = 1
print(N.q2)
def bad():
    class Bad(metaclass=Prep): pass
attempt("prepare", bad)
attempt("type", lambda: type("X", (), {"__slots__": 5})); attempt("type", lambda: type("X", (), {"__slots__": ["a", 5]})); attempt("type", lambda: type("X", (), {"__slots__": ["a b"]})); attempt("type", lambda: type("X", (), {"__slots__": ["a"], "a": 1})); attempt("type", lambda: type("X", (5,), {})); attempt("type", lambda: type("X", (F, F), {})); attempt("type", lambda: type("X", (object, F), {})); attempt("type", lambda: type("X", (bool,), {})); attempt("type", lambda: type("X", (int, str), {})); attempt("type", lambda: type("X\0", (), {})); attempt("type", lambda: type(5, (), {})); attempt("type", lambda: type("X", (), {5: 1}).__dict__[5]); attempt("type", lambda: type("X", (), []))
class Slotted:
    __slots__ = ("a", "b")
class Slotted2:
    __slots__ = ("a", "b")
class Slotted3:
    __slots__ = ("a", "c")
s = Slotted(); s.a = 1; s.__class__ = Slotted2; print(s.a, type(s).__name__); attempt("class", lambda: setattr(s, "__class__", Slotted3)); attempt("class", lambda: setattr(s, "__class__", F)); attempt("class", lambda: setattr(s, "__class__", 5)); attempt("class", lambda: setattr(5, "__class__", bool)); attempt("class", lambda: delattr(s, "__class__")); attempt("slot", lambda: s.b); attempt("slot", lambda: Slotted.a.__get__(5)); attempt("slot", lambda: Slotted3.c.__set__(s, 5)); attempt("class", lambda: setattr([], "__class__", Slotted)); attempt("class", lambda: setattr(F, "__class__", object))
# __class__ changes in the middle of a method
class O:
    def m(s): s.__class__ = P; return s.n(), super().__repr__() is None
    def n(s): return "O.n"
class P(O):
    def n(s): return "P.n"
attempt("class in method", lambda: O().m())
class Q:
    def m(s): s.__class__ = int.__class__ if 0 else F; return super().__init__()
attempt("super", lambda: Q().m())
# super
attempt("super", lambda: super()); attempt("super", lambda: super(F)); attempt("super", lambda: super(F, 5)); attempt("super", lambda: super(F, F()).nope); attempt("super", lambda: super(5)); attempt("super", lambda: super(G, F)); attempt("super", lambda: super(F, G).__init__ is not None); attempt("super", lambda: super(object, object()).__str__())
class R:
    def f(s): del s; return super()
    def g(*s): return super()
    def h(s): s = 5; return super().__init__()
    def i(s): return [super().__class__ for _ in range(1)]
    def j(s): return (lambda: super())()
    def k(s): return lambda: s
    @staticmethod
    def l(): return super()
    def m(s): 
        __class__ = 5
        return super()
for n in "fghijlm": attempt("super " + n, lambda: getattr(R(), n)() and 1)
class T(type):
    def __getattribute__(c, n): 
        if n == "__mro__": return ()
        return type.__getattribute__(c, n)
class U(F, metaclass=T):
    x = 6
    def m(s): return super().m()
print(U().m(), U.__mro__)
# evil isinstance
class V:
    @property
    def __class__(s): return F
print(isinstance(V(), F), isinstance(V(), V), isinstance(V(), int), issubclass(type(V()), F)); attempt("isinstance", lambda: isinstance(V(), (int, (str, (F,)))))
class W:
    @property
    def __class__(s): raise ZeroDivisionError("class")
attempt("isinstance", lambda: isinstance(W(), F)); attempt("isinstance", lambda: isinstance(W(), W))
class W:
    __class__ = 5
attempt("isinstance", lambda: isinstance(W(), F))
class X(type):
    def __instancecheck__(c, o): 
        if c.n: c.n -= 1; return isinstance(o, c)
        return "yes"
    def __subclasscheck__(c, o): raise KeyError("sub")
class Y(metaclass=X): n = 5
print(isinstance(1, Y), Y.n); attempt("issubclass", lambda: issubclass(int, Y)); attempt("issubclass", lambda: issubclass(5, Y)); attempt("isinstance", lambda: isinstance(1, 5)); attempt("isinstance", lambda: isinstance(1, (int, 5))); attempt("isinstance", lambda: isinstance(1, (5, int))); attempt("isinstance", lambda: isinstance(1, ((), ((),)))); attempt("issubclass", lambda: issubclass(5, int))
class Z:
    __bases__ = ()
class Z1:
    __bases__ = (Z(),)
print(issubclass(Z1(), Z()) if 0 else "")
class Bases:
    @property
    def __bases__(s): return (s.b,)
z = Bases(); z.b = 5; attempt("bases", lambda: issubclass(z, Z())); 
class Except(Exception, metaclass=type): pass
class EM(type):
    def __instancecheck__(c, o): return True
    def __subclasscheck__(c, o): return True
class Any(Exception, metaclass=EM): pass
try:
    try: 1 / 0
    except Any: print("caught by Any")
except ZeroDivisionError: print("not by Any")
def catch(what):
    try: 1 / 0
    except what: return "caught"
attempt("except", lambda: catch(5)); attempt("except", lambda: catch((ZeroDivisionError, 5))); attempt("except", lambda: catch((5, ZeroDivisionError))); attempt("except", lambda: catch(((ZeroDivisionError,),))); attempt("except", lambda: catch(())); attempt("except", lambda: catch(int))
# reflected operations that change the class
class AA:
    def __add__(s, o): s.__class__ = BB; return NotImplemented
    def __radd__(s, o): return "AA.radd"
class BB(AA):
    def __radd__(s, o): return "BB.radd"
    def __add__(s, o): return "BB.add"
attempt("add", lambda: AA() + AA()); attempt("add", lambda: AA() + BB()); x = AA(); attempt("add", lambda: x + x); print(type(x).__name__)
class CC:
    def __eq__(s, o): del CC.__eq__; return NotImplemented
attempt("eq", lambda: CC() == CC()); attempt("eq", lambda: CC() == CC())
class DD:
    def __iadd__(s, o): global dd; dd = 7; return 8
dd = DD(); dd += 1; print(dd)
class FF:
    def __bool__(s): del FF.__bool__; return False
    def __len__(s): del FF.__len__; return 5
ff = FF(); print(bool(ff), bool(ff), bool(ff))
for r in (5, None, "a", 2.0):
    class GG:
        def __bool__(s): return r
        def __len__(s): return r
        def __index__(s): return r
        def __iter__(s): return r
        def __repr__(s): return r
        def __str__(s): return r
        def __format__(s, f): return r
        def __hash__(s): return r
        def __int__(s): return r
        def __float__(s): return r
        def __complex__(s): return r
        def __bytes__(s): return r
        def __contains__(s, o): return r
        def __dir__(s): return r
        def __round__(s, n=None): return r
        def __length_hint__(s): return r
        def __enter__(s): return r
        def __exit__(s, *a): return r
        def __reversed__(s): return r
        def __next__(s): return r
        def __sizeof__(s): return r
    gg = GG()
    for f in (bool, len, hex, iter, repr, str, format, hash, int, float, complex, bytes, dir, round, list, reversed, next, range, chr, lambda o: [1, 2][o], lambda o: 1 in o, lambda o: "a" * o, lambda o: f"{o!r}", lambda o: "%d %s" % (o, o), lambda o: [*o], abs, lambda o: o(), lambda o: -o, lambda o: "%c" % o, ascii):
        attempt(getattr(f, "__name__", "f"), lambda: f(gg) if f is not abs else abs(gg))
class LenBig:
    def __len__(s): return 1 << 70
attempt("len", lambda: len(LenBig())); attempt("bool", lambda: bool(LenBig())); LenBig.__len__ = lambda s: -1; attempt("len", lambda: len(LenBig())); attempt("bool", lambda: bool(LenBig()))
class IndexSub(int):
    def __index__(s): return 3
print([0, 1, 2, 3][IndexSub(1)], IndexSub(1) + 1)
class Attr: pass
at = Attr(); at.a = 1; attempt("getattr", lambda: getattr(at, 5)); at.__dict__[5] = 6; attempt("dir", lambda: dir(at)); attempt("vars", lambda: vars(at)); attempt("dict", lambda: setattr(at, "__dict__", 5)); attempt("dict", lambda: delattr(at, "__dict__")); print(at.__dict__)

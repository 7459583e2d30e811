"""_weakref: ref, callbacks and their order, proxy, counts, equality and hash, subclasses of ref, cycles, resurrection, errors."""
import gc
from _weakref import ref, proxy, getweakrefcount, getweakrefs, ReferenceType, ProxyType, CallableProxyType

gc.disable()


def attempt(f, *args):
    try:
        return repr(f(*args))
    except Exception as error:
        return f"{type(error).__name__}: {error}"


class Thing:
    def __init__(self, name): self.name = name
    def __eq__(self, other): return isinstance(other, Thing) and self.name == other.name
    def __hash__(self): return hash(self.name)
    def __repr__(self): return f"Thing({self.name})"
    def method(self, x=1): return (self.name, x)
    def __call__(self, *a): return ("called", a)
    def __len__(self): return 3
    def __getitem__(self, k): return k * 2
    def __add__(self, o): return "added"
    def __iter__(self): return iter("abc")
    def __contains__(self, x): return x == 1
    def __bool__(self): return True


t = Thing("t"); r = ref(t); print(r() is t, r is ref(t), getweakrefcount(t), getweakrefs(t) == [r], type(r) is ReferenceType, r.__callback__)
calls = []
r1 = ref(t, lambda r: calls.append("first")); r2 = ref(t, lambda r: calls.append("second")); r3 = ref(t, lambda r: calls.append(r() is None)); print(r1 is r2, r1 == r2 == r, getweakrefcount(t), r1.__callback__ is not None)
h = hash(r); del t; print(r(), calls, hash(r) == h, r == ref(Thing("t")), r == r1, r1 == r1, attempt(hash, r1), r1.__callback__)
a, b = Thing("same"), Thing("same"); print(ref(a) == ref(b), hash(ref(a)) == hash(ref(b)), {ref(a): 1}[ref(b)], ref(a) != ref(Thing("x"))); del b
t = Thing("p"); p = proxy(t); print(p.name, p.method(2), len(p), p["k"], p + 1, list(p), 1 in p, bool(p), str(p), p == t, type(p) is CallableProxyType, p(5), isinstance(p, Thing), p.__class__ is Thing)
p.name = "changed"; p.extra = 1; print(t.name, t.extra); del p.extra; print(hasattr(t, "extra"), attempt(hash, p))
del t
for f in (lambda: p.name, lambda: p.method(), lambda: p + 1, lambda: len(p), lambda: str(p), lambda: bool(p), lambda: list(p), lambda: p()): print(attempt(f))
class Plain: pass
o = Plain(); q = proxy(o); print(type(q) is ProxyType, attempt(q), attempt(lambda: q < 1), attempt(lambda: q.nothing), repr(q).startswith("<weakproxy at"))
print(repr(ref(o)).startswith("<weakref at"), "to 'Plain'" in repr(ref(o)), "dead" in repr(r))
for value in (1, "s", None, (), [], {}, 1.5, object(), slice(1), b"x", len, lambda: 0, set(), frozenset(), Plain, int, type, (x for x in ()), Plain().__init__, gc): print(type(value).__name__, attempt(lambda: ref(value) is not None))
class Slots: __slots__ = ("a",)
class WeakSlots: __slots__ = ("a", "__weakref__")
print(attempt(ref, Slots()), ref(WeakSlots())() is None, WeakSlots().__weakref__, ref(Plain)() is Plain)
class MyRef(ref):
    def __new__(cls, o, callback=None, tag=None): return super().__new__(cls, o, callback)
    def __init__(self, o, callback=None, tag=None): super().__init__(o, callback); self.tag = tag
o = Plain(); m = MyRef(o, tag="tagged"); print(m() is o, m.tag, m is ref(o), m is MyRef(o), getweakrefcount(o), o.__weakref__ is not None)
a, b = Plain(), Plain(); a.b, b.a = b, a; ra, rb = ref(a, lambda r: calls.append("cycle a")), ref(b, lambda r: calls.append("cycle b")); del a, b, calls[:]
print(ra() is not None, gc.collect() > 0, ra(), rb(), sorted(calls))
a = Plain(); a.me = a; a.ref = ref(a, lambda r: calls.append("inside the garbage: not called")); del a, calls[:]; gc.collect(); print(calls)
class Back:
    def __del__(self): saved.append(self); print("in del the ref says", weak() is self)
saved = []; x = Back(); weak = ref(x, lambda r: print("callback")); del x; print("after", weak() is saved[0], len(saved)); weak2 = ref(saved[0]); saved.clear(); print(weak2())
o = Plain(); errors = []
import sys
sys.unraisablehook = lambda u: errors.append((u.exc_type.__name__, str(u.exc_value)))
bad = ref(o, lambda r: 1 / 0); del o; print(errors); sys.unraisablehook = sys.__unraisablehook__
o = Plain(); many = [ref(o, lambda r, i=i: calls.append(i)) for i in range(5)]; del calls[:]; del many[2]; del o; print(calls)
o = Plain(); dying = ref(o, lambda r: calls.append("gone first")); del dying; del calls[:]; del o; print(calls)
print(attempt(ref), attempt(ref, 1, 2, 3), attempt(lambda: ref(o).x), attempt(proxy, 5), attempt(lambda: ref(o, None) is ref(o)), attempt(getweakrefcount, 5), attempt(getweakrefs, 5))
class Tree:
    def __init__(self, parent=None): self.parent = parent and ref(parent); self.children = []; parent and parent.children.append(self)
root = Tree(); leaf = Tree(Tree(root)); print(leaf.parent().parent() is root); del root; print(leaf.parent()); 
def f(): pass
w = ref(f); del f; print(w()); w = ref(Tree().__init__); print(w()); g = (i for i in range(3)); w = ref(g); next(g); del g; print(w())

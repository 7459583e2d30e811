"""Containers that change while they are compared, searched, sliced, sorted, filled or emptied, by the special methods of what they hold."""
def attempt(f):
    try: return f()
    except Exception as e: return f"{type(e).__name__}: {e}"
from _weakref import ref
class A: pass
class It:
    def __init__(s, n): s.n = n
    def __iter__(s): return s
    def __next__(s):
        if s.n == 0: raise StopIteration
        s.n -= 1; return s.n
l = [1,2,3]
class Evil:
    def __eq__(s, o): l.clear(); return False
    def __lt__(s, o): l.clear(); return True
    def __hash__(s): return 1
    def __index__(s): l.clear(); return 0
    def __repr__(s): l.clear(); return "evil"
def reset(): l[:] = [Evil(), 1, Evil(), 2]
for f in (lambda: l == [1, Evil(), 3, 4], lambda: Evil() in l, lambda: l.index(5), lambda: l.count(5), lambda: l.remove(9), lambda: l.sort(), lambda: sorted(l), lambda: l[Evil():], lambda: l.insert(Evil(), 5), lambda: l.pop(Evil()), lambda: repr(l), lambda: l < [Evil(), 2, 3], lambda: max(l), lambda: min(l), lambda: str(tuple(l)), lambda: l.__setitem__(slice(Evil(), 4), l), lambda: l * Evil(), lambda: [Evil()] == l):
    reset(); print(attempt(f), len(l))
d = {}
class EK:
    def __init__(s, k): s.k = k
    def __hash__(s): return 7
    def __repr__(s): return f"EK({s.k})"
    def __eq__(s, o): d.clear(); d.update({i: i for i in range(3)}); return s.k == getattr(o, "k", o)
for f in (lambda: d[EK(9)], lambda: d.pop(EK(9), 0), lambda: d.setdefault(EK(9), 1) and 1, lambda: EK(9) in d, lambda: d.update({EK(1): 1}), lambda: len({EK(1), EK(2), EK(3)}), lambda: d == {EK(1): 1, EK(2): 2, EK(3): 3, EK(4): 5}, lambda: [d.pop(k) for k in list(d)] and 1):
    d.clear(); d[EK(1)] = 1; d[EK(2)] = 2
    print(attempt(f), len(d))
s = set()
class ES(EK):
    __hash__ = EK.__hash__
    def __eq__(self, o): s.clear(); return False
for f in (lambda: s.add(ES(5)), lambda: ES(5) in s, lambda: s.remove(ES(5)), lambda: len(s | {ES(1)}), lambda: len(s & {ES(1), ES(2)}), lambda: s.update([ES(1), ES(2)]), lambda: s <= {ES(1), ES(2), ES(3)}, lambda: s.difference_update({ES(1)})):
    s.clear(); s.add(ES(1)); s.add(ES(2)); r = attempt(f); print(str(r)[:40].split("<")[0], len(s) >= 0)
class Grow:
    def __init__(s): s.i = 0
    def __iter__(s): return s
    def __next__(s):
        if s.i > 5: raise StopIteration
        s.i += 1; l.append(s.i); return s.i
l[:] = []; l.extend(Grow()); print(l); l[:] = [0]; l[0:1] = Grow(); print(l); l[:] = [0]
l += Grow(); print(l)
class Del:
    def __del__(s): l.clear(); l.append("del")
l[:] = [Del(), 1, 2]; l[0] = 5; print(l); l[:] = [Del(), Del(), 3]; l.clear(); print(l); l[:] = [Del(), 3]; del l[0]; print(l); l[:] = [Del(), Del()]; l[:] = [1, 2]; print(l); l[:] = [Del(), 9]; l.pop(0); print(l)
class DD:
    def __del__(s): d.clear(); d["del"] = 1
d.clear(); d["a"] = DD(); d["a"] = 5; print(d); d["b"] = DD(); del d["b"]; print(d); d["c"] = DD(); d.clear(); print(d); d["e"] = DD(); d.pop("e"); print(d); d["f"] = DD(); d.update(f=1); print(d)
def g():
    try: yield next(me)
    except ValueError as e: yield str(e)
me = g(); print(attempt(lambda: next(me)))
class SelfDict:
    def __del__(s): s.__dict__.clear()
x = SelfDict(); x.a = x.__dict__; x.b = [x]; x.b = None; del x
class AttrDel:
    def __del__(s): o.__dict__.pop("y", None)
o = A(); o.x = AttrDel(); o.y = 1; o.x = 2; print(o.__dict__); o.x = AttrDel(); del o.x; print(o.__dict__)
o.__dict__ = {"n": 1}; print(o.n); o.__dict__["m"] = 2; print(o.m); o.n = 5; print(o.__dict__)
o.__class__ = It; print(attempt(lambda: next(o))); 
import gc; gc.collect(); print(sum(1 for _ in zip(range(3), It(5))), list(map(lambda a, b: a, It(2), It(3))), list(filter(None, It(3))), dict(enumerate(It(2))))

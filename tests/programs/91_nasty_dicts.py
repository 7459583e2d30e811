"""Dictionaries and sets changed by the hashes, comparisons, sources and finalizers in the middle of their own methods."""
def attempt(name, f):
    try:
        r = f()
    except BaseException as e:
        print(name, type(e).__name__, e)
    else:
        print(name, r)

d = {}
class K:
    """Equal to another of the same number; compares by doing `act` first."""
    act = staticmethod(lambda: None)
    def __init__(s, n): s.n = n
    def __hash__(s): return s.n % 2
    def __eq__(s, o): K.act(); return isinstance(o, K) and s.n == o.n
    def __repr__(s): return f"K{s.n}"
def nothing(): pass
def fill(n=4):
    K.act = nothing; d.clear()
    for i in range(n): d[K(i)] = i
def grow():
    for i in range(20): d[f"g{i}"] = i
def clear(): d.clear()
def swap(): d.clear(); d.update({i: i for i in range(4)})
def boom(): raise ZeroDivisionError("boom")
once = []
def clear_once():
    if not once: once.append(1); d.clear()
for act in (clear, grow, boom, clear_once):
    once.clear()
    for name, f in (
            ("get", lambda: d[K(2)]), (".get", lambda: d.get(K(3), "none")), ("in", lambda: K(3) in d), ("set", lambda: d.__setitem__(K(3), 9)),
            ("del", lambda: d.__delitem__(K(3))), ("pop", lambda: d.pop(K(2), "no")), ("pop none", lambda: d.pop(K(2))), ("setdefault", lambda: d.setdefault(K(5), 1)),
            ("update", lambda: d.update({K(2): 8, K(9): 9})), ("update pairs", lambda: d.update([(K(2), 8), (K(9), 9)])), ("or", lambda: len(d | {K(2): 1, K(3): 2})), ("ror", lambda: len({K(2): 1, K(3): 2} | d)),
            ("ior", lambda: d.__ior__({K(2): 1, K(3): 2}) is d), ("==", lambda: d == {K(0): 0, K(1): 1, K(2): 2, K(3): 3}), ("keys &", lambda: len(d.keys() & {K(2), K(3)})), ("keys |", lambda: len(d.keys() | {K(2)})),
            ("keys -", lambda: len(d.keys() - {K(2)})), ("keys ^", lambda: len(d.keys() ^ {K(2)})), ("keys ==", lambda: d.keys() == {K(0), K(1), K(2), K(3)}), ("keys <", lambda: d.keys() < {K(i) for i in range(4)}), ("items in", lambda: (K(3), 3) in d.items()),
            ("isdisjoint", lambda: d.keys().isdisjoint([K(7), K(3)])), ("fromkeys", lambda: len(dict.fromkeys(d, 1))), ("fromkeys set", lambda: len(dict.fromkeys({K(1), K(3)}))), ("copy", lambda: len(dict(d))), ("dict", lambda: len(dict(d, x=1))), ("comp", lambda: len({k: v for k, v in d.items()})),
            ("set", lambda: len(set(d))), ("frozenset", lambda: len(frozenset(d))), ("values in", lambda: K(3) in d.values())):
        fill(); K.act = act
        attempt(f"{act.__name__} {name}:", f)
        K.act = nothing; print("   ", len(d), list(d)[:5])
# iteration
def over(view, act):
    fill()
    for x in view(): act(x)
    return len(d)
for view in (lambda: d, d.keys, d.values, d.items):
    attempt("add", lambda: over(view, lambda x: d.__setitem__("new", 1)))
    attempt("del", lambda: over(view, lambda x: d.popitem()))
    attempt("add del", lambda: over(view, lambda x: (d.__setitem__(len(d) + 100, 1), d.pop(next(iter(d))))))
    attempt("clear", lambda: over(view, lambda x: d.clear()))
    attempt("replace", lambda: over(view, lambda x: [d.__setitem__(k, 1) for k in list(d)] and None))
    attempt("reversed", lambda: over(lambda: reversed(view()), lambda x: d.clear()))
fill(); it = iter(d); next(it); d["z"] = 1; attempt("next", lambda: next(it)); attempt("next", lambda: next(it)); print(it.__length_hint__()); d.pop("z"); attempt("next", lambda: next(it))
# sources
class M:
    def __init__(s, f): s.f = f
    def keys(s): s.f(); return ["a", "b"]
    def __getitem__(s, k): s.f(); return k * 2
for act in (clear, grow, boom):
    fill(); attempt("update M", lambda: d.update(M(act))); print(len(d))
    fill(); attempt("** M", lambda: len({**d, **M(act), **d})); print(len(d))
    fill(); attempt("call ** M", lambda: dict(**M(act))); print(len(d))
    fill(); attempt("| M", lambda: d | M(act))
    fill(); attempt("|= M", lambda: d.__ior__(M(act)))
def pairs():
    yield "a", 1
    d.clear(); yield ["b", 2]
    grow(); yield "cd"
    d.popitem(); yield "efg"
fill(); attempt("update pairs", lambda: d.update(pairs())); print(len(d), d.get("c"))
attempt("update", lambda: d.update([5])); attempt("update", lambda: d.update(5)); attempt("update", lambda: d.update([("a",)]))
class NoKeys:
    keys = 5
attempt("keys", lambda: d.update(NoKeys()))
class KeysList:
    def keys(s): return 7
attempt("keys", lambda: d.update(KeysList()))
d.clear(); d["me"] = d; attempt("self", lambda: d.update(d)); print(d); d |= d; print(len(d)); attempt("update items", lambda: d.update(d.items())); print(repr(d.values()), repr(d.items()))
# the value dies while it is replaced
class Del:
    def __init__(s, f): s.f = f
    def __del__(s): s.f()
for act in (clear, grow, swap):
    for name, f in (("set", lambda: d.__setitem__("x", 1)), ("del", lambda: d.__delitem__("x")), ("pop", lambda: d.pop("x") and 1), ("clear", lambda: d.clear()), ("update", lambda: d.update(x=1)), ("|=", lambda: d.__ior__({"x": 1}) and 1), ("popitem", lambda: d.popitem()[0]), ("init", lambda: d.__init__(x=3)), ("del all", lambda: [d.pop(k) for k in list(d)] and 1)):
        d.clear(); d["w"] = 1; d["x"] = Del(act); attempt(f"{act.__name__} {name}", f); print(len(d), list(d)[:4])
        K.act = nothing
class KeyDel(K):
    def __hash__(s): return 1
    def __del__(s): d.clear(); d["k"] = 1
d.clear(); d[KeyDel(1)] = 1; del d[KeyDel(1)]; print(d); d.clear(); d[KeyDel(1)] = KeyDel(2); d.clear(); print(d); d.clear(); d[KeyDel(3)] = 1; d.popitem(); print(d)
# hashes
class H:
    def __init__(s, f): s.f = f
    def __hash__(s): return s.f()
for f in (lambda: d.clear() or 1, lambda: grow() or 2, lambda: 1 / 0, lambda: "a", lambda: None, lambda: -1, lambda: 1 << 100, lambda: True):
    fill(); h = H(f)
    for name, g in (("get", lambda: d.get(h)), ("set", lambda: d.__setitem__(h, 1)), ("in", lambda: h in d), ("pop", lambda: d.pop(h, "n")), ("hash", lambda: hash(h)), ("tuple", lambda: hash((1, h)) is None), ("set", lambda: len({h})), ("setdefault", lambda: d.setdefault(h, 3)), ("fromkeys", lambda: len(dict.fromkeys([h])))):
        attempt(name, g)
    print(len(d))
attempt("list", lambda: d[[]]); attempt("dict", lambda: {{}: 1}); attempt("set", lambda: {set()}); attempt("set in", lambda: set() in {frozenset()}); attempt("slice", lambda: d[1:2]); attempt("tuple", lambda: {([],): 1})
# __missing__
class Miss(dict):
    def __missing__(s, k): s.clear(); del k; return len(s)
m = Miss(a=1); print(m["b"], m); m["c"] = 1; attempt("get", lambda: m.get("x")); attempt("format", lambda: "{x} {y}".format_map(m)); attempt("%", lambda: "%(q)s" % m)
class Miss(dict):
    def __missing__(s, k): return s[k + 1] if k < 5000 else 7
try: print(Miss()[0])
except RecursionError: print("RecursionError")
# dict subclass lookups in exec
class Ns(dict):
    def __getitem__(s, k):
        if k == "x": s.clear(); return 1
        return dict.__getitem__(s, k)
    def __setitem__(s, k, v): dict.__setitem__(s, k + "_", v)
ns = Ns(); exec("y = x + x; z = y_", {}, ns); print(dict(ns))
# globals removed while running
g = {"d": d}
attempt("globals clear", lambda: exec("a = 1\nglobals().clear()\na", g)); print(list(g))
attempt("builtins", lambda: exec("x = len", {"__builtins__": {"len": 4}})); attempt("builtins", lambda: exec("x = len", {"__builtins__": {}}))
# sets
s = set()
def sclear(): s.clear()
def sgrow(): s.update(range(100, 120))
def sfill(): K.act = nothing; s.clear(); s.update(K(i) for i in range(4))
for act in (sclear, sgrow, boom):
    for name, f in (("add", lambda: s.add(K(3))), ("in", lambda: K(3) in s), ("remove", lambda: s.remove(K(3))), ("discard", lambda: s.discard(K(3))), ("update", lambda: s.update([K(1), K(7)])), ("|", lambda: len(s | {K(2), K(8)})), ("&", lambda: len(s & {K(2), K(3), K(8)})), ("- ", lambda: len(s - {K(2), K(8)})), ("^", lambda: len(s ^ {K(2), K(8)})),
                    ("|=", lambda: s.__ior__({K(2)}) is s), ("&=", lambda: s.__iand__({K(2)}) is s), ("-=", lambda: s.__isub__({K(2)}) is s), ("^=", lambda: s.__ixor__({K(2), K(8)}) is s), ("<=", lambda: s <= {K(i) for i in range(5)}), ("==", lambda: s == {K(i) for i in range(4)}), ("disjoint", lambda: s.isdisjoint({K(9)})),
                    ("intersection", lambda: len(s.intersection([K(1), K(2), K(9)]))), ("difference", lambda: len(s.difference([K(1), K(2)], [K(3)]))), ("symmetric", lambda: len(s.symmetric_difference([K(1), K(9)]))), ("issubset", lambda: s.issubset([K(i) for i in range(5)])), ("issuperset", lambda: s.issuperset([K(1)])), ("frozenset", lambda: len(frozenset(s))), ("iu", lambda: s.intersection_update([K(1)]))):
        sfill(); K.act = act; attempt(f"{act.__name__} {name}", f); K.act = nothing; print("   ", len(s))
def siter(act):
    sfill()
    for x in s: act()
    return len(s)
attempt("iterate", lambda: siter(lambda: s.add(77))); attempt("iterate", lambda: siter(lambda: s.clear())); attempt("iterate", lambda: siter(lambda: (s.pop(), s.add(99))) in range(10)); attempt("self", lambda: [f(s) for f in (s.update, s.difference_update)]); print(s); sfill(); s ^= s; print(s); sfill(); s &= s; s |= s; print(len(s)); s -= s; print(s)
def gen():
    for i in range(10):
        if i % 3 == 0: s.clear()
        s.add(i + 100); yield i
attempt("update gen", lambda: s.update(gen())); print(sorted(s)); attempt("init gen", lambda: s.__init__(gen())); print(sorted(s)); attempt("| gen", lambda: s.union(gen()) and None); attempt("& gen", lambda: sorted(s.intersection(gen()))); attempt("- gen", lambda: s.difference_update(gen())); print(sorted(s))
class SDel:
    def __del__(s_): s.clear(); s.add("x")
s.clear(); s.add(SDel()); s.clear(); print(s); s.clear(); s.add(SDel()); s.pop(); print(s); s.clear(); s.update(SDel() for _ in range(9)); s &= set(); print(s); s.clear(); s.update(SDel() for _ in range(9)); s -= set(s); print(s)
s.clear(); s.add(SDel()); s.__init__(); print(s); s.clear(); s.add(SDel()); s.__init__("q"); print(sorted(s))
# repr
class R:
    def __repr__(s_): d.clear(); s.clear(); return "R"
fill(); d["r"] = R(); d["s"] = 1; attempt("repr", lambda: repr(d)); s.clear(); s.add(R()); attempt("repr", lambda: repr(s)); d.clear(); d[1] = R(); d[2] = 2; attempt("repr", lambda: repr(d.items())); d[1] = R(); d[2] = R(); attempt("repr", lambda: repr(d.values()))

"""The gc module: every function, flag and attribute; callbacks, referrers, referents, tracking, finalized objects, freezing, garbage kept by flags."""
import gc

gc.collect()
gc.disable()


def attempt(f, *args):
    try:
        return repr(f(*args))
    except Exception as error:
        return f"{type(error).__name__}: {error}"


class Node:
    def __init__(self, name=None): self.name = name
    def __repr__(self): return f"<{self.name}>"


print(gc.isenabled(), gc.get_threshold(), gc.get_debug(), gc.garbage, gc.callbacks)
gc.enable(); print(gc.isenabled()); gc.disable()
gc.set_threshold(500, 5, 3); print(gc.get_threshold()); gc.set_threshold(700); print(gc.get_threshold()); gc.set_threshold(700, 10, 10)
print(attempt(gc.set_threshold), attempt(gc.set_threshold, "x"), attempt(gc.collect, 3), attempt(gc.collect, -1), attempt(gc.get_objects, 3), attempt(gc.get_objects, "x"), attempt(gc.set_debug, "x"))
count = gc.get_count(); print(type(count).__name__, len(count), all(isinstance(c, int) for c in count))
for _ in range(3):
    a, b = Node("a"), Node("b"); a.other, b.other = b, a
del a, b
print(gc.collect() >= 6, gc.collect())
before = gc.get_stats()[2]["collections"]; gc.collect(); stats = gc.get_stats()
print(len(stats), sorted(stats[0]), stats[2]["collections"] - before, stats[2]["uncollectable"])
x = Node("x"); x.self = x; del x
print(gc.collect(0)); x = Node("x"); x.self = x; gc.collect(0); del x; print(gc.collect(0), gc.collect(1)); x = Node("x"); x.self = x; gc.collect(1); del x; print(gc.collect(1), gc.collect(2))
print([gc.is_tracked(o) for o in (1, "s", 1.5, None, [], {}, (), (1, 2), ([],), {"a": 1}, {"a": []}, set(), Node(), Node, len, int, range(3), lambda: 0, frozenset(), b"", slice(1))])
t = (1, 2, (3, 4)); u = (1, []); gc.collect(); print(gc.is_tracked(t), gc.is_tracked(u))


class Final:
    def __del__(self): kept.append(self)


kept = []; f = Final(); print(gc.is_finalized(f)); del f; print(gc.is_finalized(kept[0]), gc.is_finalized(5)); kept.clear()
target = Node("target"); holder_list = [target]; holder_dict = {"k": target}; holder_node = Node("holder"); holder_node.ref = target; holder_tuple = (target,)
found = gc.get_referrers(target)
print(any(r is holder_list for r in found), any(r is holder_dict for r in found), any(r is holder_tuple for r in found), any(r is globals() for r in found), any(r is holder_node or r is holder_node.__dict__ for r in found))
print(sorted(map(repr, gc.get_referents([1, "two", (3,)]))), sorted(gc.get_referents({1: 5})), sorted(map(repr, gc.get_referents((1,), [2]))), gc.get_referents(5, "s"), gc.get_referents())
print(any(o is target for o in gc.get_objects()), any(o is target for o in gc.get_objects(0)) + any(o is target for o in gc.get_objects(1)) + any(o is target for o in gc.get_objects(2)))
seen = []
def callback(phase, info): seen.append((phase, info["generation"], sorted(info)))
gc.callbacks.append(callback); gc.collect(1); y = Node(); y.y = y; del y; gc.collect()
gc.callbacks.remove(callback); print(seen)
infos = []
def collect_infos(phase, info): infos.append((phase, info["collected"], info["uncollectable"]))
gc.callbacks.append(collect_infos); z = Node(); z.z = z; del z; gc.collect(); gc.callbacks.clear(); print(infos)
gc.collect(); print(gc.get_freeze_count() >= 0); gc.freeze(); frozen = gc.get_freeze_count(); print(frozen > 10, len(gc.get_objects()) < frozen); gc.unfreeze(); print(gc.get_freeze_count())
gc.set_debug(gc.DEBUG_SAVEALL); s = Node("saved"); s.s = s; del s; n = gc.collect(); gc.set_debug(0); print(n, any(isinstance(g, Node) for g in gc.garbage)); gc.garbage.clear(); gc.collect()
print(gc.DEBUG_STATS, gc.DEBUG_COLLECTABLE, gc.DEBUG_UNCOLLECTABLE, gc.DEBUG_SAVEALL, gc.DEBUG_LEAK)
gc.set_threshold(50, 2, 2); gc.enable(); hits = []
gc.callbacks.append(lambda p, i: hits.append(i["generation"])); junk = [[i] for i in range(1000)]; gc.callbacks.clear(); gc.disable(); print(len(hits) > 10, 0 in hits, 1 in hits)
gc.set_threshold(0); print(gc.get_threshold())
class Loop: pass
def cycle_of(kind):
    if kind == "list": o = []; o.append(o)
    if kind == "dict": o = {}; o["o"] = o
    if kind == "instance": o = Loop(); o.o = o
    if kind == "tuple": l = []; o = (l,); l.append(o)
    if kind == "function":
        def o(): return o
    if kind == "class":
        class o: pass
    if kind == "method": o = Loop(); o.m = o.__init__
    if kind == "exception":
        try: raise ValueError
        except ValueError as e: keep = e
    if kind == "set": o = Loop(); o.s = {o}
    if kind == "iterator": l = []; o = iter(l); l.append(o)
    if kind == "slots":
        o = type("S", (), {"__slots__": ("a",)})(); o.a = o
    if kind == "property": o = Loop(); o.p = property(lambda s: o)
    if kind == "partial closure": o = [lambda: o]
for kind in ("list", "dict", "instance", "tuple", "function", "class", "method", "exception", "set", "iterator", "slots", "property", "partial closure"):
    gc.collect(); cycle_of(kind); print(kind, gc.collect() > 0, gc.collect())
def generator_cycle():
    box = []
    def g():
        try: yield box
        finally: print("generator closed by the collector")
    it = g(); next(it); box.append(it)
generator_cycle(); gc.collect(); print(gc.collect())

# Finalizers in cycles: who is called, how often, in what order weak references clear, resurrection of one and of all, gc.garbage,
# callbacks of the collector, generations of what survived, exceptions in finalizers. Prints the events.
import gc
import sys
import weakref

gc.collect()
gc.disable()
sys.unraisablehook = lambda u: print("  unraisable", type(u.exc_value).__name__, u.exc_value, u.err_msg, getattr(u.object, "__qualname__", u.object))
log = []


class Node:
    def __init__(self, name, *others):
        self.name, self.others = name, list(others)

    def __del__(self):
        log.append(self.name)


def flush(*more):
    print(log, *more)
    log.clear()


a = Node("a"); a.others.append(a); del a
flush("not yet"); print(gc.collect() >= 1); flush()
ring = [Node(c) for c in "pqrst"]
for i, n in enumerate(ring):
    n.others.append(ring[(i + 1) % 5])
refs = [weakref.ref(n) for n in ring]
del ring, n
gc.collect(); flush([r() for r in refs])


class Saved(Node):
    kept = []

    def __del__(self):
        super().__del__()
        Saved.kept.append(self)


s = Saved("saved"); s.me = s; s.friend = Node("friend", s)
r, rf = weakref.ref(s), weakref.ref(s.friend)
del s
print(gc.collect(), r(), rf()); flush(len(Saved.kept), Saved.kept[0].friend.name, gc.garbage)
Saved.kept.clear()
print(gc.collect() > 0); flush("nobody is called twice")
s = Saved("plain"); del s; flush(len(Saved.kept)); Saved.kept.pop(); flush()


class Brief(Node):
    """Comes back for a moment only."""

    def __del__(self):
        global held
        super().__del__()
        held = self
        held = None


b = Brief("brief", []); b.me = b; del b
print(gc.collect() > 0); flush()


class Fails(Node):
    def __del__(self):
        raise ValueError("in " + self.name)


f = Fails("f"); del f
f = Fails("g"); f.me = f; del f; gc.collect()


class Allocates(Node):
    def __del__(self):
        super().__del__()
        for _ in range(3):
            x = Node("made"); x.me = x
        gc.collect()


al = Allocates("allocates"); al.me = al; del al
gc.collect(); gc.collect(); flush()


class Tree:
    count = 0
    def __init__(self, depth, parent=None):
        Tree.count += 1
        self.parent, self.children = parent, [Tree(depth - 1, self) for _ in range(2)] if depth else []
    def __del__(self): Tree.count -= 1


t = Tree(6); print(Tree.count); del t
print(Tree.count); gc.collect(); print(Tree.count)
gc.set_debug(gc.DEBUG_SAVEALL)
x = Node("kept by debugging"); x.me = x; del x
print(gc.collect() > 0, sorted(type(o).__name__ for o in gc.garbage)); flush()
gc.set_debug(0); gc.garbage.clear(); gc.collect(); flush()

events = []
def callback(phase, info): events.append((phase, info["generation"], info["collected"] > 0 if phase == "stop" else None, sorted(info)))
gc.callbacks.append(callback)
y = []; y.append(y); del y
gc.collect(0); gc.collect(1); gc.collect()
gc.callbacks.remove(callback)
gc.collect()
print(*events, sep="\n")
def bad_callback(phase, info): raise KeyError(phase)
gc.callbacks.append(bad_callback); gc.collect(); gc.callbacks.clear()

keep = Node("keep"); keep.me = keep
stats = gc.get_stats()
print(gc.collect(0), [sorted(g) for g in stats][0], len(stats), gc.is_tracked(keep), gc.is_finalized(keep), gc.is_finalized(1))
gc.collect(1)
print(any(o is keep for o in gc.get_objects(2)), any(o is keep for o in gc.get_objects(0)), any(o is keep for o in gc.get_objects()))
gc.freeze(); print(gc.get_freeze_count() > 0, gc.collect()); gc.unfreeze(); print(gc.get_freeze_count())
keep.__del__(); flush("called by hand"); ref = weakref.ref(keep); del keep; gc.collect(); flush(ref())
cell = lambda: cell
def recursive():
    def inner(): return inner
    w = weakref.ref(inner)
    return w
w = recursive(); print(w() is not None); gc.collect(); print(w())
class Meta(type): pass
def make():
    class Temp(metaclass=Meta):
        def f(self): return __class__
    return weakref.ref(Temp)
w = make(); print(w() is not None); gc.collect(); print(w(), len(Meta.__subclasses__(Meta)))
def raising():
    try:
        1 / 0
    except ZeroDivisionError as error:
        saved = error
        n = Node("in frame")
        return weakref.ref(n)
w = raising(); print(w() is not None); gc.collect(); flush(w())
def generator():
    n = Node("in generator"); me = yield; yield weakref.ref(n)
g = generator(); next(g); w = g.send(g); del g
flush(w() is not None); gc.collect(); flush(w())
d1, d2 = {}, {}; d1["d"], d2["d"] = d2, d1; d1["n"] = Node("in dicts"); del d1, d2; gc.collect(); flush()
t = ([Node("in tuple")],); t[0].append(t); del t; gc.collect(); flush()
m = Node("bound"); m.method = m.__init__; del m; flush(); gc.collect(); flush()
print(gc.collect(), gc.garbage)

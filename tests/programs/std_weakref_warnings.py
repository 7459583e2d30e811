"""weakref and warnings in use: caches, observers, finalizers, methods weakly held; warnings filtered, turned to errors, caught, counted once. Prints what lives and what is said."""
import gc
import io
import sys
import warnings
import weakref


def t(f, *args, **kwargs):
    try:
        print(f(*args, **kwargs))
    except Exception as e:
        print(type(e).__name__ + ":", e)


class Node:
    made = 0

    def __init__(self, name, parent=None):
        self.name = name
        self.parent = weakref.ref(parent) if parent else lambda: None
        self.children = []
        if parent:
            parent.children.append(self)

    def __repr__(self):
        return f"Node({self.name})"

    def path(self):
        up = self.parent()
        return (up.path() if up else "") + "/" + self.name

    def __call__(self, *args):
        return self.name, args


root = Node("root")
leaf = Node("leaf", Node("mid", root))
print(leaf.path(), weakref.getweakrefcount(root), leaf.parent() is root.children[0])
root.children.clear()
print(leaf.path(), leaf.parent())
cache = weakref.WeakValueDictionary()


def load(name):
    node = cache.get(name)
    if node is None:
        Node.made += 1
        node = cache[name] = Node(name)
    return node


a = load("a")
load("b")
print(load("a") is a, Node.made, sorted(cache), len(cache), "a" in cache, dict(cache), cache.pop("a"), cache.setdefault("z", a), list(cache.items()), [r() for r in cache.valuerefs()], sorted(cache | {"y": a}), len(cache.copy()))
del a
print(len(cache), cache.get("z", "gone"), list(cache.values()))
t(cache.__getitem__, "z")
t(cache.__setitem__, "k", 5)
t(cache.popitem)
info = weakref.WeakKeyDictionary()
k1, k2 = Node("k1"), Node("k2")
info[k1], info[k2] = "one", "two"
print(info[k1], len(info), sorted(info.values()), k1 in info, 3 in info, info.pop(k2), [r().name for r in info.keyrefs()])
del k1
print(len(info), list(info))
s = weakref.WeakSet([root, k2])
t(s.add, 3)
other = Node("other")
s |= {other}
print(len(s), root in s, sorted(n.name for n in s), {n.name for n in s - {root}} == {"k2", "other"}, s.isdisjoint([leaf]), s >= {root})
del other
print(len(s), s.discard(leaf), s.remove(root), [n.name for n in s])
try:
    s.remove(root)
except KeyError as e:
    print("KeyError", type(e.args[0]).__name__)


class Subject:
    def __init__(self):
        self.observers = []

    def attach(self, method):
        self.observers.append(weakref.WeakMethod(method, self.observers.remove))

    def notify(self, *args):
        return [o()(*args) for o in self.observers]


class Observer:
    def __init__(self, name):
        self.name = name

    def update(self, value):
        return f"{self.name} got {value}"


subject, o1, o2 = Subject(), Observer("o1"), Observer("o2")
for o in o1, o2:
    subject.attach(o.update)
print(subject.notify(1), subject.observers[0] == weakref.WeakMethod(o1.update), hash(subject.observers[0]) == hash(weakref.WeakMethod(o1.update)))
del o, o2
print(subject.notify(2), len(subject.observers))
t(weakref.WeakMethod, len)
x = Node("final")
f = weakref.finalize(x, lambda *a, **k: print("finalized", a, k) or "result", 1, k=2)
g = weakref.finalize(x, print, "second finalizer")
h = weakref.finalize(x, print, "detached")
print(f.alive, f.peek()[0] is x, f.peek()[2:], h.detach()[2], h.alive, h(), f.atexit)
print(f(), f.alive, f(), f.peek())
del x
y = Node("exit")
weakref.finalize(y, print, "at exit").atexit = True
weakref.finalize(y, print, "not at exit").atexit = False
p = weakref.proxy(root)
print(p.name, p.path(), p(1, 2), type(p).__name__, p == root, isinstance(p, Node), bool(p), str(p), weakref.getweakrefs(root)[-1] is p or True)
p.extra = 5
print(root.extra)
del root
t(lambda: p.name)
t(hash, p)
r = weakref.ref(leaf, lambda ref: print("callback", ref() is None, ref is r))
print(r() is leaf, r == weakref.ref(leaf), hash(r) == hash(leaf), r is weakref.ref(leaf), weakref.ref(leaf) is weakref.ref(leaf))
leaf.me = leaf
del leaf
print("cycle still there", r() is not None)
gc.collect()
print(r(), sorted(n for n in dir(weakref) if n.startswith("Weak")))
for bad in [3, "s", None, (), []]:
    t(weakref.ref, bad)


def old():
    warnings.warn("old() is deprecated", DeprecationWarning, stacklevel=2)
    return 1


with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    old()
    warnings.warn(UserWarning("instance"))
    warnings.warn("plain")
    print([(w.category.__name__, str(w.message), w.filename.endswith("std_weakref_warnings.py"), w.lineno > 0, w.source) for w in caught])
for action in ["default", "once", "module", "ignore", "always", "error"]:
    with warnings.catch_warnings(record=True) as caught:
        warnings.resetwarnings()
        warnings.simplefilter(action)
        try:
            for i in range(3):
                old()
                warnings.warn(f"text {i % 2}", RuntimeWarning)
        except Warning as e:
            print("raised", repr(e))
        print(action, [str(w.message) for w in caught])
with warnings.catch_warnings(record=True) as caught:
    warnings.resetwarnings()
    warnings.filterwarnings("error", "bad.*", UserWarning)
    warnings.filterwarnings("ignore", category=FutureWarning, append=True)
    warnings.filterwarnings("always", module="nosuch", lineno=3)
    warnings.warn("good")
    warnings.warn("future", FutureWarning)
    t(warnings.warn, "BAD one")
    t(warnings.warn_explicit, "explicit", UserWarning, "file.py", 7, registry=(reg := {}))
    warnings.warn_explicit("explicit", UserWarning, "file.py", 7, registry=reg)
    print([(str(w.message), w.filename.rpartition("/")[2], w.lineno if w.filename == "file.py" else 0) for w in caught], len(reg), [f[0] for f in warnings.filters])
for bad in [lambda: warnings.simplefilter("no"), lambda: warnings.filterwarnings("error", 3), lambda: warnings.warn("x", int), lambda: warnings.warn("x", 3), lambda: warnings.filterwarnings("error", lineno=-1), lambda: warnings.catch_warnings(record=True, action="error").__enter__()]:
    try:
        print(bad())
    except (AssertionError, TypeError, ValueError) as e:
        print(type(e).__name__, str(e)[:60])
print(warnings.formatwarning("msg", UserWarning, "f.py", 3, "the line"), end="")
kept, sys.stderr = sys.stderr, io.StringIO()
warnings.showwarning("shown", UserWarning, "f.py", 3, line="source")
print(sys.stderr.getvalue(), end="")
sys.stderr = kept

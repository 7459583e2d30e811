# Weak dictionaries and sets, WeakMethod, finalize and callbacks: what leaves when, order of callbacks, changes during iteration,
# equality and hashing of references, resurrection through callbacks, and interplay with cycles. Prints the events.
import gc
import weakref


def attempt(f, *args):
    try:
        return f(*args)
    except Exception as error:
        return "%s: %s" % (type(error).__name__, str(error).split(" at 0x")[0])


class Node:
    def __init__(self, name, h=None): self.name, self.h = name, h
    def __repr__(self): return "<%s>" % self.name
    def __eq__(self, other): return isinstance(other, Node) and self.name == other.name
    def __hash__(self): return hash(self.name)
    def method(self): return "method of " + self.name


gc.disable()
cache = weakref.WeakValueDictionary()
a, b = Node("a"), Node("b")
cache["a"], cache["b"], cache["temp"] = a, b, Node("temp")
print(sorted(cache), len(cache), "temp" in cache, cache.get("temp", "gone"), cache.setdefault("a", b), attempt(lambda: cache["temp"]))
it = iter(cache.items())
first = next(it)
del a
print(first, len(cache), sorted(k for k, v in it), sorted(cache.keys()))
del first
print(sorted(cache), cache.pop("b"), attempt(cache.pop, "b"), attempt(cache.popitem), len(cache))
keyed = weakref.WeakKeyDictionary()
k1, k2 = Node("same"), Node("same")
keyed[k1] = "first"
keyed[k2] = "second"
print(len(keyed), keyed[k1], list(keyed) == [k1], list(keyed)[0] is k1)
del k1
print(len(keyed), keyed.get(k2))
keyed[k2] = k2
watch = weakref.ref(k2)
del k2
gc.collect()
print(len(keyed), watch() is not None)
keyed.clear()
print(watch())
s = weakref.WeakSet([b, Node("dies at once")])
print(s, len(s), b in s, Node("b") in s, 5 in s, attempt(s.add, 5), len(s | {b}), s.pop() is b, len(s))

log = []
n = Node("n")
refs = [weakref.ref(n, lambda r, i=i: log.append((i, r() is None))) for i in range(3)]
plain1, plain2 = weakref.ref(n), weakref.ref(n)
print(plain1 is plain2, refs[0] is refs[1], refs[0] == refs[1], hash(plain1) == hash(n), weakref.getweakrefcount(n), plain1 in weakref.getweakrefs(n), refs[1].__callback__ is not None, plain1.__callback__)
del refs[1]
del n
print(log, plain1(), plain1 == plain2, hash(plain2) == hash(plain1), refs[0].__callback__, attempt(hash, weakref.ref(type("T", (), {})())), weakref.ref(Node("x")) == weakref.ref(Node("x")))

m = Node("m")
bound = weakref.WeakMethod(m.method, lambda r: print("  method gone"))
print(weakref.ref(m.method)(), bound()(), bound == weakref.WeakMethod(m.method), attempt(weakref.WeakMethod, len))
del m
print(bound())

f = Node("f")
fin = weakref.finalize(f, print, "  finalized", sep="-")
other = weakref.finalize(f, lambda: 1 / 0)
other.atexit = False
print(fin.alive, fin.peek()[2:], fin.detach() is not None, fin.alive, fin(), repr(fin).split(" at 0x")[0])
fin = weakref.finalize(f, lambda *a, **k: print("  called", a, k) or "result", 1, k=2)
print(fin(), fin(), fin.alive, attempt(weakref.finalize), other.detach() is None)
del f

owner = Node("owner")
def cleanup(kept=[]): kept.append("cleanup"); print("  cycle cleaned", kept)
owner.self = owner
weakref.finalize(owner, cleanup)
r = weakref.ref(owner, lambda r: print("  outside callback", r()))
owner.inside = weakref.ref(owner, lambda r: print("  never: it dies with its object"))
del owner
print("before", r() is not None)
gc.collect()
print("after", r())

proxy_target = Node("target")
p = weakref.proxy(proxy_target, lambda p: print("  proxy dead"))
print(p.name, p == proxy_target, type(p).__name__, attempt(hash, p), isinstance(p, Node), p.__class__ is Node, bool(p))
p.name = "renamed"
print(proxy_target.name, attempt(lambda: p + 1), attempt(len, p))
del proxy_target
print(attempt(lambda: p.name), attempt(repr, p)[:8], attempt(setattr, p, "x", 1))


class Lru:
    """Strong for the newest, weak for the rest."""

    def __init__(self, size): self.size, self.strong, self.weak = size, {}, weakref.WeakValueDictionary()

    def get(self, key):
        value = self.strong.pop(key, None) or self.weak.get(key)
        made = value is None
        if made:
            value = Node(key)
        self.strong[key] = self.weak[key] = value
        while len(self.strong) > self.size:
            del self.strong[next(iter(self.strong))]
        return value, made


lru = Lru(2)
held = lru.get("a")[0]
print([lru.get(k)[1] for k in "bcabca"], sorted(lru.weak), list(lru.strong))
del held
print([lru.get(k)[1] for k in "cab"], sorted(lru.weak))


class Child:
    def __init__(self, parent): self.parent = weakref.ref(parent, self.orphaned)
    def orphaned(self, r): log.append("orphaned")


log.clear()
parent = Node("parent")
children = [Child(parent) for _ in range(3)]
del children[1]
del parent
print(log, [c.parent() for c in children])
saved = []
class Phoenix:
    def __del__(self): saved.append(self)
ph = Phoenix()
before = weakref.ref(ph, lambda r: log.append("callback"))
log.clear()
del ph
print(before() is saved[0], log, len(saved), weakref.ref(saved[0])() is saved[0])
saved.clear()
print(len(saved))

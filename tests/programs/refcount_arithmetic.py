# getrefcount through every way to hold an object: containers, frames, cells, defaults, bound methods, iterators, exceptions,
# generators, partials, slots, and how each gives it back. Prints how many references each adds and leaves.
import functools
import itertools
import operator
import sys


class Thing:
    __slots__ = ("slot", "__weakref__")

    def method(self): pass


thing = Thing()
base = sys.getrefcount(thing)


def count(): return sys.getrefcount(thing) - base


def held(label, make, release=None):
    holder = make()
    during = count()
    holder = None
    print("%-14s +%d, then +%d" % (label, during, count()))


class Attr: pass


def closure():
    local = thing
    return lambda: local


def default(x=None, *, k=None): pass


def with_attr():
    a = Attr(); a.x = thing; a.y = thing
    return a


def with_slot():
    t = Thing(); t.slot = thing
    return t


def caught():
    try:
        raise ValueError(thing)
    except ValueError as error:
        return error


def paused():
    def g(x):
        y = x
        yield 1
    it = g(thing); next(it)
    return it


def unstarted(): return (x for x in [thing])
def coroutine():
    async def c(x): pass
    co = c(thing); co.close()
    return co


held("list", lambda: [thing, thing]); held("tuple", lambda: (thing,)); held("set", lambda: {thing}); held("dict key", lambda: {thing: 1}); held("dict value", lambda: {1: thing, 2: thing}); held("frozenset", lambda: frozenset([thing, thing]))
held("repeat list", lambda: [thing] * 100); held("repeat tuple", lambda: (thing, thing) * 5); held("sum of lists", lambda: [thing] + [thing]); held("slice", lambda: ([thing] * 10)[2:5]); held("copy", lambda: [thing].copy()); held("dict copy", lambda: {1: thing}.copy()); held("star", lambda: [*[thing], *(thing,)]); held("zip", lambda: list(zip([thing], [thing]))); held("nested", lambda: [[thing], {1: (thing,)}])
held("closure", closure); held("attributes", with_attr); held("slot", with_slot); held("bound method", lambda: thing.method); held("partial", lambda: functools.partial(print, thing, k=thing)); held("exception", caught); held("generator", paused); held("genexp", unstarted); held("coroutine", coroutine)
held("list iterator", lambda: iter([thing])); held("dict view", lambda: {1: thing}.values()); held("reversed", lambda: reversed([thing])); held("enumerate", lambda: enumerate((thing,))); held("map", lambda: map(print, [thing])); held("cycle", lambda: itertools.cycle([thing])); held("repeat", lambda: itertools.repeat(thing, 5)); held("tee", lambda: itertools.tee([thing])); held("chain", lambda: itertools.chain([thing], (thing,))); held("slice object", lambda: slice(thing, None, thing)); held("attrgetter", lambda: operator.itemgetter(thing)); held("memoized", lambda: functools.lru_cache(lambda x: x)); held("weak", lambda: __import__("weakref").ref(thing)); held("namespace", lambda: __import__("types").SimpleNamespace(a=thing)); held("lambda default", lambda: (lambda x=thing: x)); held("class body", lambda: type("T", (), {"t": thing}) and None); held("deque", lambda: __import__("collections").deque([thing] * 3)); held("property", lambda: property(thing)); held("staticmethod", lambda: staticmethod(thing)); held("filter", lambda: filter(thing, [])); held("sorted", lambda: sorted([thing])); held("proxy", lambda: __import__("types").MappingProxyType({1: thing})); held("super", lambda: super(Thing, thing)); held("fstring", lambda: f"{thing!r:.5}"); held("compare", lambda: [thing == thing, thing is thing, thing in [thing]])
import gc
gc.collect()
print("left over", count())


def argument(x): return sys.getrefcount(x) - base
def rebinding(x): y = x; x = None; del y; return count()
def starred(*args, **named): return count()
def nested(x):
    def inner(): return x
    return count(), inner() is thing
def loop():
    seen = set()
    for x in [thing, thing]:
        seen.add(count())
    del x
    return sorted(seen)


print(argument(thing) > 0, rebinding(thing) >= 0, starred(thing) >= 1, starred(k=thing) >= 1, nested(thing)[1], loop(), count())
seq = [thing] * 10
steps = [count()]
seq.pop(); steps.append(count())
del seq[1:4]; steps.append(count())
seq[0] = None; steps.append(count())
seq[:] = seq; steps.append(count())
seq.extend(seq); steps.append(count())
seq *= 2; steps.append(count())
seq.reverse(); seq.sort(key=id); steps.append(count())
seq.remove(thing); steps.append(count())
seq.clear(); steps.append(count())
print(steps)
d = {}
steps = []
for i in range(4):
    d[i] = thing
d[0] = thing; steps.append(count())
d.setdefault(1, thing), d.setdefault(9, thing); steps.append(count())
d.update({5: thing, 0: None}); steps.append(count())
d.pop(1); d.popitem(); steps.append(count())
e = d | d; steps.append(count())
del e[2]; e.clear(); steps.append(count())
d = dict.fromkeys("abc", thing); steps.append(count())
del d; steps.append(count())
print(steps)
swap = [thing, 1]; swap[0], swap[1] = swap[1], swap[0]; (a, b), *c = [(thing, thing), thing]; print(count()); del swap, a, b, c; print(count())
try:
    [thing, thing, 1 / 0]
except ZeroDivisionError: pass
try:
    {thing: 1, "k": [thing], [thing]: 2}
except TypeError: pass
try:
    print(thing, thing, file=thing)
except AttributeError: pass
try:
    (lambda a, b: 0)(thing, thing, thing)
except TypeError: pass
try:
    a, b = [thing] * 3
except ValueError: pass
try:
    sorted([thing] * 3)
except TypeError: pass
try:
    "".join([thing])
except TypeError: pass
print(count())
print(sys.getrefcount(None) > 100, sys.getrefcount(object()), sys.getrefcount([]), sys.getrefcount(Thing()))

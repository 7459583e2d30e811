"""__del__: order within structures, resurrection, exceptions ignored, cycles, generators, objects dying in the middle of expressions, exit order."""
# No line may depend on when the collector runs by itself.
import gc
import sys

gc.disable()
log = []


class Loud:
    def __init__(self, name): self.name = name
    def __del__(self): print("del", self.name)


class Pair(Loud):
    def __init__(self, name, *parts): self.name, self.parts = name, parts


Loud("temporary"); print("after temporary")
x = Loud("first"); x = Loud("second"); print("rebound"); x = None; print("none")
l = [Loud(i) for i in range(3)]; del l[1]; print("one deleted"); l.pop(0); print("popped"); l.clear(); print("cleared")
p = Pair("outer", Pair("middle", Loud("inner1"), Loud("inner2")), Loud("last")); del p
d = {i: Loud(f"d{i}") for i in range(3)}; d[1] = None; d.pop(0); print("popped"); d = None
s = {Loud("in set")}; s = None; t = (Loud("t1"), Loud("t2")); t = None
def function(a=None): local = Loud("local"); b = Loud("b"); print("in function"); return 5
function(); print("returned")
def generator():
    g = Loud("in generator")
    yield 1
    yield 2
it = generator(); next(it); it = None; print("generator dropped")
def raises():
    r = Loud("in raising frame")
    raise ValueError("v")
try: raises()
except ValueError as error: print("handling", error)
print("handled")
[Loud("element")][0].name; print(Loud("argument").name, "printed"); (lambda v: print("called"))(Loud("lambda argument")); print("done")
for v in [Loud("loop1"), Loud("loop2")]: print("body", v.name)
del v; print("after loop")


class Phoenix:
    def __init__(self): self.lives = 0
    def __del__(self): print("phoenix dies"); log.append(self)


Phoenix(); print(len(log), gc.is_finalized(log[0])); log.clear(); print("dies silently the second time")


class Fails:
    def __del__(self): raise RuntimeError("from __del__")


hooked = []
sys.unraisablehook = lambda u: hooked.append((u.exc_type.__name__, str(u.exc_value), u.err_msg, u.object.__qualname__))
Fails(); print(hooked); sys.unraisablehook = sys.__unraisablehook__


class Cyclic(Loud):
    pass


a, b = Cyclic("cycle a"), Cyclic("cycle b"); a.b, b.a = b, a; del a, b; print("unreachable"); print(gc.collect() >= 2)
a = Cyclic("self resurrecting cycle"); a.me = a
Cyclic.__del__ = lambda self: (print("resurrect", self.name), log.append(self))[0]
del a; gc.collect(); print(len(log), log[0].me is log[0]); log.clear(); print(gc.collect() > 0, len(log)); del Cyclic.__del__
class Hidden:
    def __del__(self): print("instance del not looked up")
h = Hidden(); h.__del__ = lambda: print("wrong"); del h
class Base:
    def __del__(self): print("base del")
class Derived(Base):
    def __del__(self): print("derived del"); super().__del__()
Derived()
class Creates:
    def __del__(self): Loud("made in del")
Creates()
class DeletesGlobal:
    def __del__(self): globals().pop("victim", None)
victim = Loud("victim"); DeletesGlobal(); print("victim" in globals())
class Chain:
    def __init__(self, next_, n): self.next, self.n = next_, n
    def __del__(self):
        if self.n % 20000 == 0: print("chain", self.n)
c = None
for n in range(60001): c = Chain(c, n)
del c; print("chain gone")
def swap():
    a, b = Loud("swap a"), Loud("swap b"); a, b = b, a; del a; print("a deleted")
swap()
class Slots:
    __slots__ = ("x", "y")
    def __del__(self): print("slots", self.x.name)
o = Slots(); o.x = Loud("slot x"); o.y = Loud("slot y"); del o
o = Slots(); o.x = o.y = Loud("both"); o.y = None; o.x = Loud("replaced"); del o
class Partial:
    def __init__(self): raise ValueError("init failed")
    def __del__(self): print("partial del")
try: Partial()
except ValueError: print("caught")
class NewFails:
    def __new__(cls): raise ValueError
    def __del__(self): print("never")
try: NewFails()
except ValueError: print("no object, no del")
try: raise KeyError(Loud("exception argument"))
except KeyError: print("in handler")
print("exiting"); keep_one = Loud("module one"); keep_two = Loud("module two"); keep_pair = Pair("module pair", Loud("pair part")); _private = Loud("private goes first")

"""Generators, weak references, finalizers, frames and exceptions that close, re-enter, resurrect and hold each other."""
import gc, sys
from _weakref import ref, proxy, getweakrefcount
def attempt(name, f):
    try:
        r = f()
    except BaseException as e:
        print(name, type(e).__name__, e)
    else:
        print(name, r)
# generators
def g1():
    try: yield me.close()
    finally: print("finally")
me = g1(); attempt("close self", lambda: next(me))
def g2():
    try:
        yield 1
        yield list(me)
    except ValueError as e: yield str(e)
me = g2(); next(me); attempt("list self", lambda: next(me)); attempt("after", lambda: next(me, "over"))
def g3():
    try: yield 1
    finally:
        try: me.throw(KeyError)
        except ValueError as e: print(e)
me = g3(); next(me); attempt("throw self in close", lambda: me.close())
def g4():
    while True:
        try: yield 1
        except GeneratorExit: pass
me = g4(); next(me); attempt("ignores exit", lambda: me.close())
sys.unraisablehook = lambda u: print("unraisable", type(u.exc_value).__name__, u.exc_value)
me = g4(); next(me)
def finish_g4():
    global me
    me = None
finish_g4()
def g5():
    try: yield 1
    finally: yield 2
me = g5(); next(me); print(me.close.__name__); attempt("yields in finally", lambda: me.close()); attempt("again", lambda: next(me, "end"))
def g6():
    global keep
    try: yield 1
    finally: keep = frame_of(me2)
def frame_of(g): return g.gi_frame is None
me2 = g6(); next(me2); me2.close(); print(keep, me2.gi_frame, me2.gi_running, me2.gi_yieldfrom)
def g7():
    x = [1]
    def inner(): return x
    yield inner
    del x
    yield inner
me = g7(); f = next(me); print(f()); next(me); attempt("closed cell", lambda: f())
def g8(n):
    if n: yield from g8(n - 1)
    yield n
print(list(g8(5))); 
def chain(n):
    g = iter(())
    def step(g, i): 
        yield from g
        yield i
    for i in range(n): g = step(g, i)
    return g
attempt("chain", lambda: sum(chain(200)))
def deep_chain():
    try: return sum(chain(20000))
    except RecursionError: return "RecursionError"
print(deep_chain())
def g9():
    it = G9(); G9.outer = yield_from(it); yield from G9.outer
def yield_from(it): yield from it
class G9:
    def __iter__(s): return s
    def __next__(s): return next(s.outer) if s.outer.gi_running else 1
attempt("yield from self", lambda: next(g9()))
class It:
    def __iter__(s): return s
    def __next__(s): return 1
    def throw(s, *a): raise KeyError("throw", len(a))
    def close(s): raise KeyError("close")
    def send(s, v): return ("sent", v)
def g10(): return (yield from It())
g = g10(); next(g); print(g.send(5)); attempt("throw", lambda: g.throw(ValueError)); g = g10(); next(g); attempt("close", lambda: g.close()); g = g10(); next(g)
def drop():
    global g
    g = None
drop()
class Stop:
    def __iter__(s): return s
    def __next__(s): raise StopIteration([1])
def g11(): x = yield from Stop(); yield x; return x
print(next(g11()))
def g12(): raise StopIteration(3); yield
attempt("StopIteration in generator", lambda: next(g12()))
def g13(): 
    yield
    return (yield)
g = g13(); attempt("send", lambda: g.send(1)); next(g); next(g)
try: g.send((1, 2))
except StopIteration as e: print(e.value, e.args)
attempt("throw args", lambda: g13().throw(5)); attempt("throw", lambda: g13().throw(ValueError, "a")); attempt("throw", lambda: g13().throw(ValueError, ValueError("b"), None)); attempt("throw", lambda: g13().throw(ValueError("b"), 5)); attempt("throw", lambda: g13().throw(ValueError, None, 5))
gen = (x for x in [1, 2, 3] if not gen.gi_running or x); attempt("genexpr self", lambda: list(gen))
gen = (next(gen) for x in [1]); attempt("genexpr self", lambda: list(gen))
# locals deleted while operands
def operand():
    x = [1, 2]
    class D:
        def __radd__(s, o): nonlocal x; del x; return o
        def __rmul__(s, o): nonlocal x; x = None; return o * 2
    r = x * D(); x = [3]; r2 = x + D()
    return r, r2
attempt("operand", operand)
def argument(): 
    x = [5]
    def drop(): nonlocal x; del x; return 7
    return (lambda *a: a)(x, drop(), [x] if 0 else 1)
attempt("argument", argument)
def global_operand():
    global go
    go = ["go"]
    def d():
        global go
        del go; return ["d"]
    return go + d()
attempt("global", global_operand); attempt("global gone", lambda: go)
class Holder: pass
h = Holder(); h.x = ["x"]
def del_attr(): del h.x; return ["y"]
attempt("attribute", lambda: h.x + del_attr()); attempt("attribute gone", lambda: h.x)
def swap_in_call(f): 
    global victim
    old = victim
    victim = None; del old; gc.collect(); return f
def victim(a=[1], *, b=[2]): global victim; victim = None; gc.collect(); return a, b
attempt("function dies in call", lambda: victim(b=swap_in_call([3])))
def code_swap():
    def f(): f.__code__ = other.__code__; return 1
    def other(): return 2
    return f(), f()
attempt("code swap", code_swap)
def defaults_swap():
    def f(a, b=[1]): f.__defaults__ = None; gc.collect(); return b
    return f(1), 
attempt("defaults", defaults_swap); 
def f_defaults(a, b=1): return b
f_defaults.__defaults__ = (5, 6); attempt("defaults", lambda: f_defaults()); f_defaults.__defaults__ = (1, 2, 3); attempt("many defaults", lambda: f_defaults()); attempt("defaults", lambda: setattr(f_defaults, "__defaults__", [1])); attempt("kwdefaults", lambda: setattr(f_defaults, "__kwdefaults__", [1])); attempt("code", lambda: setattr(f_defaults, "__code__", 5)); attempt("closure", lambda: setattr(f_defaults, "__code__", (lambda: h2).__code__)); 
def closure():
    x = 1
    def g(): return x
    return g
attempt("closure", lambda: setattr(f_defaults, "__code__", closure().__code__)); c = closure(); attempt("cell", lambda: c.__closure__[0].cell_contents); del c.__closure__[0].cell_contents; attempt("empty cell", lambda: c.__closure__[0].cell_contents); attempt("empty cell", c); c.__closure__[0].cell_contents = c; print(c() is c); del c; gc.collect()
# finalizers
log = []
class R:
    """Comes back to life once, in the middle of the container's end."""
    def __init__(s, n): s.n = n
    def __del__(s): log.append(s)
l = [R(i) for i in range(5)]; l.clear(); print([r.n for r in log]); ids = [r.n for r in log]; log.clear(); print(log)
d = {i: R(i) for i in range(5)}; d.clear(); print(len(log)); d.update(enumerate(log)); log.clear(); d = None; print(log)
def cycle(n):
    a = R(n); a.me = a; a.more = [R(n + 1), a]
cycle(1); print(gc.collect() > 0, sorted(r.n for r in log)); log[0].me = None; log.clear(); gc.collect(); print(log)
class Raises:
    def __del__(s): raise ValueError("del " + s.n)
def raising(*names):
    for n in names: r = Raises(); r.n = n
raising("a", "b"); l = [Raises(), Raises()]; l[0].n = "c"; l[1].n = "d"; l.clear()
def in_except():
    try: 1 / 0
    except ZeroDivisionError:
        r = Raises(); r.n = "in except"; del r
        return sys.exc_info()[0].__name__
print(in_except())
class DelClass:
    def __del__(s): del DelClass.__del__; print("deleted __del__")
DelClass(); DelClass()
class Changes:
    def __del__(s): s.__class__ = Other; print("changes")
class Other:
    def __del__(s): print("other's __del__")
Changes()
class Recurse:
    count = 0
    def __del__(s):
        if Recurse.count < 1000: Recurse.count += 1; Recurse()
Recurse(); print(Recurse.count)
class Deep:
    def __init__(s, n): s.n = n
    def __del__(s): Deep.died += 1
Deep.died = 0
x = None
for i in range(50000): y = Deep(x); x = y
del y; x = None; print(Deep.died)
class Nest:
    def __init__(s, n): s.n = n
    def __del__(s): 
        Nest.died += 1
        n, s.n = s.n, None
        del n
Nest.died = 0
x = None
for i in range(50000): y = Nest(x); x = y
del y; x = None; print(Nest.died)
# weak references
class W: pass
box = {}
def note(r): log.append(len(box)); box.clear()
w = W(); box.update({i: ref(w, note) for i in range(4)}); w = None; print(log); log.clear()
w = W(); refs = [ref(w, lambda r: refs.clear()) for _ in range(5)]; w = None; print(refs)
w = W(); refs = [ref(w, lambda r, i=i: log.append(i)) for i in range(5)]; del refs[1]; w = None; print(log); log.clear()
w = W(); r = ref(w, lambda r: 1 / 0); w = None; print(r())
w = W(); r = ref(w, lambda r: log.append(r())); w.r = r; w = None; print(log); log.clear()
class WR:
    def __del__(s): log.append(self_ref() is s); 
w = WR(); self_ref = ref(w); w = None; print(log, self_ref()); log.clear()
class Back:
    def __del__(s): global back; back = s
b = Back(); r = ref(b, lambda r: log.append("callback")); b = None; print(r() is None, type(back).__name__, log); r = ref(back); back = None; print(r()); log.clear()
def make(r):
    global later
    later = ref(W2, lambda r: None)
class W2: pass
w = W(); r = ref(w, make); w = None; print(later() is W2)
class Eq:
    def __eq__(s, o): global eq1; eq1 = None; return True
    def __hash__(s): return 5
eq1 = Eq(); eq2 = Eq(); r1 = ref(eq1); r2 = ref(eq2); print(r1 == r2, r1()); attempt("hash", lambda: hash(r1)); print(hash(r2))
p = proxy(eq2); eq2 = None; attempt("proxy", lambda: p == 1); attempt("proxy", lambda: str(p)); attempt("proxy", lambda: p.x); attempt("proxy", lambda: bool(p)); attempt("proxy", lambda: repr(p).startswith("<weakproxy at"))
class PW:
    def kill(s): global pw; pw = None; return s.x
    x = 9
pw = PW(); p = proxy(pw); attempt("proxy method", lambda: p.kill()); attempt("dead", lambda: p.kill())
attempt("ref int", lambda: ref(5)); attempt("ref", lambda: ref()); attempt("ref tuple", lambda: ref((1,))); print(getweakrefcount(5))
class Sub(ref):
    def __call__(s): return "sub"
w = W(); s = Sub(w); print(s(), type(s) is Sub, Sub(w) is s, ref(w) is ref(w)); w = None; print(s(), s.__callback__)
a = W(); b = W(); a.b = b; b.a = a; ra = ref(a, lambda r: log.append("ra")); a.rb = ref(b, lambda r: log.append("rb")); del a, b; gc.collect(); print(log); log.clear()
# frames and tracebacks
def holder():
    secret = W(); holder.r = ref(secret); raise KeyError("held")
try: holder()
except KeyError as e: kept = e
print(holder.r() is not None); kept.__traceback__.tb_next.tb_frame.clear(); print(holder.r()); del kept
try: holder()
except KeyError as e: kept = e
kept.__traceback__ = None; print(holder.r()); kept.__context__ = kept; print(kept.__context__ is kept); kept.__cause__ = kept; attempt("cause", lambda: setattr(kept, "__cause__", 5)); attempt("context", lambda: setattr(kept, "__context__", 5)); attempt("traceback", lambda: setattr(kept, "__traceback__", 5)); attempt("args", lambda: setattr(kept, "args", 5)); kept.args = "ab"; print(kept.args); attempt("args", lambda: delattr(kept, "args"))
fr = sys._getframe(); attempt("clear running", lambda: fr.clear()); attempt("locals", lambda: fr.f_locals is globals())
def clears():
    fr = sys._getframe()
    try: fr.clear()
    except RuntimeError as e: return str(e)
print(clears())
def g14():
    x = W(); g14.r = ref(x); yield 1
g = g14(); next(g); g.gi_frame.clear(); print(g14.r()); attempt("cleared", lambda: next(g, "done"))
def ctx():
    try: raise ValueError(1)
    except ValueError as e:
        try: raise e
        except ValueError as e2: return e2.__context__, e2 is e
print(ctx())
def cycle_ctx():
    a, b, c = ValueError("a"), ValueError("b"), ValueError("c")
    a.__context__ = b; b.__context__ = c; c.__context__ = a
    try:
        try: raise a
        except ValueError: raise b
    except ValueError as e: return e, e.__context__, e.__context__.__context__
print(cycle_ctx())
def replaced():
    try:
        try: 1 / 0
        finally: raise KeyError(1)
    except KeyError as e: return repr(e.__context__)
print(replaced())
def named():
    try: 1 / 0
    except ZeroDivisionError as e:
        del e
    try: e
    except UnboundLocalError as x: return str(x)
print(named())
class EvilExc(Exception):
    def __str__(s): raise ValueError("str")
    def __repr__(s): s.args = (); return "evil repr"
attempt("repr", lambda: repr(EvilExc(1))); attempt("str", lambda: str(EvilExc())); print(repr(ValueError(EvilExc()))); 
class NewExc(Exception):
    def __new__(cls, *a): return 5
def raise_it(e): raise e
attempt("new", lambda: raise_it(NewExc)); attempt("raise", lambda: raise_it(5)); attempt("raise", lambda: raise_it(int)); attempt("raise", lambda: raise_it(None))
def from_it(c): raise ValueError("x") from c
attempt("from", lambda: from_it(5)); attempt("from", lambda: from_it(int)); attempt("from", lambda: from_it(KeyError)); attempt("from", lambda: from_it(None))
class CM:
    def __enter__(s): del CM.__exit__; return s
    def __exit__(s, *a): print("exit found before"); return True
def with_it():
    with CM() as c: 1 / 0
attempt("with", with_it); attempt("with", with_it)
class CM2:
    def __enter__(s): return s
    def __exit__(s, t, v, tb): tb = None; v.__traceback__ = None; raise v from v
attempt("with raise", lambda: (exec("with CM2(): 1 / 0", globals())))
class BoolExit(CM2):
    def __exit__(s, *a):
        class B:
            def __bool__(s): raise KeyError("bool")
        return B()
attempt("with bool", lambda: (exec("with BoolExit(): 1 / 0", globals())))
del fr, g, f, p, r, s, gen, me, me2
gc.collect()

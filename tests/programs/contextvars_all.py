# contextvars: variables, tokens, contexts that share until they change.
from _contextvars import Context, ContextVar, Token, copy_context
import gc
from _weakref import ref


def show(*things):
    print(*things)


def fails(f, /, *args, **kw):
    try:
        r = f(*args, **kw)
    except BaseException as e:
        print(type(e).__name__, '|', str(e).split(' at 0x')[0].split(' object at')[0])
    else:
        print('no error', r)


v = ContextVar('v', default=5); w = ContextVar('w')
show(v.get(), v.name, repr(v).startswith("<ContextVar name='v' default=5 at 0x"), repr(w).startswith("<ContextVar name='w' at 0x"), w.get(1)); fails(w.get)
t = v.set(3); show(v.get(), t.var is v, t.old_value is Token.MISSING, Token.MISSING, repr(t).startswith("<Token var=<ContextVar name='v'"))
t2 = v.set(4); show(t2.old_value); v.reset(t2); show(v.get()); fails(v.reset, t2); fails(v.reset, 5); fails(w.reset, t); v.reset(t); show(v.get(), repr(t).startswith('<Token used var='))
fails(ContextVar); fails(ContextVar, 1); fails(ContextVar, 'a', 5); fails(ContextVar, 'a', default=1, x=2); fails(Context, 1); fails(Token); fails(v.get, 1, 2); fails(v.set); fails(v.set, 1, 2); fails(setattr, v, 'name', 'x'); fails(setattr, v, 'x', 1)
v.set(1); c = copy_context(); show(len(c), c[v], v in c, w in c, list(c) == [v], list(c.items()) == [(v, 1)], list(c.values()), c.get(w), c.get(w, 4), c == copy_context(), c.copy() == c, c == 5, c != c)
fails(lambda: c['a']); fails(lambda: c[w]); fails(lambda: 'a' in c); fails(c.get, 'a'); fails(c.run); fails(hash, c); fails(c.run, c.run, int); fails(lambda: c < c); fails(hash, t)
def f(x, y=0): w.set(x); v.set(v.get() + y); return w.get(), v.get()
show(c.run(f, 9, y=2), w.get(None), v.get(), c[w], c[v]); fails(c.run, int, 'x'); show(c.run(v.get))
t = v.set(8); fails(c.run, v.reset, t); fails(c.run, lambda: 1 / 0); show(v.get())
def nested():
    d = copy_context(); v.set('inner')
    def deeper(): v.set('deepest'); return v.get()
    return d.run(deeper), v.get(), d[v]
show(c.run(nested), v.get(), Context().run(v.get), Context().run(w.get, 'none'), len(Context()))
it = iter(c); c.run(w.set, 100); show(len(list(it)) == 2, c[w])
for bad in Context, ContextVar, Token: fails(type, 'X', (bad,), {})
show(ContextVar[int], Token[str])
for i in range(50): ContextVar('x%d' % i).set(i)
big = copy_context(); show(len(big), sum(x for x in big.values() if isinstance(x, int)))
def gen():
    v.set('g'); yield v.get()
    yield v.get()
g = gen(); show(c.run(next, g), v.get(), next(g))
class N: pass
def cyc():
    n = N(); x = ContextVar('x', default=n); n.x = x; d = Context(); d.run(x.set, n); n.d = d; n.t = d.run(x.set, 1); return ref(n), ref(d)
a, b = cyc(); gc.collect(); show(a() is None, b() is None)

# Small parts of the language: asynchronous iteration by hand, slots, messages, deep hashes.
import _weakref as weakref
class O: pass
def t(f):
    try: print(f())
    except BaseException as e: print(type(e).__name__, e)
t(lambda: classmethod()); t(lambda: staticmethod()); t(lambda: chr(2**64+1)); t(lambda: chr(-1)); t(lambda: chr(2**31)); t(lambda: weakref.ref(O())(1)); t(lambda: weakref.ref(O())(a=1))
for base in (bytes, int, tuple, float, list, type, bool, frozenset, Exception):
    t(lambda: type('S', (base,), {'__slots__': ('a',)}))
    t(lambda: type('S', (base,), {'__slots__': ()}))
    t(lambda: type('S', (base,), {'__slots__': ('__dict__',)}))
    t(lambda: type('S', (base,), {'__slots__': ('__weakref__',)}))
t(lambda: aiter(1)); t(lambda: anext(1)); t(lambda: aiter()); 
class AI:
    def __init__(s): s.n=0
    def __aiter__(s): return s
    async def __anext__(s):
        s.n+=1
        if s.n>2: raise StopAsyncIteration
        return s.n
class Bad:
    def __aiter__(s): return 1
t(lambda: aiter(Bad()))
def run(c):
    try:
        c.send(None)
    except StopIteration as e: return e.value
async def main():
    a = aiter(AI())
    print(await anext(a), await anext(a), await anext(a, 'default'))
    try: await anext(a)
    except StopAsyncIteration: print('stop')
    async def ag():
        yield 1
    g = ag()
    print(await anext(g), await anext(g, None))
    print(type(anext(g, 1)).__name__)
run(main())
class NA:
    def __aiter__(s): return s
    def __anext__(s): return 1
t(lambda: run(anext(NA(), 1)))
async def m2(): await anext(NA(), 5)
t(lambda: run(m2()))
async def m3(): await anext(NA())
t(lambda: run(m3()))
t = ()
for i in range(300000): t = (t, i)
print(hash(t), hash((1, (2, (3, 4.5)))), hash(((),)), hash((t, t)) == hash((t, t)))
u = ()
for i in range(300000): u = (u, i)
print(hash(t) == hash(u))
try: hash((t, []))
except TypeError as e: print(e)
v = []
for i in range(100000): v = (v, i)
try: hash(v)
except TypeError as e: print(e)

# The StopIteration with which what is awaited, or delegated to, ends is told to trace functions.
import sys
async def co(v):
    return v
async def gen():
    yield 1
    yield None
def g(v):
    yield 1
    return v
class It:
    def __init__(s): s.n=0
    def __iter__(s): return s
    def __next__(s):
        s.n+=1
        if s.n>1: raise StopIteration(s.n)
        return s.n
def outer(x):
    y = yield from x
    return y
async def main():
    a = await co(5)
    b = await co(None)
    async for i in gen():
        pass
    return a
def trace(f, e, a):
    if f.f_code.co_filename == __file__:
        shown = (a[0].__name__, a[1].args, type(a[2]).__name__) if e == "exception" else a if type(a) is int else ""
        print(f.f_code.co_name, e, f.f_lineno - f.f_code.co_firstlineno, shown if f.f_code.co_name != "gen" else "")
    return trace
def run(f):
    sys.settrace(trace)
    try:
        f()
    except StopIteration as e: 
        sys.settrace(None); print('stop', e.value)
    finally:
        sys.settrace(None)
run(lambda: main().send(None))
for it in (lambda: g(None), lambda: g(5), lambda: iter([1]), lambda: It(), lambda: outer(g(7))):
    run(lambda: list(outer(it())))

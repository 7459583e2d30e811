# What inspect finds out about functions, classes, frames and their sources.
import inspect, dis
def f(a, b=1, /, c=2, *d, e, g=3, **h) -> int:
    "doc"
    x = 1
    return lambda: x
print(inspect.signature(f), inspect.signature(len), inspect.signature(str.split), inspect.signature(sorted), inspect.signature(dict.get))
print(inspect.getsource(f))
print(inspect.getfullargspec(f), inspect.getclosurevars(f(1,e=2)))
class A:
    """A doc"""
    @classmethod
    def c(cls, x): pass
    @property
    def p(self): return 1
    def m(self, y): pass
print(inspect.signature(A), inspect.signature(A.c), inspect.signature(A().m), inspect.getsource(A.m), inspect.getdoc(A))
def g(): yield 1
async def co(): pass
async def ag(): yield 1
x=g(); print(inspect.getgeneratorstate(x), next(x), inspect.getgeneratorstate(x), inspect.getgeneratorlocals(x))
print([n for n in dir(inspect) if n.startswith('is') and getattr(inspect,n)(g)], [n for n in dir(inspect) if n.startswith('is') and getattr(inspect,n)(co)], [n for n in dir(inspect) if n.startswith('is') and getattr(inspect,n)(ag)])
fr=inspect.currentframe(); print(inspect.getframeinfo(fr)[1:]); print(inspect.stack()[0].function, inspect.stack()[0].positions)
def outer():
    def inner(): return inspect.stack(0)[1]
    return inner()
print(outer().function, outer().lineno)
print(inspect.getmodule(f).__name__, inspect.getfile(f) == __file__, inspect.getsourcelines(A)[1])
print([l for l in dis.code_info(f).splitlines() if not l.startswith(('Stack', 'Filename'))][:8])
print(inspect.getmembers(A(), inspect.ismethod)[0][0], inspect.classify_class_attrs(A)[-1].kind)
for b in (print, int, type, object, list.append, int.__add__, range, str):
    try: print(b, inspect.signature(b))
    except ValueError as e: print(e)
try: 1/0
except ZeroDivisionError as e: print(inspect.trace()[0].lineno, inspect.getinnerframes(e.__traceback__)[0].positions)
print(type(inspect.getattr_static(A,'p')), inspect.unwrap(f) is f, inspect.cleandoc(' a\n  b'))
b=inspect.signature(f).bind(1,2,e=3); b.apply_defaults(); print(b)

"""Exception groups: construction, splitting, except*, and how they are shown."""
import sys

# Construction, texts, splitting.
def t(f):
    try: print(repr(f()))
    except BaseException as e: print(type(e).__name__, e)
B,E=BaseExceptionGroup,ExceptionGroup
for a in [(),(1,),('x',),('x',[]),('x',5),('x',[1]),('x',[ValueError(1)],3),(b'x',[ValueError()]),('x',{ValueError(1):1}),('x',{1}),('x','ab'),('x',[ValueError,1]),('x',[KeyboardInterrupt()]),('x',(ValueError(1),TypeError(2)))]:
    t(lambda:B(*a)); t(lambda:E(*a))
t(lambda:B('x',[ValueError()],a=1)); t(lambda:E('x',[ValueError()],a=1)); t(lambda: B(message='x',exceptions=[]))
class M(E): pass
class N(B): pass
class O(B,ValueError): pass
for C in (M,N,O):
    t(lambda:C('x',[KeyboardInterrupt()])); t(lambda:C('x',[ValueError(1)]))
g=E('m',[ValueError(1),E('n',[TypeError(2),KeyError(3)])])
for m in (ValueError,(ValueError,KeyError),lambda e:isinstance(e,KeyError),5,int,(int,),str.upper,len,[ValueError],(),(ValueError,(KeyError,)),B.derive):
    t(lambda:g.split(m)); t(lambda:g.subgroup(m))
t(lambda:g.split()); t(lambda:g.split(1,2)); t(lambda:g.derive()); t(lambda:g.derive([OSError()])); t(lambda:g.derive(3))
class D(E):
    def derive(self,x): return 5
t(lambda:D('x',[ValueError(1),TypeError()]).split(ValueError))
t(lambda:g.message); t(lambda:g.exceptions)
def f(): g.message=5
t(f)
def f(): del g.exceptions
t(f)
print(E[int], E.__mro__, B.__bases__, E.__bases__, E.__doc__, B.__doc__, B.__base__, E.__base__)
for n in ('derive','split','subgroup','__class_getitem__','message','exceptions'):
    print(n, getattr(B,n).__doc__, repr(B.__dict__[n]))
g.add_note('q'); g.__cause__=ValueError(9)
m,r=g.split(ValueError); print(m.__notes__ ,m.__notes__ is g.__notes__, m.__cause__, m.__suppress_context__, r.__context__)
print(str(g), str(E('x',[ValueError()])))
x=E.__new__(E,'x',[ValueError()]); print(x.args, x.message,str(x)); x.args=(1,2); print(x, repr(x))
x.__init__(7); print(x.args,repr(x))
try:
    try: raise KeyboardInterrupt
    except* KeyboardInterrupt as e:
        print(repr(e), e.__traceback__, type(e)); raise
except BaseException as e: print(repr(e))
t(lambda: E.split(3,4))
d=E('x',[ValueError()])
for i in range(5000): d=E('x',[d])
t(lambda:d.split(TypeError))

# Bases beside a group; except*.
t(lambda:BaseException.__new__(ExceptionGroup,1))
class X(ValueError, ExceptionGroup): pass
t(lambda:X('m',[ValueError()])); t(lambda:X(1))
class Y(ExceptionGroup, OSError if 0 else ValueError):
    __new__=lambda c,*a: BaseException.__new__(c,*a)
t(lambda:str(Y(1)))
class Z(X):
    __new__=ValueError.__new__
t(lambda:str(Z(1)))
t(lambda:type('W',(ExceptionGroup,OSError),{}))
def h(k):
    try:
        try:
            raise ExceptionGroup('eg',[ValueError(1),ExceptionGroup('n',[TypeError(2), OSError(5)]),KeyError(2)])
        except* (ValueError,KeyError) as e:
            if k&1: raise
            if k&4: raise ImportError('q')
        except* TypeError as e:
            if k&2: raise
            if k&8: raise ImportError('r') from e
            if k&16: raise e
    except BaseException as e:
        print(k, repr(e), repr(e.__context__), repr(e.__cause__))
    else: print(k,'ok')
for k in range(32): h(k)
try:
    try: raise ExceptionGroup('x',[ValueError()])
    except* ExceptionGroup: pass
except TypeError as e: print(e)
try:
    try: 1/0
    except* (ValueError,ArithmeticError) as e: print(repr(e)); 
    else: print('no')
    finally: print('fin')
    try: 1/0
    except* ValueError: pass
except Exception as e: print(repr(e))
try:
    try: [][1]
    except* IndexError as e: raise e
except BaseException as e: print(repr(e), repr(e.__context__))

# How groups are shown. The code is from no file, so that no path is in the output.
sys.stderr = sys.stdout
shown = r"""
# nested layout
def leaf(n):
    raise ValueError('leaf %d' % n)
def catch(f, *a):
    try: f(*a)
    except BaseException as e: return e
def make():
    a=catch(leaf,1); b=catch(leaf,2)
    b.add_note('note line\nsecond')
    inner=ExceptionGroup('inner',[catch(leaf,3),KeyError('k')])
    inner.add_note('gn')
    c = TypeError('ctx'); c.__cause__ = catch(leaf,4)
    d = OSError('big'); d.__context__ = ExceptionGroup('ctxg',[ZeroDivisionError('z')])
    raise ExceptionGroup('top\nmulti',[a,b,inner,c,d]) from ExceptionGroup('causes',[IndexError(1)])
def show(e):
    sys.excepthook(type(e), e, e.__traceback__)
    print('-----')
show(catch(make))
show(ExceptionGroup('wide',[ValueError(i) for i in range(20)]))
show(ExceptionGroup('wide',[ValueError(i) for i in range(15)]))
show(ExceptionGroup('wide',[ValueError(i) for i in range(16)]))
d=ExceptionGroup('x',[ValueError(1)])
for i in range(14): d=ExceptionGroup('x%d'%i,[d, TypeError(i)])
show(d)
s=ValueError('same')
show(ExceptionGroup('t',[s,s,ExceptionGroup('u',[s])]))
v=ValueError('after'); v.__context__=ExceptionGroup('before',[ExceptionGroup('in',[ValueError(3)])])
show(v)
show(ExceptionGroup('syn',[SyntaxError('bad',('f.py',3,4,'a b c\n',3,5)), catch(compile,'x = = 3','<s>','exec')]))
def f():
    try:
        1/0
    except* ZeroDivisionError as e:
        raise TypeError('new')
show(catch(f))
def g():
    try:
        raise ExceptionGroup('eg',[ValueError(1),TypeError(2)])
    except* ValueError as e:
        raise
show(catch(g))
def h():
    try:
        raise ExceptionGroup('eg',[ValueError(1),TypeError(2), OSError(5)])
    except* ValueError as e:
        raise KeyError(4)
    except* TypeError as e:
        raise
show(catch(h))
e = ExceptionGroup('m',[ValueError(1)]); e.__context__=e.exceptions[0]
show(e)
w = ExceptionGroup('m',[ValueError(1)]); w.exceptions[0].__context__=w
show(w)
w = ExceptionGroup('m',[ValueError(1)]); w.exceptions[0].__cause__=ExceptionGroup('inner cause',[ValueError(2),ExceptionGroup('deeper',[OSError(2)])])
show(w)
"""
exec(compile(shown, "<groups>", "exec"))

# A trace function unbinds locals: by a jump over an assignment, by deleting them from f_locals.
import sys
def run(f, act):
    first=f.__code__.co_firstlineno
    def t(frame, ev, arg):
        if frame.f_code is not f.__code__: return
        if ev=='line': act(frame, frame.f_lineno-first)
        return t
    sys.settrace(t)
    try: print(f())
    except BaseException as e: print(type(e).__name__, e, e.__traceback__.tb_next.tb_lineno-first)
    finally: sys.settrace(None)
def f():
    x = 1
    y = 2
    return x + y
def jump(fr, l):
    if l==1: fr.f_lineno += 1
run(f, jump)
def dele(fr,l):
    if l==3: fr.f_locals.pop('x')
run(f, dele)
def dele2(fr,l):
    if l==2: fr.f_locals; del fr.f_locals['x']; sys.settrace(None)
run(f, dele2)
print(f())
def g():
    x = 1
    yield 1
    yield x
def dg(fr,l):
    if l==2: del fr.f_locals['x']
def gg():
    return list(g())
def run2():
    def t(frame, ev, arg):
        if frame.f_code is g.__code__ and ev=='line' and frame.f_lineno==g.__code__.co_firstlineno+2: del frame.f_locals['x']
        return t
    it=g()
    sys.settrace(t); next(it); sys.settrace(None)
    try: print(next(it))
    except UnboundLocalError as e: print(e)
run2()
def h():
    x = [1]
    def k(): return x
    z = k()
    z = k()
def dh(fr,l):
    if l==4: del fr.f_locals['x']
run(h,dh)
def loop():
    n = 0
    for i in range(3):
        n += i
    return n
def dl(fr,l):
    if l==3 and fr.f_locals['i']==1: del fr.f_locals['n']
run(loop, dl)
def w():
    a = b = 3
    return a < b
def dw(fr,l):
    if l==2: del fr.f_locals['b']
run(w,dw)

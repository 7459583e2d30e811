# What an except* statement raises: again, instead, from within.
import traceback
def show(f):
    try: f()
    except BaseException as e:
        print(f.__name__, repr(e), repr(e.__context__), repr(e.__cause__)); 
        t=e.__traceback__; l=[]
        while t: l.append(t.tb_lineno); t=t.tb_next
        print(l)
def a():
    try: raise ExceptionGroup("g",[ValueError(1),TypeError(2)])
    except* ValueError:
        raise
def b():
    try: raise ExceptionGroup("g",[ValueError(1),TypeError(2)])
    except* ValueError as e:
        raise e
def c():
    try: raise ExceptionGroup("g",[ValueError(1),TypeError(2)])
    except* ValueError as e:
        raise KeyError(3)
def d():
    try: raise ExceptionGroup("g",[ValueError(1)])
    except* ValueError as e:
        raise KeyError(3)
def e1():
    try: raise ValueError(1)
    except* ValueError as e:
        raise
def e2():
    try: raise ValueError(1)
    except* ValueError as e:
        raise KeyError(3)
def e3():
    try: raise ValueError(1)
    except* TypeError as e:
        raise KeyError(3)
def f():
    try: raise ExceptionGroup("g",[ValueError(1),TypeError(2), ExceptionGroup("h",[ValueError(3), OSError(4)])])
    except* ValueError as e:
        raise
    except* TypeError:
        raise
def g():
    try: raise ExceptionGroup("g",[ValueError(1),TypeError(2), ExceptionGroup("h",[ValueError(3), OSError(4)])])
    except* ValueError as e:
        raise
    except* TypeError:
        raise KeyError(1)
    except* OSError: pass
def h():
    try:
        try: raise KeyError
        except KeyError:
            try: raise ExceptionGroup("g",[ValueError(1),TypeError(2)])
            except* ValueError as e:
                try: 1/0
                except ZeroDivisionError: raise
            except* TypeError: raise
    finally: pass
def i():
    try: raise ExceptionGroup("g",[ValueError(1),TypeError(2)])
    except* (ValueError, TypeError):
        raise
    finally: print("fin")
import sys
def j():
    try: raise ExceptionGroup("g",[ValueError(1),TypeError(2)])
    except* ValueError: print(repr(sys.exc_info()[1]))
    except* TypeError: print(repr(sys.exc_info()[1]))
    else: print("no")
    print(sys.exc_info())
def k():
    try: raise ExceptionGroup("g",[ValueError(1),TypeError(2)])
    except* ValueError as e:
        print(e.__traceback__.tb_lineno)
        def inner(): raise
        inner()
for fn in (a,b,c,d,e1,e2,e3,f,g,h,i,j,k): show(fn)

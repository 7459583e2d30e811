# exec() of the body of a function that has free variables, with cells for them.
def make():
    a, b = 2, 3
    def f():
        nonlocal a
        a = a * b
        print(a, b, x)
    def g(): print('plain')
    class K: pass
    return f, g, lambda: a
f, g, get = make()
def t(*args, **kw):
    try: print(exec(*args, **kw))
    except Exception as e: print(type(e).__name__, e)
x = 1
t(f.__code__, {'x': 7}, closure=f.__closure__); print(get())
t(f.__code__, closure=f.__closure__); print(get())
t(f.__code__)
t(f.__code__, closure=())
t(f.__code__, closure=(1, 2))
t(f.__code__, closure=list(f.__closure__))
t(f.__code__, closure=f.__closure__[:1])
t(g.__code__, closure=f.__closure__)
t(g.__code__, closure=None)
t(g.__code__, closure=())
t('1', closure=())
t('print(x)', closure=None)
try: eval(f.__code__)
except Exception as e: print(e)

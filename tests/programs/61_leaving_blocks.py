# Leaving blocks: try, finally, with and loops in each other, generators closed and thrown into.
log = []
def f1():
    try: return 'a'
    finally: print('fin')
def f2():
    for i in range(3):
        try:
            if i == 1: continue
            if i == 2: break
            print('body', i)
        finally: print('fin', i)
    return i
def f3():
    try: return 1
    finally: return 2
def f4():
    x = 1
    try: return x
    finally: x = 5
def f5():
    for i in range(2):
        try: return i
        finally: continue
    return 'end'
def f6():
    while True:
        try: 1/0
        except ZeroDivisionError: break
        finally: print('f6 fin')
    return 'f6'
def f7():
    try:
        try: 1/0
        finally: print('inner')
    except ZeroDivisionError as e:
        print('caught', e)
        return e.args
    else: print('no')
    finally: print('outer')
def f8():
    try:
        try: raise ValueError('a')
        except ValueError as e: raise KeyError('b') from e
    except KeyError as k:
        print(repr(k), repr(k.__cause__), repr(k.__context__))
def f9():
    try:
        try: raise ValueError('a')
        finally: raise TypeError('t')
    except TypeError as k: print(repr(k.__context__))
class CM:
    def __init__(self, n, sup=False): self.n, self.sup = n, sup
    def __enter__(self): print('enter', self.n); return self.n
    def __exit__(self, t, v, tb): print('exit', self.n, t and t.__name__); return self.sup
def f10():
    with CM(1) as a, CM(2) as (b), CM(3):
        print(a, b)
        return 'r'
def f11():
    with CM(1, True):
        with CM(2): raise ValueError
    print('after')
def f12():
    for i in range(3):
        with CM(i):
            if i == 0: continue
            break
    return i
def f13():
    try: raise ValueError('x')
    except (TypeError, ValueError) as e:
        try: raise
        except ValueError as e2: print(e is e2)
    try: e
    except NameError as n: print(type(n).__name__)
def f14():
    import sys
    try: raise ValueError('1')
    except ValueError:
        try: raise KeyError('2')
        except KeyError: print(sys.exc_info()[0].__name__)
        print(sys.exc_info()[0].__name__)
    print(sys.exc_info()[0])
def gen():
    try:
        x = yield 1
        print('got', x)
        yield 2
    except GeneratorExit: print('closed'); raise
    finally: print('gen fin')
def f15():
    g = gen(); print(next(g), g.send('s')); g.close()
    g = gen(); next(g)
    try: g.throw(ValueError('thrown'))
    except ValueError as e: print(e)
def sub():
    r = yield 'a'
    print('sub got', r)
    return 'ret'
def f16():
    def outer():
        v = yield from sub()
        print('v', v)
        v = yield from [1, 2]
        return v
    g = outer(); print(next(g), g.send(9), next(g))
    try: next(g)
    except StopIteration as e: print('stop', e.value)
def f17():
    try:
        for x in [1]:
            try: raise KeyError(x)
            except KeyError: return 'in loop'
            finally: print('f17')
    finally: print('out')
def f18():
    class E(Exception): pass
    try: raise E
    except: print('bare')
    else: print('else')
    try: pass
    except: pass
    else: print('else2')
    finally: print('fin')
def f19(): pass
def f20():
    def g():
        with CM('g'):
            yield 1
            yield 2
    for x in g():
        print(x); break
    print('done')
def f21():
    try: return (lambda: 1/0)()
    except ZeroDivisionError: pass
    try: raise KeyError
    except ValueError: print('no')
    except LookupError as e: print('lookup', repr(e))
def f22():
    r = []
    for i in range(3):
        try:
            try:
                if i: raise ValueError(i)
                r.append('ok')
            except ValueError as e:
                if i == 2: return r + [e.args]
                r.append('c')
                continue
            finally: r.append('f')
        finally: r.append('F')
for n in range(1, 23):
    print('--', n)
    print(globals()['f%d' % n]())

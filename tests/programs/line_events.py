# Which lines a trace function is told of, and where a frame is shown once an exception has left it.
import sys


class CM:
    def __init__(self, s=False): self.s=s
    def __enter__(self): return self
    def __exit__(self,*a): return self.s
def f1():
    try:
        1/0
    except TypeError:
        pass
def f2():
    try:
        1/0
    except ZeroDivisionError as e:
        pass
    else:
        x = 1
    return 3
def f3():
    try:
        x = 1
    finally:
        y = 2
    z = 3
def f4():
    try:
        return 1
    finally:
        y = 2
def f5():
    for i in range(2):
        try:
            continue
        finally:
            y = 2
def f6():
    for i in range(2):
        with CM():
            break
    return 1
def f7():
    with CM(True):
        1/0
    x = 1
def f8():
    with CM() as a:
        x = 1
        if x:
            y = 1
        else:
            y = 2
def f9(a=True):
    if a:
        x = 1
def f10(a=False):
    if a:
        x = 1
def f11():
    if 1:
        pass
    for i in range(2):
        pass
def f12():
    while True:
        if 1:
            break
        else:
            continue
    x = 2
def f13():
    try:
        try:
            1/0
        finally:
            x = 1
    except Exception as e:
        if e:
            x = 1
        else:
            x = 2
    else:
        x = 4
    finally:
        y = 1
def f14():
    try:
        raise ExceptionGroup("a",[ValueError(1), TypeError(2)])
    except* ValueError as e:
        x = 1
    except* TypeError:
        pass
    x = 3
def f15():
    try:
        with CM():
            return f9(
                1)
    finally:
        pass
def f16():
    i = 0
    while i < 2:
        i += 1
        if i == 1:
            x = 1
        else:
            y = 1
    else:
        z = 1
def f17():
    for i in range(2):
        if i:
            x = 1
def g():
    try:
        yield 1
    except ValueError:
        yield 2
    finally:
        x = 1
def f18():
    for v in g():
        pass
def f20():
    match 3:
        case 1:
            pass
        case 3:
            x = 1
        case _:
            y = 1
    z = 1
def f21():
    try:
        try:
            pass
        except:
            x
    except:
        y
def f22():
    try:
        1/0
    except:
        raise
def f23():
    try:
        1/0
    except Exception as e:
        raise KeyError
def f24():
    for i in 1, 2:
        try:
            if i == 1:
                continue
            return
        except ValueError:
            pass
def f25():
    x = 0
    while x < 3:
        try:
            x += 1
        except:
            pass
def f26():
    assert 1
    global q
    q = 1
    del q
    return
def f27():
    with CM(), CM() as b:
        pass
def f28():
    with CM():
        raise ValueError
def f29():
    def h(a,
          b=1):
        pass
    class C:
        x = 1
        def m(self): pass
    h(1)
def f30():
    x = 1
    return (x if x else
            2)
def f31():
    i = 0
    while True:
        i += 1
        if i == 2:
            continue
        if i > 3: break
def f32():
    while 0:
        x = 1
    while 1:
        return
def f33():
    if 0:
        x = 1
    elif 1:
        x = 2
    else:
        x = 3
def f34():
    try:
        1/0
    except ZeroDivisionError:
        try:
            raise
        except KeyError:
            pass
def f36():
    x = 1
    if x == 1: pass
    elif x == 2: pass
    else: pass
def f37():
    for i in range(3):
        if i == 1:
            continue
        try:
            if i == 2:
                break
        finally:
            x = 1
    else:
        x = 3
def f38():
    def gg(): pass
    @xf39
    @xf39
    def hh():
        pass
def xf39(a): return a


def trace(function):
    events = []
    first = function.__code__.co_firstlineno

    def tracer(frame, event, arg):
        if frame.f_code.co_filename != __file__:
            return None
        events.append((event[0], frame.f_lineno and frame.f_lineno - first))
        return tracer

    sys.settrace(tracer)
    try:
        function()
    except BaseException as error:
        events.append(type(error).__name__)
        t = error.__traceback__.tb_next
        while t:
            events.append((t.tb_lineno - first, t.tb_frame.f_lineno - first))
            t = t.tb_next
    finally:
        sys.settrace(None)
    return events


for name in [n for n in globals() if n[0] == "f" and n[1:].isdigit()]:
    print(name, *trace(globals()[name]))

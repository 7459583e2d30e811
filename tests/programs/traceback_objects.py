# Traceback, frame and exception objects: lines and names through exec, eval, generators, lambdas, comprehensions and re-raising;
# with_traceback, tb_next assigned, frames kept alive and cleared, sys.exc_info across calls. Prints what each shows.
import gc
import sys
import traceback
import types
import weakref


def entries(error):
    out, tb = [], error.__traceback__
    while tb is not None:
        out.append("%s:%d" % (tb.tb_frame.f_code.co_name, tb.tb_lineno - tb.tb_frame.f_code.co_firstlineno))
        tb = tb.tb_next
    return out


def catch(f, *args):
    try:
        f(*args)
    except BaseException as error:
        return error


def fail():
    raise ValueError("x")


def through():
    try:
        fail()
    except ValueError:
        raise


def bound():
    try:
        fail()
    except ValueError as error:
        raise error


def later():
    try:
        fail()
    except ValueError as error:
        saved = error
    raise saved


def with_none():
    raise catch(fail).with_traceback(None)


def in_finally():
    try:
        fail()
    finally:
        x = 1


def comprehension(): return [1 / i for i in (1, 0)]
def genexp(): return sum(1 / i for i in (1, 0))
def lambdas(): return (lambda: (lambda: 1 / 0)())()
def executed(): exec("\n\ndef inner():\n  1/0\ninner()")
def evaluated(): return eval("(lambda:\n 1/0)()")
def sorting(): return sorted([1, 2], key=lambda x: 1 / 0)
def mapped(): return list(map(lambda x: x.y, [1]))
class Body:
    def __getattr__(self, name): fail()
    def __enter__(self): return self
    def __exit__(self, *a): fail()
    def __del__(self): pass
    def __add__(self, o): fail()
    def __iter__(self): yield 1; fail()
def attribute(): Body().x
def exit_fails():
    with Body(): pass
def added(): return Body() + 1
def unpacked(): a, b = Body()
def class_body():
    class C:
        1 / 0
def decorated():
    @fail
    def f(): pass
def multi():
    return (1 +
            2 +
            None)
def called():
    return fail(
        1,
        2)


for f in fail, through, bound, later, with_none, in_finally, comprehension, genexp, lambdas, executed, evaluated, sorting, mapped, attribute, exit_fails, added, unpacked, class_body, decorated, multi, called:
    error = catch(f)
    print(f.__name__, type(error).__name__, entries(error)[1:])
error = catch(through)
tb = error.__traceback__
print(type(tb).__name__, tb.tb_next.tb_frame.f_code is through.__code__, tb.tb_frame.f_code.co_name, tb.tb_lasti >= 0)
made = types.TracebackType(None, tb.tb_frame, 4, 77)
tb.tb_next = made
print(entries(error)[-1].split(":")[0], made.tb_lineno, made.tb_lasti)
for bad in (lambda: setattr(tb, "tb_next", 5), lambda: setattr(tb, "tb_next", tb), lambda: setattr(made, "tb_next", tb), lambda: error.with_traceback(5), lambda: setattr(error, "__traceback__", 5), lambda: delattr(error, "__traceback__"), lambda: types.TracebackType(None, 5, 1, 1), lambda: setattr(error, "__context__", 5), lambda: setattr(error, "__cause__", "x"), lambda: delattr(error, "__cause__")):
    problem = catch(bad)
    print(type(problem).__name__, problem)


class Held: pass


def holds():
    held = Held()
    refs.append(weakref.ref(held))
    1 / 0


refs = []
error = catch(holds)
print(refs[0]() is not None, error.__traceback__.tb_next.tb_frame.f_code.co_name)
traceback.clear_frames(error.__traceback__)
print(refs[0](), error.__traceback__.tb_next.tb_frame.f_locals)
error = catch(holds); error.__traceback__ = None; print(refs[1]())
error = catch(holds); del error; print(refs[2]())


def cycle():
    try:
        holds()
    except ZeroDivisionError as e:
        kept = e
        return weakref.ref(sys._getframe().f_locals["kept"].__traceback__.tb_next.tb_frame.f_locals["held"])


gc.disable(); r = cycle(); print(r() is not None); gc.collect(); print(r()); gc.enable()


def frames():
    def inner():
        frame = sys._getframe()
        return frame, frame.f_back.f_code.co_name, frame.f_lineno - frame.f_code.co_firstlineno
    return inner()


frame, back, line = frames()
print(back, line, frame.f_back.f_code is frames.__code__ if frame.f_back else None, frame.f_locals.keys(), frame.f_code.co_name, frame.f_builtins is vars(__builtins__), frame.f_trace, catch(frame.clear))
running = catch(sys._getframe().clear)
print(type(running).__name__, running)


def info():
    print("inside", sys.exc_info()[0])
    try:
        raise KeyError
    except KeyError:
        print("handling", sys.exc_info()[0])
    print("after", sys.exc_info()[0])


try:
    1 / 0
except ZeroDivisionError:
    info()
    print("outside", sys.exc_info()[0], sys.exception() is sys.exc_info()[1])
print(sys.exc_info(), sys.exception())
print([s.name for s in traceback.extract_tb(catch(lambdas).__traceback__)], traceback.format_list([("f", 1, "n", "text")]), [(type(f).__name__, n > 0) for f, n in traceback.walk_tb(catch(fail).__traceback__)])

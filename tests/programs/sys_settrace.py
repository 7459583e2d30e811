"""sys.settrace and setprofile: which events come, with which lines and arguments."""
import sys

events = []
lines = open(__file__).read().splitlines()


def show(title):
    print(title)
    for event in events:
        print("   ", event)
    events.clear()


def name_of(arg):
    if isinstance(arg, tuple) and len(arg) == 3:
        return arg[0].__name__, str(arg[1])
    return type(arg).__name__ if " at 0x" in repr(arg) else arg


def tracer(frame, event, arg):
    if frame.f_code.co_filename == __file__:
        first = frame.f_code.co_firstlineno
        if event == "line" and lines[frame.f_lineno - 1].strip() == "try:":
            return tracer  # there is no instruction for it
        events.append((frame.f_code.co_name, event, frame.f_lineno - first, name_of(arg)))
    return tracer


def traced(function, *args):
    sys.settrace(tracer)
    try:
        function(*args)
    except Exception as error:
        events.append(repr(error))
    finally:
        sys.settrace(None)
    while events and events[-1][0] == "traced":
        events.pop()
    show(function.__name__)


def straight(a, b=2):
    c = a + b
    d = c * 2
    return d


def branches(n):
    if n > 1:
        x = "more"
    elif n == 1:
        x = "one"
    else:
        x = "none"
    return x


def loop(n):
    total = 0
    for i in range(n):
        if i == 1:
            continue
        total += i
    else:
        total += 100
    while total > 100:
        total -= 1
        if total == 100:
            break
    return total


def one_line_loop():
    for i in range(3): i


def inner(x):
    return x + 1


def calls():
    y = inner(1)
    return inner(
        y
    )


def raises():
    raise ValueError("no")


def catches():
    try:
        raises()
    except ValueError as e:
        z = str(e)
    finally:
        z = 1
    return z


def passes_on():
    x = 1
    raises()
    return x


def generator():
    yield 1
    got = yield 2
    return got


def generates():
    for x in generator():
        pass
    g = generator()
    next(g)
    try:
        g.throw(KeyError("k"))
    except KeyError:
        pass
    g = generator()
    next(g)
    g.close()


def delegates():
    def outer():
        r = yield from generator()
        return r
    return list(outer())


def contexts():
    class Manager:
        def __enter__(self):
            return self

        def __exit__(self, *exc):
            return True
    with Manager() as m:
        x = 1
    with Manager():
        raise KeyError("gone")
    return m


def comprehension():
    return [i * 2 for i in range(2)]


def closure():
    x = 1

    def get():
        return x
    return get()


for function, args in [(straight, (1,)), (branches, (2,)), (branches, (1,)), (branches, (0,)), (loop, (3,)),
                       (one_line_loop, ()), (calls, ()), (catches, ()), (passes_on, ()), (generates, ()),
                       (delegates, ()), (contexts, ()), (comprehension, ()), (closure, ())]:
    traced(function, *args)


def no_local(frame, event, arg):
    events.append((event, frame.f_code.co_name))


sys.settrace(no_local)
straight(1)
calls()
sys.settrace(None)
show("without a local function")


def profiler(frame, event, arg):
    if event.startswith("c_"):
        arg = arg.__qualname__
    events.append((event, frame.f_code.co_name, arg))


def profiled():
    x = len("abc")
    l = []
    l.append(x)
    l.sort(key=lambda a: a)
    sorted([3, 1])
    inner(4)
    try:
        int("x")
        l.index(99)
    except ValueError:
        pass
    try:
        l.index(99)
    except ValueError:
        pass
    print(*[], end="")
    return x


sys.setprofile(profiler)
profiled()
sys.setprofile(None)
show("profile")
print(sys.getprofile(), sys.gettrace())


def failing(frame, event, arg):
    raise RuntimeError("the trace function fails at " + event)


sys.settrace(failing)
try:
    straight(1)
except RuntimeError as e:
    print(e, sys.gettrace())


def at_line(frame, event, arg):
    if event == "line":
        raise RuntimeError("fails at line")
    return at_line


sys.settrace(at_line)
try:
    straight(1)
except RuntimeError as e:
    print(e, sys.gettrace())


def changes_locals(frame, event, arg):
    if event == "line" and "c" in frame.f_locals:
        frame.f_locals["c"] = 1000
        return None
    return changes_locals


sys.settrace(changes_locals)
print(straight(1))
sys.settrace(None)


def opcodes(frame, event, arg):
    frame.f_trace_lines = False
    frame.f_trace_opcodes = True
    events.append(event)
    return opcodes


sys.settrace(opcodes)
inner(1)
sys.settrace(None)
print(sorted(set(events)))
events.clear()


def here():
    frame = sys._getframe()
    frame.f_trace = tracer
    sys.settrace(tracer)
    x = 1
    y = 2
    sys.settrace(None)
    del frame.f_trace
    print(frame.f_trace)


here()
show("the frame itself")

frame = sys._getframe()
print(frame.f_trace, frame.f_trace_lines, frame.f_trace_opcodes)
for attribute in "f_trace_lines", "f_trace_opcodes":
    try:
        setattr(frame, attribute, 3)
    except TypeError as e:
        print(e)
print(list(sys._current_frames().values()) == [sys._getframe()])
try:
    1 / 0
except ZeroDivisionError as e:
    print(list(sys._current_exceptions().values()) in ([e], [(type(e), e, e.__traceback__)]))


def nested():
    sys.call_tracing(inner, (5,))
    return None


def calls_tracing(frame, event, arg):
    events.append((event, frame.f_code.co_name))
    if event == "call" and frame.f_code.co_name == "straight":
        sys.call_tracing(inner, (5,))
    return calls_tracing


sys.settrace(calls_tracing)
straight(1)
sys.settrace(None)
show("call_tracing")
try:
    sys.call_tracing(1, 2)
except TypeError as e:
    print(e)

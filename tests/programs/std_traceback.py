"""traceback: formatting of chains, groups, notes, long recursions, syntax errors, marks under code, locals, stacks walked, lines edited. Prints what it formats."""
import io
import sys
import traceback


def short(text):
    return "\n".join(line.split('"')[0] + '"' + line.split('"')[1].split("/")[-1] + '"' + line.split('"')[2] if line.lstrip(" |+-").startswith('File "') else line for line in text.splitlines())


def show(exc, **options):
    print(short("".join(traceback.format_exception(exc, **options))))


def catch(f, *args):
    try:
        f(*args)
    except BaseException as e:
        return e


def divide(a, b):
    return (a + 1) / (b - b)


def outer(x):
    values = [divide(x, 2), 3]
    return values


def chained():
    try:
        outer(1)
    except ZeroDivisionError as e:
        raise KeyError("the key") from e


def context():
    try:
        {}["missing"]
    except KeyError:
        undefined_name


def silent():
    try:
        1 / 0
    except ZeroDivisionError:
        raise ValueError("no context shown") from None


def group():
    problems = []
    for bad in ("x", None, []):
        try:
            int(bad)
        except Exception as e:
            e.add_note(f"while reading {bad!r}")
            problems.append(e)
    raise ExceptionGroup("several", [problems[0], ExceptionGroup("types", problems[1:])])


def recurse(n):
    return recurse(n - 1) if n else 1 / 0


def ping(n):
    return pong(n)


def pong(n):
    if not n:
        raise IndexError("end of it")
    return ping(n - 1)


for f, *args in [(outer, 1), (chained,), (context,), (silent,), (group,), (recurse, 8), (ping, 3)]:
    show(catch(f, *args))
show(catch(chained), chain=False)
show(catch(outer, 5), limit=1)
show(catch(outer, 5), limit=-1)
e = catch(outer, 1)
e.add_note("first note")
e.add_note("second\n  with lines")
show(e)
e.__notes__ = 3
print(traceback.format_exception_only(e))
e.__notes__ = ["ok", 5]
print(traceback.format_exception_only(e))
for source in ["a b", "x = (1,\n", "def f(:\n", "if x:\npass", "  x", "'abc", "f(**a, *b)", "a = \u00e9\u20ac $", "x = 1 +", "\tif 1:\n y\n\tz", "lambda: (yield", "return", "print 'x'", "{'a': 1, 'b'}", "del f()", "a, b += 1"]:
    print(short("".join(traceback.format_exception_only(catch(compile, source, "<text>", "exec")))), end="\n")


class Weird(Exception):
    def __str__(self):
        raise RuntimeError("no text")


class Outer:
    class Inner(Exception):
        pass


Outer.Inner.__module__ = "some.module"
print(traceback.format_exception_only(Weird()), traceback.format_exception_only(Outer.Inner("t")), traceback.format_exception_only(ValueError()), traceback.format_exception_only(ValueError("")), traceback.format_exception_only(ValueError("a\nb")), traceback.format_exception_only(KeyError("k")), traceback.format_exception_only(ValueError, None), traceback.format_exception_only(SystemExit(3)))
te = traceback.TracebackException.from_exception(catch(outer, 7), capture_locals=True)
print([(s.name, s.line, sorted(s.locals.items())) for s in te.stack[1:]], te.exc_type, str(te), te.__cause__, len(list(te.format())))
print(te == traceback.TracebackException.from_exception(catch(outer, 7), capture_locals=True), te == 3)
long = traceback.TracebackException.from_exception(catch(group), max_group_width=1, max_group_depth=1)
print(short("".join(long.format())))
tb = catch(outer, 1).__traceback__
stack = traceback.extract_tb(tb)
print([(f.name, f.line, f.lineno - catch.__code__.co_firstlineno, f.end_lineno == f.lineno, f.colno, f.end_colno) for f in stack], stack[0] == tuple(stack[0]), len(stack), repr(stack[1]).split(" in ")[-1])
print(short("".join(traceback.format_list([("file.py", 3, "func", "x = 1"), ("other.py", 7, "g", None)]))), traceback.StackSummary.from_list([("a.py", 1, "f", "code")])[0].line)
s = traceback.FrameSummary("x.py", 5, "name", line="  indented  ", locals={"a": [1]})
print(s, s.line, s.locals, list(s), s == ("x.py", 5, "name", "indented"))


def inner():
    return traceback.extract_stack(limit=2), traceback.format_stack()[-1], [f.f_code.co_name for f, _ in traceback.walk_stack(None)][:2]


frames, last, walked = inner()
print([f.name for f in frames], short(last), walked)
print([line - tb.tb_lineno for _, line in traceback.walk_tb(tb)][:1], traceback.format_exc() == "NoneType: None\n")
out = io.StringIO()
try:
    chained()
except KeyError:
    traceback.print_exc(limit=1, file=out)
    print(short(out.getvalue()), len(traceback.format_exc().splitlines()) > 9, sys.exc_info()[0].__name__)
    traceback.clear_frames(sys.exc_info()[2])
out = io.StringIO()
traceback.print_exception(ValueError, ValueError("three arguments"), None, file=out)
traceback.print_tb(tb, 1, out)
print(short(out.getvalue()))
for bad in [lambda: traceback.format_exception(ValueError), lambda: traceback.format_exception(3), lambda: traceback.format_exception_only()]:
    try:
        print(bad())
    except Exception as error:
        print(type(error).__name__, error)
exec(compile("def made():\n    return 1 / 0\n", "<no file>", "exec"))
show(catch(made))

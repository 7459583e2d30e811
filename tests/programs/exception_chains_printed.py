# Tracebacks as text: causes, contexts, suppressed contexts, loops in chains, notes, groups in groups, recursion collapsed, syntax
# errors, messages of several lines, and str of exceptions that fail. Prints them through the traceback module.
import sys
import traceback


def shown(f, *args, **named):
    try:
        f(*args)
    except BaseException as error:
        lines = "".join(traceback.format_exception(error, **named))
        print(lines.replace(__file__, "FILE"), end="---\n")
        return error


def fail(text):
    raise ValueError(text)


def context():
    try:
        fail("first")
    except ValueError:
        {}["second"]


def cause():
    try:
        fail("first")
    except ValueError as error:
        raise RuntimeError("caused") from error


def suppressed():
    try:
        fail("first")
    except ValueError:
        raise RuntimeError("alone") from None


def finally_():
    try:
        fail("in try")
    finally:
        fail("in finally")


def explicit():
    try:
        fail("context")
    except ValueError:
        raise KeyError("main") from OSError(2, "no such thing", "name")


def noted():
    error = ValueError("with notes")
    error.add_note("one note")
    error.add_note("two\nlines\n")
    error.__notes__.append(5)
    raise error


def group():
    errors = []
    for text in "ab":
        try:
            context() if text == "b" else fail(text)
        except Exception as error:
            error.add_note("note of " + text)
            errors.append(error)
    raise ExceptionGroup("outer", [*errors, ExceptionGroup("inner", [TypeError(1), StopIteration()])])


def grouped_cause():
    try:
        group()
    except* KeyError as matched:
        raise RuntimeError("in except*")


def deep(n):
    if n:
        deep(n - 1)
    fail("at the bottom")


def mutual(n):
    return mutual_too(n - 1) if n else 1 / 0


def mutual_too(n):
    return mutual(n)


class BadStr(Exception):
    def __str__(self): raise TypeError("no str")


class Dotted(Exception):
    __module__ = "some.where"
    __qualname__ = "Outer.Dotted"


class Empty(Exception):
    def __str__(self): return ""


def throw(error):
    raise error


for f in context, cause, suppressed, finally_, explicit, noted, group, grouped_cause:
    shown(f)
shown(deep, 8)
shown(mutual, 3)
for error in BadStr(), Dotted("x"), Empty(), KeyError("a\nb"), Exception("line\nline two"), Exception(), Exception(None), Exception(1, "2"), SystemExit(3), KeyboardInterrupt(), AttributeError("foo", name="bar"), ExceptionGroup("é", [ValueError("ü")]):
    print(traceback.format_exception_only(error), end=" ")
print()
shown(context, chain=False)
shown(deep, 3, limit=2)
shown(deep, 3, limit=-1)
shown(compile, "def f(:\n  pass", "<text>", "exec")
shown(compile, "x = (1,\n  2]\n", "<text>", "exec")
shown(eval, "1 +\x0c", {})
shown(exec, "def g():\n    return 1 / 0\ng()", {})
shown(int, "q")
loop = ValueError("loops")
other = KeyError("round")
loop.__context__, other.__context__ = other, loop
print(len(traceback.format_exception(loop)), loop.__context__ is other)
try:
    try:
        raise loop
    except ValueError:
        raise loop
except ValueError as error:
    print(error.__context__ is other)
error = shown(throw, ValueError("one").with_traceback(None))
print([frame.name for frame in traceback.extract_tb(error.__traceback__)], len(traceback.extract_stack()), traceback.format_exception(None), sys.exc_info())
summary = traceback.TracebackException(TypeError, TypeError("made"), None)
print(list(summary.format()), summary == traceback.TracebackException(TypeError, TypeError("made"), None), str(summary))
a, b = {"key": [1]}, None
def expression(): return (a["key"][0] +
                          b.missing.other)
def call(): return max(a["key"],
                       key=lambda x: x.nothing)
def binary(): return a["key"][0] * 2 + "text" - (lambda: 3)()
def subscript(): return "é\tü" + a["kéy"][5] + 1
for f in expression, call, binary, subscript:
    shown(f)

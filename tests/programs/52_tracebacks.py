"""Text of tracebacks: marks under the failing part, chains, notes, repeated frames, suggestions, syntax errors, odd exceptions. Shown through sys.excepthook."""
import sys


class Stripped:
    """Standard error, printed without this file's folder."""

    def write(self, text): print(text.replace(__file__, "PROGRAM"), end="")
    def flush(self): pass


sys.stderr = Stripped()


def show(f, *args):
    try:
        f(*args)
    except BaseException as error:
        sys.excepthook(type(error), error, error.__traceback__.tb_next)
        print("----")


class Empty:
    attribute = 1
    __slots__ = ("x",)


def subscript(): return {"a": {"b": [1, 2]}}["a"]["b"][5] + 1
def binary(): return 1 + 2 * "a" / 3 if True else 0
def call(): return len(5) + len(
        6)
def nested(): return max(1, int("zz"), 3)
def method(): "abc".upper().lower(1).title()
def attribute(): return Empty().atribute
def over_lines():
    return (1 +
            2 +
            None +
            4)
def comparison(): return 1 < 2 < "x" < 4
def unary(): return -"s" + 1
def comprehension(): return [1 // (x - 2) for x in range(5)]
def generator(): return sum(1 // (x - 2) for x in range(5))
def lambda_(): return (lambda a: a.missing)(1)
def assertion(): assert 1 == 2, "one is not two"
def assertion_bare(): assert not Empty
def unpack(): a, (b, c) = 1, 2
def star(): print(*5)
def keyword(): show(nothing=1)
def name(): return undefined_name + 1
def near_name(): return shwo
def local_near(): loooong = 1; return looong
def import_(): import no_such_module_at_all
def from_import(): from sys import exitt
def delete(): x = {}; del x["k"]
def item_assign(): x = (1, 2); x[0] = 3
def augmented(): x = [1]; x[0] += "s"
def fstring(): return f"{1:{'zz'}} and {undefined}"
def fstring2(): return f"abc {undefined_in_f!r} def"
def unicode_(): return "é" + "日本語".foo + 1
def with_(): 
    with Empty() as e: pass
def for_():
    for x in 5: pass
def for_in():
    for a, b in [(1, 2), (3,)]:
        pass
def cause():
    try: {}["k"]
    except KeyError as e: raise ValueError("outer\nsecond line") from e
def context():
    try: 1 / 0
    except ZeroDivisionError: [][0]
def suppressed():
    try: 1 / 0
    except ZeroDivisionError: raise RuntimeError("clean") from None
def three():
    try: context()
    finally: raise TypeError
def loop():
    e = ValueError("self cause"); e.__cause__ = e; raise e
def notes():
    e = KeyError("noted"); e.add_note("one"); e.add_note("two\nlines"); raise e
def recursion(n): return recursion(n - 1) if n else 1 / 0
def mutual(n): return mutual2(n - 1) if n else 1 / 0
def mutual2(n): return mutual(n)
def bad_str():
    class Bad(Exception):
        def __str__(self): raise ValueError
    raise Bad(1)
def local_class():
    class Inner(Exception): pass
    raise Inner("text", 5)
def syntax(): exec("x = = 1")
def syntax_lines(): exec("def f():\n    return (1\n\nx")
def indentation(): eval("  (1 +\n2")
def executed(): exec(compile("def g():\n  1/0\ng()", "<made>", "exec"))
def class_body():
    class C:
        y = undefined_in_class
def decorated():
    @undefined_decorator
    def f(): pass
def default():
    def f(a=1 / 0): pass
def property_():
    class P:
        @property
        def p(self): return self.q
    P().p
def super_():
    class S:
        def f(self): return super().nothing
    S().f()
def raised_class(): raise KeyError
def raised_wrong(): raise 5
def reraised():
    try: 1 / 0
    except ZeroDivisionError as e: raise e
def finally_():
    try: 1 / 0
    finally: print("finally")
def generator_frames():
    def inner(): yield 1; raise RuntimeError("inside")
    def outer(): yield from inner()
    for _ in outer(): pass
def sort_key(): sorted([1, "a"], key=lambda v: v + 0)
def in_call(): return dict(a=1, b=int("x"),
                           c=2)
def long_one(): return "a" * 3 + "b" * 3 + "c" * 3 + "d" * 3 + "e" * 3 + "f" * 3 + "g" * 3 + "h" * 3 + str(1 / 0) + "i" * 3
def os_error(): raise FileNotFoundError(2, "No such file", "name")
def exit_(): raise SystemExit(3)
def empty(): raise ValueError("")
def walrus(): return (y := 1 / 0) + y
def ternary(): return [1][2] if [][0] else 3
def slice_(): return [1, 2][1:2:0]
def match_():
    match [1, 0]:
        case [a, b] if a / b: pass


for f in (subscript, binary, call, nested, method, attribute, over_lines, comparison, unary, comprehension, generator, lambda_, assertion, assertion_bare, unpack, star, keyword, name, near_name, local_near, import_, from_import, delete, item_assign, augmented, fstring, fstring2, unicode_, with_, for_, for_in, cause, context, suppressed, three, loop, notes, bad_str, local_class, syntax, syntax_lines, indentation, executed, class_body, decorated, default, property_, super_, raised_class, raised_wrong, reraised, finally_, generator_frames, sort_key, in_call, long_one, os_error, empty, walrus, ternary, slice_, match_):
    show(f)
show(recursion, 2), show(recursion, 3), show(recursion, 20), show(mutual, 10)
try: sys.excepthook(ValueError, ValueError("without traceback"), None)
finally: print("done")

"""Exceptions in all combinations: every clause with every exit, chaining, groups of types, re-raising, attributes, notes, and the fields of built-in errors."""


def attempt(f, *args):
    try:
        print(f.__name__, "returned", f(*args))
    except BaseException as error:
        chain = []
        seen = error
        while seen is not None:
            chain.append(f"{type(seen).__name__}({', '.join(map(repr, seen.args))})")
            seen = seen.__cause__ or (None if seen.__suppress_context__ else seen.__context__)
        print(f.__name__, "raised", " <- ".join(chain))


def grid(body, handler, orelse, final):
    log = []
    try:
        try:
            log.append("body")
            if body == "raise": raise ValueError("body")
            if body == "return": return log
        except ValueError:
            log.append("except")
            if handler == "raise": raise KeyError("handler")
            if handler == "bare": raise
            if handler == "return": return log
        else:
            log.append("else")
            if orelse == "raise": raise IndexError("else")
        finally:
            log.append("finally")
            if final == "raise": raise OSError("finally")
            if final == "return": return log + ["overridden"]
        log.append("after")
        return log
    finally:
        log.append("outer")


for body in ("pass", "raise", "return"):
    for handler in ("pass", "raise", "bare", "return"):
        for orelse in ("pass", "raise"):
            for final in ("pass", "raise", "return"):
                print(body, handler, orelse, final, end=" ")
                attempt(grid, body, handler, orelse, final)


def loop_exits():
    log = []
    for i in range(5):
        try:
            if i == 1: continue
            if i == 3: break
            log.append(i)
        finally:
            log.append(f"f{i}")
    while True:
        try:
            break
        finally:
            log.append("w")
    for i in range(2):
        try:
            raise ValueError
        except ValueError:
            continue
        finally:
            log.append("c")
    return log


def nested_names():
    e = "kept outside"
    try:
        raise ValueError("x")
    except ValueError as e:
        pass
    try:
        return e
    except UnboundLocalError as error:
        return str(error)


def from_cause():
    try:
        {}["k"]
    except KeyError as error:
        raise RuntimeError("wrapped") from error


def from_none():
    try:
        1 / 0
    except ZeroDivisionError:
        raise RuntimeError("clean") from None


def context_in_context():
    try:
        try:
            int("x")
        except ValueError:
            [][1]
    except IndexError:
        None.attribute


def from_class(): raise ValueError from KeyError
def not_exception(): raise 5
def not_exception_class(): raise int
def bad_cause(): raise ValueError from 5
def nothing_active(): raise


def catch_non_class():
    try:
        raise ValueError
    except 5:
        pass


def catch_tuple():
    try:
        raise LookupError("l")
    except (ValueError, KeyError, LookupError) as error:
        return error.args


def match_expression_evaluated_late():
    try:
        return "fine"
    except undefined_name:
        pass


def raises_in_init():
    class E(Exception):
        def __init__(self): raise TypeError("init")
    raise E


for f in (loop_exits, nested_names, from_cause, from_none, context_in_context, from_class, not_exception, not_exception_class, bad_cause, nothing_active, catch_non_class, catch_tuple, match_expression_evaluated_late, raises_in_init):
    attempt(f)


class Custom(Exception):
    def __init__(self, code, *rest):
        super().__init__(code, *rest)
        self.code = code

    def __str__(self):
        return f"custom {self.code}"


for error in (Custom(1, "x"), ValueError(), ValueError("one"), ValueError("one", 2), KeyError("k"), KeyError(1, 2), OSError(2, "gone", "file"), OSError("text"), SystemExit(3), StopIteration(7), UnicodeDecodeError("utf-8", b"\xff", 0, 1, "bad"), AttributeError("a", name="n", obj=5), NameError("n", name="x"), ImportError("i", name="m", path="p"), SyntaxError("s", ("f", 1, 2, "t")), FileNotFoundError(2, "x"), TimeoutError(110, "t")):
    print(type(error).__name__, str(error), repr(error), error.args, sep=" | ")
print(type(OSError(2, "x")).__name__, type(OSError(13, "x")).__name__, type(OSError(17, "x")).__name__, OSError(2, "a", "b").filename, OSError(2, "a").errno, OSError(2, "a").strerror)
print(StopIteration(7).value, SystemExit(3).code, SystemExit().code, UnicodeDecodeError("utf-8", b"\xff", 0, 1, "bad").reason, AttributeError("a", name="n").name, NameError(name="q").name)
e = ValueError("noted"); e.add_note("first"); e.add_note("second"); print(e.__notes__, e)
try:
    e.add_note(5)
except TypeError as error:
    print(error)
e.args = (1, 2); print(e, e.args); e.extra = 1; print(e.__dict__)
try:
    raise e.with_traceback(None) from KeyError("k")
except ValueError as error:
    print(error is e, error.__cause__, error.__traceback__ is not None, error.__traceback__.tb_lineno > 100, error.__suppress_context__)
for base, sub in [(LookupError, KeyError), (ArithmeticError, ZeroDivisionError), (OSError, FileNotFoundError), (Exception, StopIteration), (BaseException, SystemExit), (ValueError, UnicodeError), (RuntimeError, RecursionError), (ImportError, ModuleNotFoundError), (Exception, KeyboardInterrupt), (NameError, UnboundLocalError), (OSError, IOError), (ConnectionError, BrokenPipeError)]:
    print(base.__name__, sub.__name__, issubclass(sub, base), [c.__name__ for c in sub.__mro__])

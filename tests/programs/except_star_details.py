# except*: splitting and what is raised again, nested groups, naked exceptions, raising inside handlers, else and finally, bound
# names, return values of split and subgroup, derived groups, refusals. Prints the groups that come out.
import sys

sys.unraisablehook = lambda u: print("  unraisable", shape(u.exc_value))


def shape(error):
    if isinstance(error, BaseExceptionGroup):
        return "%s(%r, [%s])" % (type(error).__name__, error.message, ", ".join(map(shape, error.exceptions)))
    return repr(error)


def attempt(f, *args):
    try:
        return f(*args)
    except BaseException as error:
        return "%s  ctx=%s cause=%s" % (shape(error), shape(error.__context__), shape(error.__cause__))


G = ExceptionGroup
tree = G("top", [ValueError(1), G("mid", [TypeError(2), ValueError(3), G("low", [KeyError(4)])]), OSError(5)])


def catch(error, *kinds, act=None):
    log = []
    try:
        try:
            raise error
        except* kinds[0] as first:
            log.append(("first", shape(first)))
            if act: act(first)
        except* kinds[1:] or KeyError as rest:
            log.append(("rest", shape(rest)))
        else:
            log.append("else")
        finally:
            log.append("finally")
        return log, "first" in locals(), "rest" in locals()
    finally:
        print("  ", *log)


def again(group): raise
def other(group): raise RuntimeError("new")
def caused(group): raise RuntimeError("new") from group
def same(group): raise group
def part(group): raise group.exceptions[0]
def wrapped(group): raise G("wrapper", [group, IndexError()])


for kinds in (ValueError,), (ValueError, TypeError, OSError, KeyError), (Exception,), (ImportError,), ((KeyError, TypeError), ValueError):
    print(attempt(catch, tree, *kinds))
for act in again, other, caused, same, part, wrapped:
    print(act.__name__, attempt(lambda: catch(G("g", [ValueError("v"), TypeError("t")]), ValueError, TypeError, act=act)))
    print(act.__name__, attempt(lambda: catch(G("g", [ValueError("v"), TypeError("t")]), ValueError, act=act)))
for naked in ValueError("naked"), TypeError("not mine"), KeyError("rest"), KeyboardInterrupt():
    print(attempt(catch, naked, ValueError))
print(attempt(catch, BaseExceptionGroup("base", [KeyboardInterrupt(), ValueError(1)]), ValueError), attempt(catch, tree, ExceptionGroup), attempt(catch, tree, (ValueError, BaseExceptionGroup)), attempt(catch, tree, 5), attempt(catch, tree, (ValueError, "x")), sep="\n")


class Derived(ExceptionGroup):
    def __new__(cls, message, errors, code=0):
        self = super().__new__(cls, message, errors)
        self.code = code
        return self
    def derive(self, errors): return Derived(self.message, errors, self.code + 1)


class Plain(ExceptionGroup): pass
class BadDerive(ExceptionGroup):
    def derive(self, errors): return 5


d = Derived("d", [ValueError(1), Derived("inner", [TypeError(2), ValueError(3)], 7)], 3)
d.add_note("kept note")
d.__cause__ = KeyError("cause")
match, rest = d.split(ValueError)
print(shape(match), match.code, match.exceptions[1].code, shape(rest), rest.code, match.__notes__, match.__notes__ is d.__notes__, repr(match.__cause__), match.__traceback__)
print(shape(Plain("p", [ValueError(1), TypeError(2)]).split(ValueError)[0]), attempt(lambda: BadDerive("b", [ValueError(1), TypeError(2)]).split(ValueError)), shape(d.subgroup(lambda e: isinstance(e, TypeError))), d.subgroup(KeyError), d.subgroup(Derived) is d, d.split(lambda e: e is d)[0] is d, attempt(d.subgroup, 5), attempt(d.subgroup, lambda e: 1 / 0), attempt(d.split, (ValueError, 3)), sep="\n")
print(attempt(G, "m", []), attempt(G, "m", [5]), attempt(G, "m", [KeyboardInterrupt()]), attempt(G, 5, [ValueError()]), attempt(G, "m"), attempt(G, "m", 5), attempt(G, "m", (ValueError(),), 3), type(BaseExceptionGroup("b", [ValueError()])).__name__, G("m", [ValueError(1)]).args, str(G("m", [ValueError(1), ValueError(2)])), repr(G("m", (ValueError(1),))), attempt(setattr, G("m", [ValueError()]), "message", 5), G("m", [ValueError()]).exceptions, sep="\n")
for text in "try: pass\nexcept* : pass", "try: pass\nexcept* ValueError: pass\nexcept TypeError: pass", "try: pass\nexcept ValueError: pass\nexcept* TypeError: pass", "def f():\n try: pass\n except* ValueError: return", "for x in y:\n try: pass\n except* ValueError: break", "for x in y:\n try: pass\n except* ValueError: continue", "try: pass\nexcept* (ValueError, TypeError) as (a, b): pass", "try: pass\nexcept* ValueError, TypeError: pass", "def f():\n try: pass\n except* ValueError:\n  for x in y: break", "try: pass\nexcept*ValueError as e: pass\nelse: pass\nfinally: pass":
    result = attempt(compile, text, "e", "exec")
    print(result.split(", (")[0] if isinstance(result, str) else "fine")


def nested():
    try:
        try:
            raise G("outer", [ValueError(1), G("in", [TypeError(2), KeyError(3)])])
        except* ValueError:
            raise OSError("while handling")
    except* (OSError, TypeError) as got:
        print("  got", shape(got))


print(attempt(nested))


def generator():
    try:
        yield 1
    except* ValueError as g:
        yield shape(g)


g = generator(); next(g); print(g.throw(G("thrown", [ValueError(1)])))
g = generator(); next(g); print(attempt(g.throw, G("thrown", [ValueError(1), KeyError(2)])))
print(attempt(next, g))

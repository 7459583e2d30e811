"""Exception groups: making, splitting, subgroup, derive, except* with every outcome, nesting."""


def attempt(f, *args):
    try:
        return f(*args)
    except BaseException as error:
        return f"{type(error).__name__}: {error}"


g = ExceptionGroup("all", [ValueError(1), ExceptionGroup("inner", [TypeError(2), ValueError(3)]), OSError(4)])
print(repr(g), g.message, len(g.exceptions), str(g), g.split(ValueError), g.subgroup(lambda e: isinstance(e, OSError)), g.subgroup(KeyError), g.split((TypeError, OSError)), sep="\n")
for args in [(), ("m",), ("m", []), ("m", [5]), (5, [ValueError()]), ("m", 5), ("m", [KeyboardInterrupt()])]: print(args, attempt(ExceptionGroup, *args))
print(type(BaseExceptionGroup("b", [ValueError()])).__name__, type(BaseExceptionGroup("b", [KeyboardInterrupt()])).__name__, ExceptionGroup.__mro__)


def handle(error):
    log = []
    try:
        try:
            if error: raise error
            log.append("body")
        except* ValueError as e:
            log.append(("value", type(e).__name__, [repr(x) for x in e.exceptions]))
        except* (TypeError, KeyError) as e:
            log.append(("type or key", repr(e)))
            if any(isinstance(x, KeyError) for x in e.exceptions): raise RuntimeError("while handling")
        else: log.append("else")
        finally: log.append("finally")
    except BaseException as e: log.append(("left", repr(e)))
    return log
for e in (None, ValueError("plain"), g, ExceptionGroup("k", [KeyError(1), OSError(2)]), ExceptionGroup("t", [TypeError()]), OSError("unhandled"), ExceptionGroup("n", [ExceptionGroup("m", [ValueError(9)])])): print(repr(e), handle(e), sep=" -> ")
def reraises():
    try: raise ExceptionGroup("r", [ValueError(1), TypeError(2)])
    except* ValueError: raise
    except* TypeError as e: raise e.exceptions[0]
print(attempt(reraises))
def catches_group():
    try: raise ValueError
    except* ExceptionGroup: pass
print(attempt(catches_group))
def loops():
    out = []
    for i in range(3):
        try: raise ExceptionGroup("l", [ValueError(i)])
        except* ValueError as e: out.append(e.exceptions[0].args[0])
    return out
print(loops())
class MyGroup(ExceptionGroup):
    def derive(self, excs): return MyGroup("derived " + self.message, excs)
m, rest = MyGroup("mine", [ValueError(), TypeError()]).split(ValueError); print(type(m).__name__, m, rest)
try: raise ExceptionGroup("ctx", [ValueError("in")]) from KeyError("cause")
except* ValueError as e: print(repr(e.__cause__), repr(e.__context__))
print(issubclass(ExceptionGroup, Exception), issubclass(BaseExceptionGroup, Exception))

"""try, except, else, finally in every combination; chaining; re-raising."""


def run(f):
    try:
        result = f()
    except BaseException as error:
        print(f.__name__, "->", type(error).__name__, error, "| cause:", repr(error.__cause__), "| context:", repr(error.__context__))
    else:
        print(f.__name__, "=", result)


def plain():
    raise ValueError("v", 1)


def in_finally():
    try:
        return "try"
    finally:
        print("finally runs")


def finally_wins():
    try:
        raise KeyError("lost")
    finally:
        return "finally"


def chained():
    try:
        1 / 0
    except ZeroDivisionError as error:
        raise RuntimeError("from") from error


def implicit():
    try:
        {}["k"]
    except KeyError:
        int("x")


def suppressed():
    try:
        [][0]
    except IndexError:
        raise TypeError("alone") from None


def bare():
    try:
        raise OSError(2, "gone")
    except OSError:
        raise


def nothing_to_raise():
    raise


def not_exception():
    raise 42


def nested():
    log = []
    for i in range(4):
        try:
            try:
                if i == 0:
                    continue
                if i == 1:
                    raise ValueError
                if i == 3:
                    break
                log.append("body")
            except ValueError:
                log.append("except")
            else:
                log.append("else")
            finally:
                log.append("inner %d" % i)
        finally:
            log.append("outer")
    return log


def in_loop():
    total = 0
    while True:
        try:
            total += 1
            if total > 5:
                return total
        finally:
            total += 10


def match_tuple():
    try:
        raise KeyError("x")
    except (IndexError, LookupError) as error:
        return repr(error)


def bad_match():
    try:
        raise KeyError
    except 1:
        pass


def name_gone():
    try:
        raise KeyError
    except KeyError as e:
        pass
    return e


def deep_context():
    try:
        try:
            raise ValueError(1)
        except ValueError:
            raise KeyError(2)
    except KeyError as e:
        return repr(e.__context__), repr(e.__context__.__context__)


for f in [plain, in_finally, finally_wins, chained, implicit, suppressed, bare, nothing_to_raise, not_exception, nested,
          in_loop, match_tuple, bad_match, name_gone, deep_context]:
    run(f)


class Custom(Exception):
    def __init__(self, code, *rest):
        super().__init__(code, *rest)
        self.code = code

    def __str__(self):
        return "code %d" % self.code


try:
    raise Custom(7, "x")
except Custom as error:
    print(error, repr(error), error.args, error.code)
try:
    raise Custom
except TypeError as error:
    print("TypeError:", error)
error = ValueError("note")
error.add_note("first")
print(error.__notes__)
print(repr(KeyError("k")), str(KeyError("k")), str(OSError(2, "No such file", "f.txt")), repr(StopIteration(3).value))
assert True, "never"
try:
    assert 1 == 2, "message"
except AssertionError as error:
    print("AssertionError:", error)

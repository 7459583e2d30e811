# args: one two --three
"""sys: argv, refcounts, sizes, interning, exc_info, limits, hooks, streams, version, maxsize, frames, modules, settings."""
import sys


def attempt(f, *args):
    try:
        return repr(f(*args))
    except Exception as error:
        return f"{type(error).__name__}: {error}"


print(sys.argv, sys.maxsize, sys.byteorder, sys.version_info >= (3, 11), sys.version_info[:2], sys.version_info.major, sys.hexversion >> 16 == 0x30B, sys.platform, sys.maxunicode, sys.getdefaultencoding(), sys.getfilesystemencoding())
print(sys.__name__, sys.modules["sys"] is sys, "__main__" in sys.modules, sys.modules["__main__"].attempt is attempt, type(sys.path).__name__, "sys" in sys.builtin_module_names, sys.float_info.max, sys.float_info.epsilon, sys.int_info.bits_per_digit > 0)
o = object(); print(sys.getrefcount(o)); l = [o, o]; print(sys.getrefcount(o)); del l; print(sys.getrefcount(o), attempt(sys.getrefcount), attempt(sys.getrefcount, 1, 2))
for value in (0, 10**50, 1.5, "", "abc", "\u20ac", b"", b"x", (), (1,), [], [1], {}, {1: 2}, set(), None, True, object(), lambda: 0, int, range(3), slice(1), (x for x in ())): assert sys.getsizeof(value) > 0, value
print(sys.getsizeof([1] * 1000) > sys.getsizeof([]), sys.getsizeof("x" * 1000) > 1000, sys.getsizeof(10**1000) > 400, sys.getsizeof({i: i for i in range(100)}) > sys.getsizeof({}))
class Sized:
    def __sizeof__(self): return 1000
class BadSized:
    def __sizeof__(self): return "x"
class Negative:
    def __sizeof__(self): return -1
print(sys.getsizeof(Sized()) >= 1000, attempt(sys.getsizeof, BadSized()), attempt(sys.getsizeof, Negative()), sys.getsizeof(BadSized(), 5), attempt(sys.getsizeof))
a, b = "".join(["in", "tern"]), "".join(["in", "tern"]); print(a is b, sys.intern(a) is sys.intern(b), attempt(sys.intern, 5), attempt(sys.intern, type("S", (str,), {})("x")))
print(sys.exc_info())
try: 1 / 0
except ZeroDivisionError as e:
    kind, value, tb = sys.exc_info(); print(kind.__name__, value is e, tb is e.__traceback__, tb.tb_lineno, sys.exception() is e)
    try: [][0]
    except IndexError: print(sys.exc_info()[0].__name__)
    print(sys.exc_info()[0].__name__)
    def inside(): return sys.exc_info()[0].__name__
    print(inside())
    def gen():
        yield sys.exc_info()[0]
        try: {}[1]
        except KeyError: yield sys.exc_info()[0]
        yield sys.exc_info()[0]
    print(list(gen()))
print(sys.exc_info(), sys.exception())
limit = sys.getrecursionlimit(); print(limit, attempt(sys.setrecursionlimit, -1)); sys.setrecursionlimit(limit)
frame = sys._getframe(); print(frame.f_code.co_name, frame.f_lineno, frame.f_globals is globals(), frame.f_back, frame.f_locals is locals())
def caller(): return callee()
def callee(): f = sys._getframe(1); return f.f_code.co_name, sys._getframe().f_back is f, sys._getframe(2).f_code.co_name
print(caller(), attempt(sys._getframe, 99))
class Capture:
    def __init__(self): self.text = []
    def write(self, s): self.text.append(s)
    def flush(self): self.text.append("<flush>")
c = Capture(); sys.stdout = c; print("captured", 1, sep="-", end="!\n", flush=True); sys.stdout = sys.__stdout__; print(c.text)
print("explicit", file=c); print(c.text[-2:]); print("to stdout", file=None); print(sys.stdout.write("written\n"), sys.stdout.flush(), sys.stdout.encoding, sys.stdout.fileno(), sys.stdin.fileno(), sys.stderr.fileno(), sys.stdout.writable())
sys.displayhook(None); sys.displayhook([1]); print(__builtins__._ if hasattr(__builtins__, "_") else None)
print(callable(sys.excepthook), sys.excepthook is sys.__excepthook__, sys.dont_write_bytecode in (True, False), sys.flags.optimize, sys.implementation.name != "", type(sys.executable).__name__, sys.is_finalizing())
print(sys.hash_info.modulus == 2**61 - 1, sys.hash_info.inf, hash(float("inf")), sys.get_int_max_str_digits(), attempt(sys.set_int_max_str_digits, 5)); sys.set_int_max_str_digits(0); print(len(str(10**6000))); sys.set_int_max_str_digits(4300)
print(sys.getallocatedblocks() > 100, sys.getallocatedblocks() < 10**9)
sys.custom = 5; print(sys.custom); del sys.custom; print(attempt(lambda: sys.custom))

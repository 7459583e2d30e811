# Identity: which equal objects are one, which are two, constants of functions and modules, interning by hand and by names, and
# identity kept or lost by operations that return their operand. Prints truths that hold in every CPython 3.11 run.
import sys


def one(): return "constant", 1000, (1, 2, "x"), frozenset, b"bytes", 1.5
def two(): return "constant", 1000, (1, 2, "x"), frozenset, b"bytes", 1.5


print([a is b for a, b in zip(one(), one())], one()[0] is two()[0])
a, b = 257, int("257")
print(a is b, int("256") is int("256"), int("-5") is int("-5"), int("-6") is int("-6"), [i for i in (-6, -5, 0, 256, 257) if int(str(i)) is int(str(i))])
text = "".join(["ab", "cd"])
print(text == "abcd", sys.intern(text) is sys.intern("ab" + "cd"))
key = "".join(["attr", "ibute"])
class C: pass
setattr(C, key, 1)
print([k for k in vars(C) if k == "attribute"][0] is sys.intern("attribute"), C.attribute)
try:
    sys.intern(type("S", (str,), {})("x"))
except TypeError as error:
    print(error)
try:
    sys.intern(b"x")
except TypeError as error:
    print(error)
empty = "", b"", (), frozenset()
print([x is y for x, y in zip(empty, ("abc"[3:], b"abc"[3:], (1,)[1:], frozenset([])))], "".join([]) is "".join(()), tuple([]) is tuple(), str() is str(b"", "ascii"))
print(["abc"[i] is "xay"[j] for i, j in ((0, 1), (1, 2))], chr(65) is chr(65), chr(255) is chr(255), chr(256) is chr(256), bytes([65, 66]) is bytes([65, 66]))
s, t, by, f, fs = "text", (1, [2]), b"bytes", 2.5, frozenset([1])
c = 1j
print(s[:] is s, s[0:4] is s, str(s) is s, s + "" is s, "" + s is s, s * 1 is s, s.strip() is s, s.replace("q", "r") is s, s.lower() is s, s.ljust(2) is s, f"{s}" is s, format(s) is s, "".join([s]) is s, s.translate({}) is s, s.expandtabs() is s, s.zfill(1) is s, s.removeprefix("x") is s, s.split("z")[0] is s, s.partition("z")[0] is s)
print(t[:] is t, tuple(t) is t, t + () is t, t * 1 is t, by[:] is by, bytes(by) is by, by.strip() is by, by + b"" is by, by * 1 is by, by.replace(b"q", b"r") is by, float(f) is f, +f is f, int(a) is a, +a is a, abs(a) is a, a | 0 is a, a + 0 is a, a * 1 is a, round(a) is a, frozenset(fs) is fs, fs.copy() is fs, fs | set() is fs, complex(c) is c)
lst, d, se, ba = [1], {1: 2}, {1}, bytearray(b"x")
print(lst[:] is lst, list(lst) is lst, lst * 1 is lst, dict(d) is d, set(se) is se, bytearray(ba) is ba, lst.copy() is lst, (lst.extend([]), lst)[1] is lst)
r = range(5)
print(r[:] is r, r[:] == r, range(5) is range(5), slice(1) is slice(1), type(1) is int, type(type) is type, None is type(None)(), ... is type(...)(), NotImplemented is type(NotImplemented)(), bool(1) is True, (1 == 1) is True, not [] is True)
class Str(str): pass
class Tup(tuple): pass
class Int(int): pass
ss, tt, ii = Str("sub"), Tup((1,)), Int(5)
print(ss[:] is ss, type(ss[:]).__name__, str(ss) is ss, type(str(ss)).__name__, ss.strip() is ss, type(ss.strip()).__name__, tt[:] is tt, type(tt[:]).__name__, tuple(tt) is tt, +ii is ii, type(+ii).__name__, int(ii) is ii, (ii + 0) is int("5"), type(abs(ii)).__name__)
m = [].append
print(lst.append is lst.append, lst.append == lst.append, [].append == [].append, C.__init__ is C.__init__, C().__init__ is C().__init__, len is len, one.__code__ is one.__code__, one.__globals__ is globals(), C.__dict__ is C.__dict__, C.__dict__ == C.__dict__, one.__defaults__ is None, C.__mro__ is C.__mro__, (lambda: 0) is (lambda: 0))
class H:
    def m(self): pass
h = H()
print(h.m is h.m, h.m == h.m, h.m == H().m, hash(h.m) == hash(h.m), H.m is H.m, h.m.__func__ is H.m, h.__dict__ is h.__dict__, h.__class__ is H, h.m.__self__ is h, {h.m: 1}[h.m])
print(len({id(x) for x in [object() for _ in range(100)]}), id(h) == id(h), id(None) == id(None), (lambda x: id(x))(h) == id(h))
nan = float("nan")
x = [nan] * 2
print(x[0] is x[1], x == x, nan in x, x.index(nan), x.count(nan), {nan: 1}.get(nan), {nan: 1}.get(float("nan")), (nan,) == (nan,), nan is +nan)
exec("p = 'shared literal'; q = 'shared literal'; r = (1, 2); s = (1, 2); t = 123456; u = 123456")
print(p is q, r is s, t is u, eval("'lit'") is eval("'lit'"), eval("(1, 'a b')") is eval("(1, 'a b')"), compile("1.5", "", "eval").co_consts == (1.5,))
def defaults(a=[], b=()): a.append(1); return a
print(defaults() is defaults(), defaults(), defaults.__defaults__[0] is defaults(), {1: "int"}.setdefault(1.0, "f"), list({1.0: 0, 1: 1})[0], [*{True: 0, 1: 1}][0])
loop = [1, 2, 3]
print(all(x is y for x, y in zip(loop, list(loop))), max("b", "b") == "b", max(loop, key=lambda v: 0) is loop[0], sorted(loop)[0] is loop[0], next(iter(loop)) is loop[0], [*loop][2] is loop[2], dict.fromkeys(loop)[1], (lambda *a: a)(*t_) is t_ if (t_ := (1, 2)) else "", (lambda **k: k)(**d_ ) is d_ if (d_ := {"k": 1}) else "")

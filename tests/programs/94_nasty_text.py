# stderr: SyntaxWarning
"""Strings, bytes, numbers and formatting with operands that change, resize, recurse or lie."""
def attempt(name, f):
    try:
        r = f()
    except BaseException as e:
        print(name, type(e).__name__, e)
    else:
        print(name, r)
ba = bytearray()
class I:
    def __init__(s, n, f): s.n, s.f = n, f
    def __index__(s): s.f(); return s.n
def clear(): ba.clear()
def grow(): ba.extend(b"x" * 1000)
def shrink(): del ba[2:]
for act in (clear, grow, shrink):
    for name, f in (("get", lambda i: ba[i]), ("del", lambda i: ba.__delitem__(i)), ("slice", lambda i: len(ba[i:]) < 2000), ("slice2", lambda i: len(ba[0:i])), ("del slice", lambda i: ba.__delitem__(slice(i, 5))), ("insert", lambda i: ba.insert(i, 66)), ("insert value", lambda i: ba.insert(1, i)), ("pop", lambda i: ba.pop(i)), ("append", lambda i: ba.append(i)), ("extend", lambda i: ba.extend([i, i])), ("remove", lambda i: ba.remove(i)), ("in", lambda i: i in ba), ("*", lambda i: len(ba * i)), ("*=", lambda i: len(ba.__imul__(i))), ("bytes", lambda i: bytes([i, 4])), ("join", lambda i: len(ba.join([b"a", b"b"]))), ("slice =", lambda i: ba.__setitem__(slice(0, 2), [i, i, i]))):
        ba[:] = b"abcdefgh"; attempt(f"{act.__name__} {name}", lambda: f(I(3, act))); print("   ", len(ba), bytes(ba[:6]))
ba[:] = b"abc"; ba.extend(ba); print(ba); ba[1:2] = ba; print(ba); ba[::2] = b"zzzzzz"; print(ba); ba *= 0; print(ba)
def source():
    for i in range(5): ba.append(i); yield 65 + i
ba[:] = b"z"; attempt("extend", lambda: ba.extend(source())); print(ba); ba[:] = b"z"; attempt("slice", lambda: ba.__setitem__(slice(0, 1), source())); print(ba); 
def bad():
    yield 1
    ba.clear(); yield 256
ba[:] = b"zz"; attempt("extend", lambda: ba.extend(bad())); print(ba); attempt("bytes", lambda: bytes(bad())); attempt("bytearray", lambda: bytearray(["a"]))
def iterate():
    for b in ba: ba.pop()
    return bytes(ba)
ba[:] = b"abcdef"; attempt("iterate", iterate)
# strings
class S(str):
    def __eq__(s, o): raise ZeroDivisionError("eq")
    def __hash__(s): return 1
    def __len__(s): return 1 << 40
    def __getitem__(s, i): raise KeyError(i)
    def __iter__(s): raise ValueError("iter")
    def __contains__(s, o): raise TypeError("in")
    def __str__(s): return "S.str"
    def __add__(s, o): return "S.add"
    def __radd__(s, o): return "S.radd"
    def __mod__(s, o): return "S.mod"
    def __rmod__(s, o): return "S.rmod"
    def __mul__(s, o): return "S.mul"
    def __format__(s, f): return "S.format " + f
s = S("abc")
for name, f in (("+", lambda: "x" + s), ("+2", lambda: s + "x"), ("%", lambda: "%s" % s), ("%2", lambda: s % 5), ("% sub", lambda: "a" % s), ("join", lambda: "".join([s, "d"])), ("join2", lambda: S("-").join("ab")), ("str", lambda: str(s)), ("f", lambda: f"{s} {s!s} {s!r} {s:>9}"), ("format", lambda: "{} {!s} {!r} {:>9} {[0]}".format(s, s, s, s, "q")), ("replace", lambda: "abcabc".replace(s, "x")), ("find", lambda: "zabc".find(s)), ("in", lambda: s in "zabc"), ("in2", lambda: "a" in s), ("split", lambda: "1abc2".split(s)), ("strip", lambda: "abcxcba".strip(s)), ("startswith", lambda: "abcd".startswith((s, s))), ("partition", lambda: "1abc2".partition(s)), ("translate", lambda: s.translate({97: s, 98: None, 99: 0x1f600})), ("maketrans", lambda: str.maketrans(s, "xyz")), ("int", lambda: int(S("12"))), ("float", lambda: float(S("1.5"))), ("==", lambda: "abc" == s), ("dict", lambda: {"abc": 1}.get(s)), ("kw", lambda: dict(**{S("k"): 1})), ("ljust", lambda: "a".ljust(3, S("-"))), ("casefold", lambda: s.upper() + s.title()), ("lt", lambda: s < "abd"), ("iter", lambda: list(s)), ("encode", lambda: s.encode()), ("sorted", lambda: sorted([S("b"), S("a")]) == 1), ("max", lambda: str.__str__(max(S("b"), S("a")))), ("ord", lambda: ord(S("a"))), ("splitlines", lambda: S("a\nb").splitlines()), ("exec", lambda: eval(S("1 + 1"))), ("type", lambda: type(S("Name"), (), {}).__name__), ("format_map", lambda: "{abc}".format_map({"abc": 1})), ("bytes", lambda: bytes(s, "utf8")), ("chr", lambda: s.__getnewargs__()), ("sum", lambda: sum([s], "")), ("count", lambda: "abcabc".count(s)), ("rsplit", lambda: type(s.rsplit("b")[0]).__name__), ("slice", lambda: str.__getitem__(s, slice(None)).__class__.__name__), ("mul", lambda: type(str.__mul__(s, 1)).__name__), ("strip type", lambda: type(s.strip()).__name__), ("lower", lambda: type(s.lower()).__name__), ("replace type", lambda: type(s.replace("q", "z")).__name__), ("ljust type", lambda: type(s.ljust(0)).__name__), ("zfill type", lambda: type(s.zfill(0)).__name__), ("expandtabs type", lambda: type(s.expandtabs()).__name__), ("format type", lambda: type(format(S(""), "")).__name__)):
    attempt(name, f)
log = []
class F:
    def __format__(s, spec): log.append(spec); args.clear(); return spec and "F"
    def __getattr__(s, n): args.clear(); return n
    def __getitem__(s, n): args.clear(); return n
    def __str__(s): args.clear(); return "str"
    __repr__ = __str__
args = []
for spec in ("{0}{1}", "{0.a}{1}", "{0[a]}{1}", "{0!r}{1!s}", "{0:{1}}", "{0:{1}{1}}", "{0.a.b}", "{0[a][b]}", "{0.a[b].c}", "{}{}{}", "{0}{}", "{", "}", "{0", "{0!", "{0!x}", "{0!r", "{0:", "{a}", "{0[}", "{0[]}", "{0.}", "{0[a}", "{0[a]b}", "{:{:{}}}", "{!}", "{0!rr}", "{0:}}", "{{}}{", "{99999999999999999999}", "{-1}", "{0[-1]}", "{0[99999999999999999999]}", "{ }", "{0 }", "{0:{}}", "{:{}}", "{\udc80}"):
    args[:] = [F(), 1]; attempt(ascii(spec), lambda: spec.format(*args))
print(log)
for spec in ("%", "%s%", "%(a", "%(a)", "%()s", "%(a)s", "%5", "%.", "%.*s", "%*s", "%*d", "%q", "%s %s", "%s %s %s", "%99999999999d", "%-+ #05d", "%#x", "%c", "%i", "%u", "%e", "%g", "%G", "%r", "%a", "%%", "%ld", "%hd", "%1$s", "%((a))s", "%(a)s %s"):
    attempt(spec, lambda: spec % (F(), 65)); attempt(spec, lambda: spec % 65.5); attempt(spec, lambda: spec % {"a": 1, "(a)": 2, "": 3}); attempt(spec, lambda: spec % (3, "ab")); attempt(spec, lambda: spec % ()); attempt(spec, lambda: (spec.encode() % (b"b", 65)))
for spec in ("", "d", "5", "05", "<5", "^+5", ",", "_", "_b", "#x", "c", "n", "s", "e", ".2", ".2f", ".0f", "%", "g", "G", "=+8", "x<", "xx", "\0<9", "z", "10.3", ",d", ",x", "_x", "+c", "999999999999999999999", ".99999999999999999999", "5.", "é>5", "{}>5", "<<5", "=5s", "05s", "+s", " s", "#s", ",s", "z.1f", "^-#012_x", "1_", ",_", "0=5", "a5d", "d5", "\ud800^3"):
    for value in (5, -5, 1.5, "ab", True, 1 << 70, 1j, None, float("nan"), -0.0):
        attempt(f"{ascii(spec)} {value!r}", lambda: ascii(format(value, spec)))
class Rec:
    def __repr__(s): return repr(s)
    def __str__(s): return f"{s}"
    def __format__(s, f): return format(s, f)
    def __hash__(s): return hash((s,))
    def __eq__(s, o): return [s] == [o]
    def __lt__(s, o): return [s] < [o]
    def __len__(s): return len(s)
    def __bool__(s): return not s
    def __call__(s): return s()
    def __iter__(s): return iter(s)
    def __contains__(s, x): return x in s
    def __getitem__(s, i): return s[i]
    def __add__(s, o): return s + o
    def __neg__(s): return -s
    def __index__(s): return [0][s]
    def __int__(s): return int(s)
    def __float__(s): return float(s)
    def __enter__(s): return s.__enter__()
    def __dir__(s): return dir(s)
    def __abs__(s): return abs(s)
    def __delattr__(s, n): delattr(s, n)
    def __setattr__(s, n, v): setattr(s, n, v)
    def __setitem__(s, n, v): s[n] = v
    def __delitem__(s, n): del s[n]
    def __next__(s): return next(s)
    def __reversed__(s): return reversed(s)
    def __round__(s): return round(s)
    def __complex__(s): return complex(s)
    def __bytes__(s): return bytes(s)
    def __divmod__(s, o): return divmod(s, o)
    def __pow__(s, o, m=None): return pow(s, o, m)
    def __iadd__(s, o): s += o; return s
    def __missing__(s, k): return s[k]
    def __instancecheck__(s, o): return isinstance(o, s)
    def __length_hint__(s): return len([*s])
r, q = Rec(), Rec()
def iadd(): 
    global r
    r += 1
for name, f in (("repr", lambda: repr(r)), ("str", lambda: str(r)), ("format", lambda: format(r, "")), ("hash", lambda: hash(r)), ("eq", lambda: r == q), ("lt", lambda: r < q), ("len", lambda: len(r)), ("bool", lambda: bool(r)), ("call", lambda: r()), ("iter", lambda: iter(r)), ("in", lambda: 1 in r), ("getitem", lambda: r[0]), ("add", lambda: r + 1), ("neg", lambda: -r), ("index", lambda: [1][r]), ("int", lambda: int(r)), ("float", lambda: float(r)), ("enter", lambda: r.__enter__()), ("dir", lambda: dir(r)), ("abs", lambda: abs(r)), ("delattr", lambda: delattr(r, "a")), ("setattr", lambda: setattr(r, "a", 1)), ("setitem", lambda: r.__setitem__(1, 2)), ("delitem", lambda: r.__delitem__(1)), ("next", lambda: next(r)), ("reversed", lambda: reversed(r)), ("round", lambda: round(r)), ("complex", lambda: complex(r)), ("bytes", lambda: bytes(r)), ("divmod", lambda: divmod(r, 1)), ("pow", lambda: pow(r, 2)), ("iadd", iadd), ("isinstance", lambda: isinstance(1, r)), ("list repr", lambda: repr([r])), ("dict repr", lambda: repr({1: r})), ("dict hash", lambda: {r: 1}), ("set", lambda: {r}), ("list eq", lambda: [r] == [q]), ("dict eq", lambda: {1: r} == {1: q}), ("max", lambda: max(r, q)), ("sorted", lambda: sorted([r, q])), ("list", lambda: [*r]), ("f", lambda: f"{r} {r!r}"), ("%", lambda: "%s" % r), ("%d", lambda: "%d" % r), ("any", lambda: any([r])), ("sum", lambda: sum([r, r])), ("print", lambda: print(r))):
    try: f(); print(name, "no error")
    except RecursionError as e: print(name, "RecursionError")
    except Exception as e: print(name, type(e).__name__, e)
l = []; l.append(l); print(l); d = {}; d[1] = d; d[2] = l; l.append(d); print(d); t = ([],); t[0].append(t); print(t); print({1: d}.values())
try: hash(t)
except TypeError as e: print(e)
try: l == [l, d, l]
except RecursionError: print("RecursionError")
# ints
for f in (lambda: int("1" * 5000), lambda: str(10 ** 5000), lambda: int("1_000"), lambda: int("1__0"), lambda: int("_1"), lambda: int("0x_f", 0), lambda: int("9" * 10, 37), lambda: int("z", 36), lambda: int(" \n12\t"), lambda: int("١٢"), lambda: int(b"12"), lambda: int(bytearray(b"1\0")), lambda: int("1\0"), lambda: int(""), lambda: int("-"), lambda: int("+-1"), lambda: int(1.5, 2), lambda: int(float("nan")), lambda: int(float("inf")), lambda: round(1.5, 1 << 100), lambda: round(12345, -2), lambda: round(15, -1), lambda: round(25, -1), lambda: 1 << -1, lambda: 1 >> (1 << 100), lambda: -1 >> (1 << 100), lambda: 0 << (1 << 100), lambda: 2 ** -1, lambda: pow(2, -1, 5), lambda: pow(2, -1, 4), lambda: pow(2, 5, 0), lambda: pow(2, 5, -3), lambda: divmod(-7, 2), lambda: divmod(7.5, -2), lambda: -7 % 0, lambda: 0.0 ** -1, lambda: (-8) ** (1 / 3), lambda: 10.0 ** 400, lambda: float(10 ** 400), lambda: 10 ** 400 / 3, lambda: 10 ** 400 / 10 ** 399, lambda: 1e308 * 10, lambda: int(1e30), lambda: hash(1e30) == hash(int(1e30)), lambda: 2 ** 53 + 1 == float(2 ** 53 + 1), lambda: 2 ** 53 + 1 > float(2 ** 53), lambda: (10 ** 400 > 1e308, 10 ** 400 < float("inf")), lambda: (5).to_bytes(0, "big"), lambda: (300).to_bytes(1, "big"), lambda: (-1).to_bytes(2, "big"), lambda: (-1).to_bytes(2, "little", signed=True), lambda: int.from_bytes([1, 2], "big"), lambda: int.from_bytes(b"", "x"), lambda: (1).bit_count(), lambda: True + True, lambda: ~True, lambda: "%x" % -255, lambda: float("1_0.5"), lambda: float("nan") in [float("nan")], lambda: float.fromhex("0x1p-1080"), lambda: float.fromhex("0x1.8p1024"), lambda: (0.1).hex(), lambda: (2.5).as_integer_ratio(), lambda: float("inf").as_integer_ratio(), lambda: complex("1+2j"), lambda: complex("1 + 2j"), lambda: complex("j"), lambda: 1j ** 2, lambda: 0j ** -1, lambda: abs(complex(1e308, 1e308)), lambda: range(1 << 70)[1 << 69], lambda: len(range(1 << 70)), lambda: range(0, 10, 0), lambda: range(1.5), lambda: slice(1, 2, 3).indices(-1), lambda: [1, 2, 3][::0], lambda: "abc"[::1 << 100], lambda: [1, 2, 3][-(1 << 100):1 << 100], lambda: [1][1 << 100], lambda: "a" * (1 << 62), lambda: [1] * (1 << 62), lambda: b"a" * -5, lambda: chr(0x110000), lambda: chr(-1), lambda: ord("ab"), lambda: bin(1.5), lambda: sum([1, 2.5, 1 << 70]), lambda: sum([[1], [2]], []), lambda: sum(["a"], ""), lambda: max([]), lambda: max(1), lambda: max(1, 2, default=3), lambda: min([], default=4), lambda: abs("a"), lambda: divmod(1, "a"), lambda: [] + (), lambda: 1 + "a", lambda: "a" + 1, lambda: [] < {}, lambda: 1 < "a", lambda: -"a", lambda: 5(), lambda: (1)[0], lambda: {}[[]], lambda: None.x, lambda: len(5), lambda: iter(5), lambda: next([])):
    attempt("number", f)

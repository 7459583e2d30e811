"""Special methods: arithmetic with reflection and in place, comparing, containers, calling, attributes, conversion, copying and pickling hooks not used."""


def attempt(f, *args):
    try:
        return repr(f(*args))
    except Exception as error:
        return f"{type(error).__name__}: {error}"


class Operator:
    """Every arithmetic operator tells its name."""

    def __init__(self, name): self.name = name
    def __repr__(self): return self.name


for n in "add sub mul truediv floordiv mod divmod pow lshift rshift and xor or matmul".split():
    for prefix in ("", "r", "i"):
        if n != "divmod" or prefix != "i":
            setattr(Operator, f"__{prefix}{n}__", lambda self, other, *m, n=prefix + n: f"{n}({self.name},{getattr(other, 'name', other)}{m or ''})")
for n in "neg pos invert abs".split():
    setattr(Operator, f"__{n}__", lambda self, n=n: f"{n}({self.name})")
a, b = Operator("a"), Operator("b")
print(a + b, a - 1, a * 2, a / b, a // b, a % b, divmod(a, b), a**b, a << 1, a >> 1, a & b, a ^ b, a | b, a @ b)
print(1 + a, 1 - a, "s" * a, 1 / a, 2 // a, 2.5 % a, divmod(1, a), 2**a, 1 << a, 1 >> a, 1 & a, 1 ^ a, 1 | a, 1 @ a, pow(a, 2, 3))
print(-a, +a, ~a, abs(a), [] + a, None + a)
for statement in ("x += 1", "x -= b", "x *= 2", "x /= 1", "x //= 1", "x %= 1", "x **= 2", "x <<= 1", "x >>= 1", "x &= 1", "x ^= 1", "x |= 1", "x @= 1"):
    names = {"x": a, "b": b}; exec(statement, names); print(names["x"], end=" ")
print()


class Refuses:
    def __add__(self, other): return NotImplemented
    __radd__ = __lt__ = __eq__ = __contains__ = __add__


r = Refuses()
print(attempt(lambda: r + 1), attempt(lambda: 1 + r), attempt(lambda: r + r), attempt(lambda: r < 1), attempt(lambda: 1 < r), r == 1, r != 1, attempt(lambda: r - 1), attempt(lambda: -r), attempt(lambda: r @ r), attempt(lambda: r >= r))


class Base:
    def __add__(self, other): return "base add"
    def __radd__(self, other): return "base radd"
class Sub(Base):
    def __radd__(self, other): return "sub radd"
print(Base() + Sub(), Sub() + Base(), Base() + Base(), 1 + Sub())


class Version:
    def __init__(self, *parts): self.parts = parts
    def __eq__(self, other): return isinstance(other, Version) and self.parts == other.parts
    def __lt__(self, other): return self.parts < other.parts if isinstance(other, Version) else NotImplemented
    def __le__(self, other): return self.parts <= other.parts if isinstance(other, Version) else NotImplemented
    def __repr__(self): return ".".join(map(str, self.parts))


v = [Version(1, 2), Version(1, 10), Version(0, 9), Version(1, 2)]
print(sorted(v), max(v), v[0] == v[3], v[0] != v[1], v[0] > v[2], v[0] >= v[3], v.index(Version(0, 9)), v.count(Version(1, 2)), attempt(lambda: v[0] < 1), attempt(hash, v[0]))


class Vector:
    def __init__(self, *xs): self.xs = list(xs)
    def __len__(self): return len(self.xs)
    def __getitem__(self, i): return self.xs[i] if isinstance(i, int) else Vector(*self.xs[i])
    def __setitem__(self, i, x): self.xs[i] = x
    def __delitem__(self, i): del self.xs[i]
    def __contains__(self, x): return x in self.xs
    def __iter__(self): return iter(self.xs)
    def __reversed__(self): return reversed(self.xs)
    def __call__(self, *args, **named): return ("called", args, named)
    def __bool__(self): return any(self.xs)
    def __hash__(self): return hash(tuple(self.xs))
    def __eq__(self, other): return self.xs == getattr(other, "xs", None)
    def __str__(self): return "<" + " ".join(map(str, self.xs)) + ">"
    def __repr__(self): return f"Vector{tuple(self.xs)}"
    def __int__(self): return sum(self.xs)
    def __float__(self): return sum(self.xs) / 2
    def __complex__(self): return complex(1, 2)
    def __index__(self): return len(self.xs)
    def __round__(self, n=None): return ("round", n)
    def __trunc__(self): return 3
    def __floor__(self): return 4
    def __ceil__(self): return 5
    def __bytes__(self): return bytes(self.xs)
    def __format__(self, spec): return f"fmt[{spec}]"
    def __dir__(self): return ["b", "a"]
    def __length_hint__(self): return 3
    def __sizeof__(self): return 100


v = Vector(1, 2, 3)
print(len(v), v[0], v[-1], v[1:], 2 in v, 9 in v, list(v), list(reversed(v)), v(1, k=2), bool(v), bool(Vector(0)), str(v), repr(v), int(v), float(v), complex(v), [0, 1, 2, 3][v], round(v), round(v, 2), bytes(v), f"{v:x}", dir(v), hex(v), {v: 1}[Vector(1, 2, 3)])
v[0] = 9; del v[1]; v[1:] = [7, 7]; print(v, attempt(lambda: v[10]), [*v], sum(v), sorted(v), max(v), tuple(v), *v)


class Bad:
    def __len__(self): return -1
    def __bool__(self): return 2
    def __iter__(self): return 5
    def __str__(self): return 5
    def __repr__(self): return None
    def __hash__(self): return "h"
    def __int__(self): return "i"
    def __index__(self): return 1.5
    def __float__(self): return 1
    def __call__(self): raise KeyError("called")
    def __contains__(self, x): return "yes"
    def __format__(self, s): return 1
    def __getattr__(self, n): raise AttributeError(f"none such: {n}")
    def __bytes__(self): return "b"
    def __dir__(self): return 5
    def __next__(self): return 1


bad = Bad()
for f in (len, bool, iter, str, repr, hash, int, float, list, bytes, dir, hex, reversed, next, ascii, tuple, range, sum, format, abs, callable, set):
    print(f.__name__, attempt(f, bad))
print(attempt(bad), 5 in bad, attempt(lambda: bad.zzz), hasattr(bad, "q"), getattr(bad, "q", "default"), attempt(lambda: f"{bad}"), attempt(lambda: [1][bad]), attempt(lambda: not bad), attempt(lambda: 1 if bad else 2))


class Empty: pass
e = Empty()
for f in (len, iter, next, hash, int, float, abs, reversed, list, round, ord, bytes, complex, sum, sorted, hex):
    if f is not hash: print(f.__name__, attempt(f, e))
for f in (lambda: e(), lambda: e[0], lambda: e + 1, lambda: 1 in e, lambda: e < e, lambda: e.x, lambda: -e, lambda: Empty.x, lambda: Empty(1), lambda: e.__getitem__, lambda: Empty[0], lambda: len(Empty)):
    print(attempt(f))
def set_item(): e[0] = 1
def del_item(): del e[0]
def del_attr(): del e.nothing
print(attempt(set_item), attempt(del_item), attempt(del_attr), attempt(lambda: [].append.x), attempt(lambda: setattr(5, "x", 1)), attempt(lambda: setattr([], "append", 1)), attempt(lambda: setattr(int, "x", 1)))

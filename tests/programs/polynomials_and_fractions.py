# Two classes of numbers written with every operator: fractions in lowest terms and polynomials over them, mixed with ints, hashing,
# formatting, division with remainder, evaluation, greatest common divisors, in-place operators. Prints algebra.
import functools
import math


class Fraction:
    __slots__ = ("n", "d")

    def __new__(cls, n, d=1):
        if isinstance(n, Fraction) and d == 1:
            return n
        if d == 0:
            raise ZeroDivisionError("%s/0" % n)
        g = math.gcd(n, d) * (-1 if d < 0 else 1)
        self = super().__new__(cls)
        self.n, self.d = n // g, d // g
        return self

    def lift(f):
        @functools.wraps(f)
        def method(self, other):
            if isinstance(other, int):
                other = Fraction(other)
            return f(self, other) if isinstance(other, Fraction) else NotImplemented
        return method

    __add__ = __radd__ = lift(lambda a, b: Fraction(a.n * b.d + b.n * a.d, a.d * b.d))
    __sub__ = lift(lambda a, b: Fraction(a.n * b.d - b.n * a.d, a.d * b.d))
    __rsub__ = lift(lambda a, b: b - a)
    __mul__ = __rmul__ = lift(lambda a, b: Fraction(a.n * b.n, a.d * b.d))
    __truediv__ = lift(lambda a, b: Fraction(a.n * b.d, a.d * b.n))
    __rtruediv__ = lift(lambda a, b: b / a)
    __floordiv__ = lift(lambda a, b: a.n * b.d // (a.d * b.n))
    __mod__ = lift(lambda a, b: a - b * (a // b))
    __eq__ = lift(lambda a, b: (a.n, a.d) == (b.n, b.d))
    __lt__ = lift(lambda a, b: a.n * b.d < b.n * a.d)
    __le__ = lift(lambda a, b: a.n * b.d <= b.n * a.d)
    __gt__ = lift(lambda a, b: b < a)
    __ge__ = lift(lambda a, b: b <= a)
    del lift

    def __pow__(self, k): return Fraction(self.n**k, self.d**k) if k >= 0 else 1 / self**-k
    def __neg__(self): return Fraction(-self.n, self.d)
    def __abs__(self): return Fraction(abs(self.n), self.d)
    def __bool__(self): return self.n != 0
    def __float__(self): return self.n / self.d
    def __hash__(self): return hash(self.n) if self.d == 1 else hash((self.n, self.d))
    def __repr__(self): return str(self.n) if self.d == 1 else "%d/%d" % (self.n, self.d)
    def __round__(self, digits=None): return round(self.n / self.d, digits)
    def __format__(self, spec): return format(float(self), spec) if spec else repr(self)


class Polynomial:
    def __init__(self, *coefficients):
        self.c = [Fraction(c) for c in coefficients]
        while self.c and not self.c[-1]:
            self.c.pop()

    @classmethod
    def of(cls, x): return x if isinstance(x, cls) else cls(x) if isinstance(x, (int, Fraction)) else NotImplemented
    def __len__(self): return len(self.c)
    def __getitem__(self, i): return self.c[i] if not isinstance(i, int) or i < len(self.c) else Fraction(0)
    def __iter__(self): return iter(self.c)
    def __eq__(self, other): return NotImplemented if (o := self.of(other)) is NotImplemented else self.c == o.c
    def __hash__(self): return hash(tuple(self.c))
    def __neg__(self): return Polynomial(*(-c for c in self))
    def __call__(self, x): return functools.reduce(lambda total, c: total * x + c, reversed(self.c), 0)

    def __add__(self, other):
        if (o := self.of(other)) is NotImplemented:
            return o
        return Polynomial(*(self[i] + o[i] for i in range(max(len(self), len(o)))))

    def __sub__(self, other): return self + -other
    def __rsub__(self, other): return -self + other

    def __mul__(self, other):
        if (o := self.of(other)) is NotImplemented:
            return o
        out = [Fraction(0)] * (len(self) + len(o))
        for i, a in enumerate(self):
            for j, b in enumerate(o):
                out[i + j] += a * b
        return Polynomial(*out)

    __radd__, __rmul__ = __add__, __mul__

    def __divmod__(self, other):
        rest, out = Polynomial(*self), [Fraction(0)] * max(len(self) - len(other) + 1, 0)
        while len(rest) >= len(other):
            shift, factor = len(rest) - len(other), rest[-1] / other[-1]
            out[shift] = factor
            rest -= Polynomial(*[0] * shift, factor) * other
        return Polynomial(*out), rest

    def __floordiv__(self, other): return divmod(self, other)[0]
    def __mod__(self, other): return divmod(self, other)[1]

    def __pow__(self, k, modulus=None):
        result, base = Polynomial(1), self
        while k:
            if k & 1:
                result = result * base if modulus is None else result * base % modulus
            base = base * base if modulus is None else base * base % modulus
            k >>= 1
        return result

    def __imatmul__(self, other):
        self.c = Polynomial(*functools.reduce(lambda t, c: t * other + c, reversed(self.c), Polynomial())).c
        return self

    def derived(self): return Polynomial(*(i * c for i, c in enumerate(self) if i))

    def __repr__(self):
        parts = ["%s%s" % ("" if c == 1 and i else "-" if c == -1 and i else c, "" if not i else "x" if i == 1 else "x^%d" % i) for i, c in reversed(list(enumerate(self))) if c]
        return " + ".join(parts).replace("+ -", "- ") or "0"


F, P = Fraction, Polynomial
h = F(1, 2)
print(h + 1, 1 - h, h * h, 3 / h, h ** -3, F(7, -3) // 1, F(7, -3) % 1, h < 1, 1 > h, 1 >= h, sorted([F(2, 3), h, 0, F(-1, 4), 1]), hash(F(4, 2)) == hash(2), {2: "two"}[F(4, 2)], f"{h:.3f} {h} {h!r:>5}", round(F(22, 7), 2), bool(F(0)), sum([h] * 5), max(h, F(2, 3)), math.floor(float(h)), abs(F(-3, 6)), F(h) is h)
for bad in lambda: h + 1.5, lambda: h < "a", lambda: F(1, 0), lambda: h / 0, lambda: [1][h], lambda: h & 1, lambda: setattr(h, "x", 1):
    try:
        print(bad())
    except Exception as error:
        print(type(error).__name__, error)
x = P(0, 1)
p, q = (x + 1) ** 3, x * x - 1
print(p, "|", q, "|", p - q, "|", p * q, "|", divmod(p, q), "|", p // q * q + p % q == p, "|", 2 - x, "|", h * x, "|", p(2), p(h), q(-1), "|", p.derived(), "|", p(x + 1) == (x + 2) ** 3)


def gcd(a, b):
    while b:
        a, b = b, a % b
    return a * (1 / a[-1])


print(gcd(p, q), "|", gcd(p * (x - 5), (x - 5) * (x + 7)), "|", pow(x, 100, q), "|", pow(x + 1, 5, x ** 2), "|", P(), len(P()), P(1, 0, 0), P(5) == 5, hash(P(1)) == hash(P(F(2, 2))), {p: 1}[(x + 1) * (x + 1) * (x + 1)])
r = s = x ** 2 + 1
r @= x - 1
print(r, r is s, x in [x], F(0) in x, list(p), *p, p[1:3], sep=" | ")
chebyshev = [P(1), x]
for n in range(2, 12):
    chebyshev.append(2 * x * chebyshev[-1] - chebyshev[-2])
print(chebyshev[-1], chebyshev[-1](1), sum(chebyshev, P())(h))
newton = F(1)
for _ in range(5):
    newton = newton - (x ** 2 - 2)(newton) / (x ** 2 - 2).derived()(newton)
print(newton, f"{newton:.15f}", abs(newton * newton - 2) < F(1, 10**20))
try:
    x + "a"
except TypeError as error:
    print(error)

"""fractions and numbers: exact rationals: making, arithmetic, comparing with other numbers, rounding, limits, hashing, the numeric tower. Prints values and errors."""
import abc
import copy
import math
import numbers
import operator
import pickle
from decimal import Decimal
from fractions import Fraction as F


def t(f, *args):
    try:
        print(f(*args))
    except Exception as e:
        print(type(e).__name__ + ":", e)


for text in ["3/4", " -7/14 ", "1.25", "-.5e2", "1e-3", "5", "+3", "1_000/3", "2/0", "1/-2", "x", "1.2/3", "", "1 /2", "3/4\n", "1e", ".", "\u0663/\u0664"]:
    t(lambda: repr(F(text)))
for args in [(), (6, 4), (-6, -4), (0, 5), (1, 0), (1.5,), (0.1,), (Decimal("0.1"),), (F(1, 2), F(3, 4)), (2.5, 1), ("1/2", 3), (float("nan"),), (float("inf"),), (Decimal("NaN"),), (1j,), (True, 2), (None,), (10 ** 30, 10 ** 28), (1, 2, 3)]:
    t(lambda: repr(F(*args)))
a, b = F(7, 3), F(-2, 5)
ops = [operator.add, operator.sub, operator.mul, operator.truediv, operator.floordiv, operator.mod, divmod, operator.pow, operator.lt, operator.le, operator.eq, operator.ne]
for op in ops:
    line = []
    for x, y in [(a, b), (b, a), (a, 2), (2, a), (a, 0.5), (0.5, a), (a, 1j), (a, Decimal(1)), (a, 0), (F(4), F(1, 2)), (a, -2), (True, a), (a, "s")]:
        try:
            line.append(repr(op(x, y)) if not isinstance(op(x, y), float) else f"{op(x, y):.10g}")
        except Exception as e:
            line.append(type(e).__name__)
    print(op.__name__, *line, sep=" ")
print(+b, -b, abs(b), bool(F(0)), int(F(-7, 2)), math.floor(F(-7, 2)), math.ceil(F(-7, 2)), math.trunc(F(-7, 2)), float(F(1, 3)), complex(a), round(F(5, 2)), round(F(7, 2)), round(F(12345, 100), 1), repr(round(F(1, 3), 3)), round(F(1550), -2), str(a), f"{a}", f"{a!s:>6}")
t(lambda: f"{a:.2f}")
t(lambda: hash(F(1, 2)) == hash(0.5))
print(hash(F(3)) == hash(3), hash(F(1, 3)) == hash(F(2, 6)), F(1, 2) == 0.5, F(1, 10) == 0.1, F(1, 3) < 0.34, F(1, 2) == Decimal("0.5"), F(1) == 1 + 0j, F(1, 2) > float("-inf"), F(1, 2) < float("nan"), {F(1, 2): "h"}[0.5], max(F(1, 2), 0.6, 1), sum([F(1, n) for n in range(1, 11)]), hash(F(1, 2 ** 61 - 1)))
print(F(math.pi).limit_denominator(1000), F(math.pi).limit_denominator(10), F("3.1415926535897932").limit_denominator(), F(0.1).limit_denominator(), F(5, 7).limit_denominator(1), F(math.e).limit_denominator(100000))
t(lambda: a.limit_denominator(0))
t(setattr, a, "numerator", 3)
t(setattr, a, "other", 3)
print(a.numerator, a.denominator, a.as_integer_ratio(), a.real, a.imag, a.conjugate(), F.from_float(0.75), F.from_decimal(Decimal("-1.10")), F(2) ** -3, F(4) ** 0.5, repr(F(2, 3) ** 2), repr(F(2, 3) ** -2), 2 ** F(3), 2.0 ** F(1, 2), pow(F(0), 0))
t(lambda: F(0) ** -1)
t(F.from_float, "x")
t(F.from_decimal, 1.5)
print(isinstance(a, numbers.Rational), isinstance(a, numbers.Real), isinstance(3, numbers.Rational), isinstance(1.5, numbers.Rational), isinstance(1.5, numbers.Real), isinstance(1j, numbers.Complex), isinstance(Decimal(1), numbers.Real), isinstance(Decimal(1), numbers.Number), issubclass(bool, numbers.Integral), F.__mro__[1].__name__)
print(pickle.loads(pickle.dumps(a)) == a, copy.copy(a) is a, copy.deepcopy(a) is a, math.gcd(*[F(6).numerator, 9]), math.isclose(F(1, 3), 1 / 3), statistics_mean := sum([F(1, 2), F(1, 3)]) / 2)


class Half(F):
    def __repr__(self):
        return "half of " + str(self * 2)


h = Half(1, 2)
print(repr(h), type(h + 1).__name__, type(copy.copy(h)).__name__, repr(Half(h)), h == F(1, 2))


class Modular(numbers.Integral):
    """An integer modulo 7, with the abstract methods filled in bulk."""
    def __init__(self, n):
        self.n = n % 7

    def __repr__(self):
        return f"{self.n}m"

    def __int__(self):
        return self.n


for name in sorted(numbers.Integral.__abstractmethods__ - {"__int__"}):
    function = getattr(operator, name, None)

    def method(self, *others, function=function, name=name):
        values = [int(o) for o in others if o is not None]
        if name.startswith("__r") and name not in ("__rshift__", "__round__"):
            return Modular(getattr(operator, "__" + name[3:])(values[0], self.n))
        result = function(self.n, *values) if function else getattr(int, name)(self.n, *values)
        return result if isinstance(result, bool) else Modular(result)
    setattr(Modular, name, method)

abc.update_abstractmethods(Modular)
m = Modular(5)
print(m + 4, 4 + m, m * m, 1 - m, m ** 3, -m, m == 5, m < Modular(6), m.numerator, float(m), complex(m), m.real, int(m), m >> 1, bool(m), isinstance(m, numbers.Rational), range(10)[m], F(1, 2) + F(m))
t(numbers.Complex)


def egyptian(f):
    while f:
        unit = F(1, math.ceil(1 / f))
        yield unit
        f -= unit


print(*egyptian(F(7, 15)), "|", *egyptian(F(5, 121)))
print([F(n, 12) for n in range(0, 13, 3)], sorted({F(p, q) for q in range(1, 6) for p in range(q + 1)}))

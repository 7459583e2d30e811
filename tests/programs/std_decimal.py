"""decimal: exact arithmetic, contexts, rounding in every mode, signals, formats, special values, functions to many places. Prints numbers and signals."""
import decimal
import pickle
from decimal import ROUND_HALF_EVEN, Context, Decimal as D, getcontext, localcontext


def t(f, *args):
    try:
        print(f(*args))
    except Exception as e:
        print(type(e).__name__)


print(D("0.1") + D("0.2"), D("1.20") * 3, D(1) / D(7), D("1e3") - 1, -D("-0"), +D("1.10"), abs(D("-3.5")), D(7) // 2, D(-7) % 3, divmod(D("7.5"), 2), D(2) ** 100, D(2) ** -3, D(2) ** D("0.5"), 5 - D(3), 2 ** D(3))
print(repr(D("1.0")), D("  12_3.4  "), D((1, (1, 2, 3), -2)), D(0.1), D.from_float(0.5), D("Infinity"), D("-inf"), D("nan"), D("sNaN12"), D("1E+5"), D("0e-10"), D("1e-7"), D("123456789e-3"), D(10 ** 30), D("00.00"))
for bad in ["x", "", "1.2.3", "1e", "--1", "1__2 x", "\u0661\u0662"]:
    t(D, bad)
for bad in [lambda: D(1) / 0, lambda: D(0) / 0, lambda: D("inf") - D("inf"), lambda: D(-1).sqrt(), lambda: D("sNaN") + 1, lambda: D(1) + 1.5, lambda: D(1) < "x", lambda: D("nan") < 1, lambda: int(D("inf")), lambda: int(D("nan")),
            lambda: D("1e9999999") * D("1e999999999999999999"), lambda: hash(D("sNaN")), lambda: D([1]), lambda: D((0, (1, 10), 0)), lambda: round(D("nan")), lambda: D(0) ** 0, lambda: D(0) ** -1, lambda: D(-8) ** D("0.3"),
            lambda: D("1e400").quantize(D("1e-400")), lambda: D(5).quantize(D("inf")), lambda: D(0).ln(), lambda: D(-1).log10(), lambda: D("inf") % 3, lambda: 3 // D(0)]:
    t(bad)
for mode in ["ROUND_UP", "ROUND_DOWN", "ROUND_CEILING", "ROUND_FLOOR", "ROUND_HALF_UP", "ROUND_HALF_DOWN", "ROUND_HALF_EVEN", "ROUND_05UP"]:
    print(mode, [str(D(v).quantize(D("0.1"), rounding=mode)) for v in ("1.25", "-1.25", "1.35", "1.01", "-1.09", "2.50", "1.051")], [str(D(v).to_integral_value(mode)) for v in ("0.5", "1.5", "-2.5", "2.4999")])
print(round(D("2.675"), 2), round(D("2.5")), round(D("1234"), -2), D("2.5").__floor__(), D("-2.5").__trunc__(), int(D("-3.9")), float(D("0.1")), complex(D(2)), bool(D("0.0")), D("3.14").as_integer_ratio(), D("1.50").normalize(), D("100").normalize())
print(D("1.5") == 1.5, D("0.1") == 0.1, D("0.1") < 0.1, hash(D("1.50")) == hash(1.5), hash(D(7)) == hash(7), D("1.0") == D("1.00"), D("1.0").compare_total(D("1.00")), D("nan") == D("nan"), D(3) == 3 + 0j, max(D(1), 2), sorted([D("1.1"), 1, 1.05]))
with localcontext() as c:
    c.prec = 5
    print(D(1) / 3, D("123456789") + 0, +D("0.000012345678"), D(2).sqrt(), D(10).ln(), D(1).exp(), D(1000).log10(), D("1234567").scaleb(3), bool(c.flags[decimal.Inexact]), sorted(f.__name__ for f, on in c.flags.items() if on))
    c.prec = 40
    print(D(2).sqrt(), D(1).exp(), D(2).ln(), D(3).log10(), D(3) ** D("1.5"))
    c.traps[decimal.DivisionByZero] = False
    print(D(1) / 0, D(-1) / 0, bool(c.flags[decimal.DivisionByZero]))
    c.traps[decimal.InvalidOperation] = False
    print(D("x"), D(0) / 0, D("inf") * 0, D(-1).sqrt(), D("nan").max(3), D("sNaN").is_snan(), D("-nan7"))
    c.traps[decimal.Inexact] = True
    t(lambda: D(1) / 3)
    c.clear_flags()
    c.clear_traps()
    c.Emax, c.Emin = 9, -9
    print(D("1e9") * 100, D("1e-9") / 1000, D("1e-9") / D("1e45"), [f.__name__ for f in (decimal.Overflow, decimal.Underflow, decimal.Subnormal, decimal.Clamped, decimal.Rounded) if c.flags[f]])
print(getcontext().prec, getcontext().rounding == ROUND_HALF_EVEN)
print(sorted(s.__name__ for s, on in getcontext().traps.items() if on), getcontext().Emax, getcontext().clamp)
x = D("1234567.891")
for spec in ["", "f", ".2f", ",.1f", "e", ".3E", "g", ".3g", "%", ".1%", "+.0f", " .2f", "015.2f", "<15.1f", "^15", "*>14.2", "n", "015,.2f", "=+12.1f", ".0e", "z"]:
    try:
        print(repr(spec), format(x, spec), format(-D("0.00012345"), spec), format(D("-inf"), spec), sep="|")
    except ValueError as e:
        print(repr(spec), "ValueError")
print(f"{D('1E+3'):f} {D('1E+3')} {D('1E+3'):g} {D('1E-20'):.3g} {D('0E+2'):f} {D('12.50').to_eng_string()} {D('1.2E+8').to_eng_string()} {D('-0.0')}")
a, b = D("12.5"), D("3")
print(a.remainder_near(b), a.fma(2, b), a.compare(b), a.copy_sign(-b), a.adjusted(), a.as_tuple(), a.logb(), a.next_plus(), D(1).next_toward(2), a.is_signed(), a.number_class(), D("1e-5").is_subnormal(), a.same_quantum(D("0.1")), a.radix(), D(1101).logical_xor(D(1011)), D(123).rotate(1, Context(prec=4)), D(123).shift(-1), a.max_mag(-b), a.canonical())
c = Context(prec=3, rounding="ROUND_UP", traps=[])
print(c.create_decimal("1.23456"), c.divide(1, 3), c.sqrt(2), c.power(2, 10, 7), c.to_sci_string(D("123e5")), c.quantize(D("1.111"), D("0.1")), c.Etiny(), c.copy() is c, c.plus(D("-1.2345")), c.multiply(D("1.11"), 3), bool(c.flags[decimal.Rounded]))
print(pickle.loads(pickle.dumps(a)) == a, decimal.HAVE_CONTEXTVAR, issubclass(decimal.FloatOperation, TypeError), decimal.DivisionByZero.__mro__[1].__name__)
with localcontext(prec=50) as c:
    def pi():
        three = D(3)
        lasts, t, s, n, na, d, da = 0, three, 3, 1, 0, 0, 24
        while s != lasts:
            lasts = s
            n, na = n + na, na + 8
            d, da = d + da, da + 32
            t = (t * n) / d
            s += t
        return +s
    print(pi())

# Floats: shortest repr, hex both ways, parsing, rounding to even, exact ratios, divmod and powers with signs and infinities,
# hashing with ints and fractions, comparison with big ints. Prints results and refusals.
import fractions
import math
import sys


def attempt(f, *args):
    try:
        return f(*args)
    except Exception as error:
        return "%s: %s" % (type(error).__name__, error)


inf, nan = float("inf"), float("nan")
print([1e16, 1e15, 123456789012345680.0, 1e-4, 1e-5, 0.1 + 0.2, 1 / 3, 5e-324, 1.7976931348623157e308, 2.5e-8, 100.0, -0.0, 9007199254740993.0, 1e22, 1e23, inf, -inf, nan, -nan])
print([float(x).hex() for x in (0, -0.0, 1, -1.5, 0.1, 5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, inf, -inf, nan)])
for text in "0x1p0", "0x1.8p1", "-0x.8p-1074", "0x1p-1074", "0x1p-1075", "0x1.8p-1075", "0x1.fffffffffffff8p1023", "0x1.fffffffffffff7p1023", "1.8", "inf", "-Infinity", "NaN", "0X1P+3", " 0x1 ", "0x", "0x1p", "0xg", "", "0x1.0000000000000800000001p0", "0x1.00000000000008p0", "0x1.00000000000018p0", "0x10000000000000000000p-76", "1p", "0x1p99999999999999999999":
    print(repr(text), attempt(float.fromhex, text), end="; ")
print()
for text in "1", " 1.5\n", "1e5", "1E-5", ".5", "5.", "+.5e+1", "1_000.5", "1_e5", "1e1_0", "_1", "1__0", "1e", ".", "e5", "", "inf", "-INF", "+Infinity", "nan", "-nan", "infin", "1e400", "-1e400", "1e-400", "٣.٥", "1.5f", "0x10", "1 2", "\u20035\u2003", "1" * 400, "0." + "0" * 400 + "1", "9007199254740993", "2.2250738585072011e-308", "1\x00", "é", "1.7976931348623158e308", "1.7976931348623159e308":
    print(ascii(text[:12]), ascii(attempt(float, text)), end="; ")
print()
print(attempt(float, b"1.5"), attempt(float, bytearray(b" 2 ")), attempt(float, b"x"), attempt(float, None), attempt(float, []), attempt(float, "1", 2), attempt(float, 1j), float())

for value in 0.5, 1.5, 2.5, -0.5, -1.5, 2.675, 1.005, 0.125, 1e300, 5e-324, 12345.678, -0.0, 1e16 + 2, inf, nan:
    print(value, [attempt(round, value, n) for n in (None, 0, 1, 2, -1, -3, 20, 400, -400)])
print(type(round(1.2)), type(round(1.2, 0)), round(2.5, None), attempt(round, 1.5, 1.0), attempt(round, 1.5, "a"), round(1e22, -22), round(5e22, -23), round(15.0, -1), round(25.0, -1))

values = 7.0, -7.0, 0.0, -0.0, 2.5, -2.5, inf, -inf, nan, 1e-320
for a in values:
    print(a, [attempt(divmod, a, b) for b in (2.0, -2.0, 2.5, inf, -inf, -0.0)])
print([attempt(lambda a=a, b=b: a ** b) for a in (0.0, -0.0, 2.0, -2.0, -8.0, inf, -inf, nan, 1.0, -1.0) for b in (-1.0, 0.0, 0.5, 3.0, -3.0, inf, -inf)])
print(attempt(lambda: 1.0 / 0), attempt(lambda: 1.0 // 0), attempt(lambda: 1.0 % 0), attempt(lambda: 1e200 * 1e200), attempt(lambda: 1e200 ** 2), attempt(lambda: 2.0 ** 1024), 2.0 ** -1080, attempt(lambda: (-2.0) ** 0.5), inf - inf, inf * 0, -7 // 2.0, -7 % 2.5, 1e308 * 10)

for value in 0.1, 0.5, -2.75, 1e22, 5e-324, 1e308, -0.0, inf, nan:
    print(value, attempt(value.as_integer_ratio), value.is_integer(), attempt(int, value), attempt(math.floor, value), attempt(math.ceil, value), attempt(math.trunc, value), abs(value), -value, +value, bool(value), value.conjugate(), value.real, value.imag)
print(hash(1.0) == hash(1), hash(0.5) == hash(fractions.Fraction(1, 2)), hash(inf), hash(-inf), hash(-0.0), hash(1e300) == hash(int(1e300)), hash(-1.0), hash(2.0**61), hash(0.1) == hash(fractions.Fraction(0.1)), hash(nan) == hash(nan), {1: "int", 1.0: "float", True: "bool"}, len({nan, nan, float("nan")}))
big = 2**53
print(big + 1 == float(big), big + 1 > float(big), float(big) < big + 1, 2**1024 > sys.float_info.max, 2**1024 > inf, -2**1024 < -inf, 10**400 == inf, 10**400 < inf, 10**400 > nan, 1e308 < 10**309, 0.1 + 0.2 == 0.3, 0.1 < fractions.Fraction(1, 10), 0.5 == fractions.Fraction(1, 2), True == 1.0, 10**23 == 1e23, int(1e23))
print(sum([0.1] * 10), math.fsum([0.1] * 10), sum([0.1] * 10, start=0), sum([1e100, 1.0, -1e100]), sum([1, 2.5, True]), sum([2**53, 1.0, 1]), min(0.0, -0.0), max(-0.0, 0.0), min(nan, 1), min(1, nan), sorted([3.0, -0.0, 0, -inf, 2]))
print(sys.float_info.max, sys.float_info.min, sys.float_info.epsilon, sys.float_info.dig, sys.float_info.mant_dig, sys.float_info.radix, sys.float_repr_style, float.__getformat__("double"))


class Float(float):
    def __repr__(self): return "Float(%s)" % float.__repr__(self)


f = Float(1.5)
print(f, [f], f + 1, -f, f.hex(), Float.fromhex("0x1p4"), f"{f}", f"{f:.2f}", "%s %r %.1f" % (f, f, f), type(f * 2).__name__, type(+f).__name__, type(f.real).__name__, type(f.__float__()).__name__, Float("2.5"), complex(f), round(f), divmod(f, 1))
print(0.1.__add__("x"), (1.0).__eq__(1), (1.0).__eq__("1"), (1.0).__floordiv__(0.3), (5.0).__rsub__(1), attempt((1.0).__rpow__, 2, 3), attempt((2.0).__pow__, 2, 3), attempt(lambda: 1.0 << 1), attempt(lambda: ~1.0), attempt([1].__getitem__, 1.0), attempt(lambda: "a" * 1.0), 1.0.__class__)

# Complex numbers: text both ways, signs of zeros, arithmetic with mixed operands, powers, comparison, hashing, formatting,
# subclasses and refusals. Prints results.


def attempt(f, *args, **named):
    try:
        return f(*args, **named)
    except Exception as error:
        return "%s: %s" % (type(error).__name__, error)


inf, nan = float("inf"), float("nan")
print([1j, -1j, 0j, -0j, 1 + 0j, -0.0 + 0j, complex(-0.0, -0.0), complex(0, -0.0), 1.5 - 2j, 1e100j, complex(inf, nan), complex(nan, -inf), complex(-nan, -0.0), 1e-7 + 1e16j, complex(3, -inf)])
for text in "1", "1j", "j", "-j", "+j", "1+j", "1-j", "1+2j", " 1+2j ", "(1+2j)", " ( 1+2j ) ", "( 1 + 2j)", "1 + 2j", "1+2", "j1", "1j+2", "1e5-2.5e-3j", "1e5", ".5j", "nan+nanj", "inf-infj", "-nanj", "infinityJ", "1_0+1_0j", "1__0j", "", "()", "(1", "1)", "((1))", "1+", "+-1j", "1+-2j", "1++2j", "1J", "٣+٤j", "1jj", "a", "1e400j", "\ud800", "1\x00":
    print(ascii(text), ascii(attempt(complex, text)), end="; ")
print()
for args, named in ((), {}), ((1,), {}), ((1, 2), {}), ((1j, 1j), {}), ((1j, 2), {}), ((1, 2j), {}), ((), {"real": 1, "imag": 2}), ((), {"imag": 2}), ((True, False), {}), (("1", 2), {}), ((1, "2"), {}), (("1",), {"imag": 1}), ((None,), {}), (([],), {}), ((1, None), {}), ((b"1",), {}), ((1, 2, 3), {}), ((-0.0, -0.0), {}), ((1 + 0j, -0.0), {}), ((10**400,), {}):
    print(args, named, attempt(complex, *args, **named))

numbers = 0, 2, -1.5, 1j, 3 - 4j, -0j, True
for a in numbers:
    for b in numbers[3:5]:
        print(a, b, a + b, a - b, b - a, a * b, attempt(lambda: a / b), attempt(lambda: b / a), attempt(lambda: a ** b), attempt(lambda: b ** a), a == b)
print(attempt(lambda: 1j // 1), attempt(lambda: 1j % 1), attempt(divmod, 1j, 1), attempt(lambda: 1j < 1j), attempt(lambda: 1 < 1j), attempt(sorted, [1j, 2]), attempt(max, 1j, 2), attempt(int, 1j), attempt(float, 1j), attempt(round, 1j), attempt(abs, "1"), attempt(pow, 1j, 2, 3), attempt(lambda: 1j + "a"), attempt(lambda: 1j & 1), attempt(lambda: ~1j), attempt(lambda: 1j << 1), attempt([1].__getitem__, 1j), attempt(hex, 1j), sep="\n")
print(abs(3 + 4j), abs(complex(inf, nan)), abs(complex(nan, 1)), attempt(abs, complex(1e308, 1e308)), -(1 - 0j), +(-0j), (1 + 2j).conjugate(), (1j).real, (1j).imag, (5).imag, 2.5.conjugate(), bool(0j), bool(-0j), bool(complex(nan)))
print(1j ** 2, 1j ** -1, 1j ** 0, 0j ** 0, (1 + 1j) ** 3, (1 + 1j) ** 100, (1 + 1j) ** -100, (1 + 1j) ** 101, (2 + 0j) ** 0.5, (-1) ** 0.5, (-8) ** (1 / 3), attempt(lambda: 0j ** -1), attempt(lambda: 0j ** 1j), attempt(lambda: (1e200 + 1j) ** 2), attempt(lambda: 1 / 0j), 1j ** 1j, 2 ** 1j)
print(complex(inf, 1) * 0, complex(inf, 1) * 1j, complex(1e200, 1e200) * complex(1e200, -1e200), 1 / complex(inf, inf), complex(1, inf) / 2, complex(1e-320, 1) / complex(1, 1e-320), 0j * -1, -1 * 0j, 0 - 0j, -0.0 - 0j, 1j - 1j)
print(hash(1 + 0j) == hash(1), hash(1j) == hash(1j), hash(complex(2.5, 0)) == hash(2.5), {1: "a"}[1 + 0j], 1 == 1 + 0j, 1.5 == 1.5 + 0j, 2**53 + 1 == complex(2**53), 10**400 == 1j, 1j == "a", 1j != None, complex(nan) == complex(nan), 1j in [1, 1j], complex(0, 0) == complex(-0.0, -0.0), hash(complex(-0.0, 0.0)))


class Polar(complex):
    def __new__(cls, r, turns=0):
        return super().__new__(cls, r * (1j ** (4 * turns)))
    def __repr__(self): return "Polar(%s)" % complex.__repr__(self)
    def __mul__(self, other): return "Polar mul"


p = Polar(2, 0.5)
print(p, [p], f"{p}", "%s" % p, p * 2, 2 * p, p + 1, type(p + 1).__name__, type(p.conjugate()).__name__, type(+p).__name__, type(complex(p)).__name__, p.__complex__(), type(p.__complex__()).__name__, p.__getnewargs__())


class Converts:
    def __init__(self, result): self.result = result
    def __complex__(self): return self.result


print(complex(Converts(1j)), attempt(complex, Converts(1)), attempt(complex, Converts("1j")), complex(Converts(2j), 3), attempt(lambda: 1j + Converts(1j)))
for spec in "", "5", ".2f", "+g", "^20", ",.0f", ".3e", "#.2", "E", ">+10.1f", "08", "=10", "s", "d", "%", "x":
    print(repr(spec), attempt(format, 1234.5 - 2j, spec), end=" | ")
print()
print("%s %r %a" % (1j, -1j, 2 + 0j), attempt(lambda: "%d" % 1j), attempt(lambda: "%f" % 1j), str(1j), repr(complex("1e500")), sum([1j, 2, 3.5]), sum([], 1j), [1j] * 2, attempt((1j).__setattr__, "real", 1), attempt(setattr, 1j, "imag", 1), 1j.__class__.__name__, complex.__name__)
print((1 + 2j).__add__(1), (1j).__add__("a"), (1j).__radd__(1.5), (1j).__eq__(1), (1j).__lt__(1j), (1j).__bool__(), (1j).__pow__(2), attempt((1j).__pow__, 2, 3), (1j).__rpow__(2), (1j).__truediv__(2), (1j).__format__(""), (1j).__hash__() == hash(1j), 1J, 0_1_0j, .5e1j)

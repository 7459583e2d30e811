# The format mini-language over every kind of number and text: fill, alignment, sign, z, #, 0, width, grouping, precision and
# type; nested fields; every refusal. Prints one line a value or a specification.
import datetime
import decimal


def attempt(f, *args):
    try:
        return f(*args)
    except Exception as error:
        return "%s: %s" % (type(error).__name__, error)


ints = 0, 7, -42, 123456789, -10**25, True
for spec in "", "d", "5", "<5", "^7", "=+7", "*^+9", "05", "+d", " d", "-d", ",", "_", "x", "#x", "#X", "#o", "#b", "_b", "#_x", "012_x", "013,", "c", "e", ".2f", "g", "%", ".1%", "n", ",.3f", "_.1e", "é>6", "0<6", "#", "+#012_x", "z.1f":
    print(repr(spec), [attempt(format, value, spec) for value in ints])
floats = 0.0, -0.0, 1.5, -2.675, 1e100, 123456.789, 1e-7, float("inf"), float("-nan"), 5e-324
for spec in "", "f", ".0f", "#.0f", ".3", ".1", "#.3g", "g", "G", ".0e", "#.0e", "E", "%", ".0%", "010.2f", "+.1f", " .2f", ",", "_.2f", "020,.3f", "*=12.1f", "^12", "z.0f", "-z.1f", "n", ".20g", ".50f", "F", "z":
    print(repr(spec), [attempt(format, value, spec) for value in floats])
texts = "", "ab", "añb", "\U0001F600x", "longer text"
for spec in "", "s", "5", ">5", "^6", "*<6", ".3", "5.1", "^.0", "\U0001F600^7", "08", "é>12.2s":
    print(repr(spec), [attempt(format, value, spec) for value in texts])
complexes = 1 + 2j, -0j, 1e20 - 1.5j, complex("nan-infj")
for spec in "", ".2f", "+.1e", ">20", "^20.1f", ",.1f", "g", ".3", "#.3g", "%", "020", "=20", "s", "n":
    print(repr(spec), [attempt(format, value, spec) for value in complexes])

print("refusals")
for value, spec in (
    (1, "s"), (1, ".2"), (1, ",x"), (1, ",_"), (1, "_,"), (1, ",,"), (1, "__"), (1, "_n"), (1, ",c"), (1, "+c"), (1, "#c"), (1, "q"), (1, "10q"), (1, "é"),
    (1, "<<5"), (1, "5<"), (1, "."), (1, ".x"), (1, "99999999999999999999"), (1, ".99999999999999999999f"), (-1, "c"), (0x110000, "c"), (1, "zd"), (1, "z"),
    (1.0, "d"), (1.0, "x"), (1.0, "s"), (1.0, ","), (1.0, "_"), (1.0, ",n"), (1.0, ".f"), (1.0, "c"), (1.0, "\0"),
    ("a", "d"), ("a", "="), ("a", "=5"), ("a", "+"), ("a", " "), ("a", "#"), ("a", ","), ("a", "_"), ("a", "z"), ("a", "010"), ("a", "<010"), ("a", "."), ("a", ".2d"),
    (1j, "d"), (1j, "05"), (None, "5"), ([], "s"), ((), ""), (object, ">3"), (b"a", "s"), (range(1), "x"),
):
    print(repr(value) if not isinstance(value, type) else value.__name__, repr(spec), attempt(format, value, spec))

print("fields")
data = {"a": [1, {"b": "deep"}], "w": 8, "p": 2}
print("{0[a][1][b]:>{0[w]}}|{0[a][0]:0{0[w]}.{0[p]}f}|{1.real}|{1.imag!r:>5}".format(data, 3))
print("{}{}{}".format(1, "b", [None]), "{2}{0}{1}{0}".format(*"xyz"), "{a}{b}{a}".format(a=1, b=2), "{{}}{{{0}}}".format(5), "{:{}}|{:{}.{}}".format("a", 4, "bcdef", 6, 3))
print("{!r} {!s} {!a}".format("é", "é", "é"), "{0!r:>10}|{0!a:*<10}".format("ü"))
for text, args in (
    ("{", ()), ("}", ()), ("{}}", (1,)), ("{{}", ()), ("{0}{}", (1, 2)), ("{}{0}", (1, 2)), ("{1}", (1,)), ("{a}", ()), ("{!x}", (1,)), ("{!}", (1,)), ("{!rr}", (1,)), ("{0", (1,)),
    ("{0[}", (1,)), ("{0[]}", ([1],)), ("{0[a]}", ([1],)), ("{0.}", (1,)), ("{0.x}", (1,)), ("{0[0]x}", ([1],)), ("{:{:{}}}", (1, 2, 3)), ("{0[-1]}", ([1],)), ("{0[99999999999999999999]}", ([1],)), ("{:d}", ("a",)),
    ("{a b}", ()), ("{ 0}", (1,)), ("{0 }", (1,)), ("{-1}", (1,)), ("{:}", (1,)), ("{0:{1}}", (1,)), ("{٣}", (1,)), ("{٠}{0:٥}", (1,)), ("{0[٠]}", ("ab",)), ("{²}", (1,)),
):
    print(repr(text), attempt(lambda: text.format(*args)))
print(attempt("{a.b[c]}".format_map, {"a": 1}), attempt("{x}{y}".format_map, {"x": 1}), attempt("{}".format_map, {"x": 1}), attempt("{0}".format_map, {0: "int key"}))


class Missing(dict):
    def __missing__(self, key): return "<%s>" % key


class Spec:
    def __format__(self, spec): return "[%s]" % spec
    def __getattr__(self, name): return name.upper()
    def __getitem__(self, key): return repr(key)


print("{x} {y:>8}".format_map(Missing(x=1)), "{0:any text} {0.name} {0[key]} {0[12]} {0[-3]} {0[a.b]}".format(Spec()))
w, p, v = 10, 3, 3.14159
print(f"{v:{w}.{p}}|{v:<{w}.{p}f}|{v!r:*^{w + 4}}|{v=:.2f}|{ v = }|{'nested ' + f'{v:.{p - 1}f}'}|{w:#{'x'}}|{'{'}{{{w}}}|{w:%}")
print(f"{datetime.date(2020, 2, 29):%Y/%m/%d %A}", f"{decimal.Decimal('1234.5678'):,.2f}", f"{decimal.Decimal('1E+3'):>10}", "{:%H:%M}".format(datetime.time(3, 4)))

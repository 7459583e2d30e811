"""f-strings, str.format and format specifications for every kind of value, and the errors in them."""


def attempt(f):
    try:
        return f()
    except Exception as error:
        return f"{type(error).__name__}: {error}"


width, value, name, items, table = 10, 3.14159, "ouro", [1, 2, 3], {"k": "v", 1: "one"}
print(f"{value:.2f}|{value:{width}.3}|{name!r:>{width}}|{name:^{width}}|{items}|{table['k']}|{name.upper()}")
print(f"{value=} {name = } {items[0]+1=:>4} {name=!s}")
print(f"{{literal}} {'nested ' + f'{name} {value:.1f}'} {1 if items else 2} {(lambda x: x * 2)(4)} {'a' 'b'}")
print(f"""multi
line {name
} end""", rf"\raw{name}\n", f'{name:{"*"}>{width}}')
print(f"{None} {True!s:>6} {1.0} {1j} {[name]!r} {b'x'} {...}")
print("{0} {1} {0} {name} {x.real} {d[key]} {d[0]}".format(1, "two", name=3, x=4, d={"key": 5, 0: 6}))
print("{} {:>5} {!r:<6}|{:{}}".format(1, 2, "3", 4, 5))
specs = ["", "d", "5", "<5", ">5", "^5", "*^9", "+", "-", " ", "=+8", "08", "+08", "#x", "#b", "#o", "X", "#X", "c", "n", ",", "_", "_x", "010,", "e", ".3e", "E", "f", ".0f", "#.0f", "F", "g", ".3g", "#g", "G", "%", ".1%", "z.1f", "s", ".2", ".2s", "10.3s", ",.2f", "_.3f", "+.2%", "\u20ac>6", "=5", "j", "5d ", "1000000000000000000000"]
for spec in specs:
    row = []
    for thing in (0, 42, -42, 1234567, 10**20, True, 0.0, 3.14159, -1234567.891, 1e100, float("inf"), float("nan"), "text", 1 + 2j, None):
        row.append(attempt(lambda: format(thing, spec)))
    print(repr(spec), *row, sep=" | ")


class Money:
    """A class with its own specification language."""

    def __init__(self, cents):
        self.cents = cents

    def __format__(self, spec):
        return f"<{spec}:{self.cents // 100}.{self.cents % 100:02}>"

    def __repr__(self):
        return f"Money({self.cents})"


m = Money(1205)
print(f"{m} {m:long} {m!r} {m!s:>14} {m:{width}}", "{:x y}".format(m), format(m), format(m, "z"))
print(format(object, ""), attempt(lambda: format(object(), "5")[:7]), attempt(lambda: format([], "5")), attempt(lambda: format(1, 2)))
for template, args, named in [("{", (), {}), ("}", (), {}), ("{} {0}", (1,), {}), ("{0} {}", (1,), {}), ("{1}", (0,), {}), ("{x}", (), {}),
                              ("{0.foo}", (1,), {}), ("{0[1]}", ([1],), {}), ("{0[x]}", ([1],), {}), ("{!x}", (1,), {}), ("{:{}}", (1,), {}),
                              ("{0!r", (1,), {}), ("{0:", (1,), {}), ("{a.b[c].d}", (), {"a": 1}), ("{:d}", ("s",), {}), ("{0[}", ([],), {}), ("{!}", (1,), {})]:
    print(template, "->", attempt(lambda: template.format(*args, **named)))
print("{a} {b}".format_map({"a": 1, "b": 2}))


class Default(dict):
    def __missing__(self, key):
        return f"<{key}>"


print("{a} {b}".format_map(Default(a=1)), "%(zz)s" % Default())
print(f"{3:{'>'}{5}}", f"{value!r:.3}", f"{'x':\u20ac^5}")
print(*(f"{n:>3}{n * n:>5}{n ** 3:>7}" for n in range(1, 6)), sep="\n")

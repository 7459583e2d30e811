# Which operand's method is asked first: subclasses on the right, same types, missing and None methods, NotImplemented
# everywhere, sequences against numbers, and the errors that remain. Prints the order of calls.


def attempt(f, *args):
    try:
        return f(*args)
    except Exception as error:
        return "%s: %s" % (type(error).__name__, error)


calls = []


def method(label, result=NotImplemented):
    def call(self, other, *rest):
        calls.append("%s.%s" % (type(self).__name__, label))
        return result
    return call


def run(text, **names):
    calls.clear()
    shown = attempt(eval, text, names)
    print(text, "->", calls, shown)


class A:
    __add__, __radd__ = method("add"), method("radd")
    __pow__, __rpow__ = method("pow"), method("rpow")
    __matmul__, __rmatmul__ = method("matmul", "A matmul"), method("rmatmul", "A rmatmul")


class Plain(A):
    pass


class Overrides(A):
    __radd__ = method("radd", "child's radd")
    __rmatmul__ = method("rmatmul", "child's rmatmul")


class Forward(A):
    __add__ = method("add", "child's add")


class Unrelated:
    __radd__ = method("radd", "unrelated")


a = A()
run("a + a", a=a)
run("a + p", a=a, p=Plain())
run("a + o", a=a, o=Overrides())
run("o + a", a=a, o=Overrides())
run("a @ o", a=a, o=Overrides())
run("a @ p", a=a, p=Plain())
run("a + f", a=a, f=Forward())
run("a + u", a=a, u=Unrelated())
run("u + a", a=a, u=Unrelated())
run("u + u", u=Unrelated())
run("a ** a", a=a)
run("2 ** a", a=a)
run("pow(a, 2)", a=a)
run("pow(a, 2, 3)", a=a)
run("pow(2, a, 3)", a=a)
run("a + 1", a=a)
run("[] + a", a=a)
run("'' + u", u=Unrelated())
run("[1] * a", a=a)


class Blocks:
    __radd__ = None
    __mul__ = None
    __lt__ = None
    __neg__ = None
    __contains__ = None
    __hash__ = None
    __iter__ = None
    __bool__ = None


b = Blocks()
for text in "1 + b", "b * 2", "2 * b", "b < 1", "1 > b", "-b", "3 in b", "hash(b)", "iter(b)", "bool(b)", "[*b]", "b == b", "not b":
    print(text, "->", attempt(eval, text, {"b": b}))


class Int(int):
    def __add__(self, other): calls.append("Int.add"); return "Int add"
    def __radd__(self, other): calls.append("Int.radd"); return "Int radd"
    def __rsub__(self, other): calls.append("Int.rsub"); return super().__rsub__(other)
    def __eq__(self, other): calls.append("Int.eq"); return int(self) == int(other)
    __hash__ = int.__hash__


five = Int(5)
run("1 + five", five=five)
run("five + 1", five=five)
run("1.5 + five", five=five)
run("True + five", five=five)
run("8 - five", five=five)
run("8 * five", five=five)
run("5 == five", five=five)
run("five == 5", five=five)
run("5 in [five]", five=five)
run("{5: 'x'}[five]", five=five)
run("sum([1, five])", five=five)
run("divmod(17, five)", five=five)


class Seq:
    def __mul__(self, n): return ("Seq mul", n)
    def __rmul__(self, n): return ("Seq rmul", n)
    def __index__(self): return 2


s = Seq()
for text in "s * 3", "3 * s", "[0] * s", "s * [0]", "'ab' * s", "(1,) * s", "b'x' * s", "range(10)[s]", "[5, 6, 7][s:]", "s + 1":
    print(text, "->", attempt(eval, text, {"s": s}))


class Index:
    def __index__(self): return 2


i = Index()
for text in "i * [0]", "[0] * i", "'ab' * i", "1 << i", "2 * i", "bytes(i)", "hex(i)", "'%d' % i", "'%x' % i", "'{:x}'.format(i)", "round(2.675, i)", "int(i)", "float(i)", "complex(i)", "i == 2":
    print(text, "->", attempt(eval, text, {"i": i}))


class Base(float):
    def __rtruediv__(self, other): return "Base rtruediv"


class Derived(Base):
    pass


print(1 / Base(2), 1.0 / Base(2), 1.0 / Derived(2), Base(1) / Derived(2), Base(1) / 2)

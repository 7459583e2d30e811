"""Inheritance, MRO, super, special methods, class attributes."""


class A:
    kind = "A"

    def __init__(self, x):
        self.x = x

    def who(self):
        return "A"

    def __repr__(self):
        return "%s(%r)" % (type(self).__name__, self.x)

    def __eq__(self, other):
        return isinstance(other, A) and self.x == other.x

    def __lt__(self, other):
        return self.x < other.x

    def __hash__(self):
        return hash(self.x)


class B(A):
    def who(self):
        return "B" + super().who()


class C(A):
    def who(self):
        return "C" + super().who()


class D(B, C):
    kind = "D"

    def who(self):
        return "D" + super().who()


d = D(3)
print(d, d.who(), [c.__name__ for c in D.__mro__], d.kind, B.kind)
print(d == D(3), d != D(3), D(1) < D(2), len({D(1), D(1), D(2)}), sorted([D(2), D(1)]))
print(isinstance(d, A), issubclass(D, C), issubclass(A, B), isinstance(1, (str, int)))
try:
    class Bad(A, D):
        pass
except TypeError as error:
    print("TypeError:", error)
try:
    d < 3
except AttributeError as error:
    print("AttributeError:", error)
try:
    A()
except TypeError as error:
    print("TypeError:", error)
try:
    object(1)
except TypeError as error:
    print("TypeError:", error)


class Vector:
    def __init__(self, *items):
        self.items = items

    def __len__(self):
        return len(self.items)

    def __getitem__(self, i):
        return self.items[i]

    def __add__(self, other):
        if not isinstance(other, Vector):
            return NotImplemented
        return Vector(*[a + b for a, b in zip(self, other)])

    def __radd__(self, other):
        return ("radd", other)

    def __mul__(self, k):
        return Vector(*[a * k for a in self])

    __rmul__ = __mul__

    def __neg__(self):
        return self * -1

    def __contains__(self, x):
        return x in self.items

    def __bool__(self):
        return any(self.items)

    def __call__(self, f):
        return Vector(*map(f, self))

    def __iter__(self):
        return iter(self.items)

    def __str__(self):
        return "<" + ", ".join(map(str, self.items)) + ">"


v = Vector(1, 2, 3)
print(v + v, 2 * v, v * 3, -v, 2 in v, bool(Vector(0)), v(str), list(v), v[0], v[-1], v[1:])
print(1 + v)
try:
    v + 1
except TypeError as error:
    print("TypeError:", error)
v += v
print(v, len(v))
a, *b = v
print(a, b)

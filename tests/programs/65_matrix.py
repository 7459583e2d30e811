"""A matrix class: arithmetic, determinant, inverse over fractions of ints, powers, transposition, Gauss elimination, rotation. Prints the results."""


def gcd(a, b):
    while b:
        a, b = b, a % b
    return abs(a)


class Fraction:
    __slots__ = ("n", "d")

    def __init__(self, n, d=1):
        if isinstance(n, Fraction):
            n, d = n.n, n.d * d
        if d == 0:
            raise ZeroDivisionError(f"{n}/0")
        g = gcd(n, d) * (1 if d > 0 else -1)
        self.n, self.d = n // g, d // g

    def _other(method):
        def wrapped(self, other):
            if isinstance(other, int):
                other = Fraction(other)
            elif not isinstance(other, Fraction):
                return NotImplemented
            return method(self, other)
        return wrapped

    @_other
    def __add__(self, o): return Fraction(self.n * o.d + o.n * self.d, self.d * o.d)
    @_other
    def __sub__(self, o): return Fraction(self.n * o.d - o.n * self.d, self.d * o.d)
    @_other
    def __mul__(self, o): return Fraction(self.n * o.n, self.d * o.d)
    @_other
    def __truediv__(self, o): return Fraction(self.n * o.d, self.d * o.n)
    @_other
    def __eq__(self, o): return self.n == o.n and self.d == o.d
    @_other
    def __lt__(self, o): return self.n * o.d < o.n * self.d
    __radd__, __rmul__ = __add__, __mul__
    def __rsub__(self, o): return Fraction(o) - self
    def __neg__(self): return Fraction(-self.n, self.d)
    def __bool__(self): return self.n != 0
    def __hash__(self): return hash((self.n, self.d))
    def __float__(self): return self.n / self.d
    def __repr__(self): return f"{self.n}" if self.d == 1 else f"{self.n}/{self.d}"


class Matrix:
    def __init__(self, rows):
        self.rows = [[Fraction(x) for x in row] for row in rows]
        if len({len(row) for row in self.rows}) != 1:
            raise ValueError("rows of different lengths")

    @classmethod
    def identity(cls, n):
        return cls([[int(i == j) for j in range(n)] for i in range(n)])

    @property
    def shape(self):
        return len(self.rows), len(self.rows[0])

    def __getitem__(self, key):
        match key:
            case int(i), int(j): return self.rows[i][j]
            case int(i): return self.rows[i]
            case slice() as rows, slice() as columns: return Matrix([row[columns] for row in self.rows[rows]])
        raise TypeError(f"bad index {key!r}")

    def __add__(self, other):
        return Matrix([[a + b for a, b in zip(r, s, strict=True)] for r, s in zip(self.rows, other.rows, strict=True)])

    def __matmul__(self, other):
        if self.shape[1] != other.shape[0]:
            raise ValueError(f"shapes {self.shape} and {other.shape} do not fit")
        columns = list(zip(*other.rows))
        return Matrix([[sum((a * b for a, b in zip(row, column)), Fraction(0)) for column in columns] for row in self.rows])

    def __pow__(self, n):
        result, base = Matrix.identity(len(self.rows)), self if n >= 0 else self.inverse()
        n = abs(n)
        while n:
            if n & 1:
                result @= base
            base @= base
            n >>= 1
        return result

    def __eq__(self, other): return isinstance(other, Matrix) and self.rows == other.rows
    def __mul__(self, k): return Matrix([[a * k for a in row] for row in self.rows])
    __rmul__ = __mul__
    def __invert__(self): return Matrix(zip(*self.rows))

    def eliminate(self):
        """Reduced row echelon form and the determinant of the square part."""
        rows, determinant, pivot = [row[:] for row in self.rows], Fraction(1), 0
        for column in range(min(self.shape)):
            at = next((i for i in range(pivot, len(rows)) if rows[i][column]), None)
            if at is None:
                return Matrix(rows), Fraction(0)
            if at != pivot:
                rows[at], rows[pivot] = rows[pivot], rows[at]
                determinant = -determinant
            lead = rows[pivot][column]
            determinant *= lead
            rows[pivot] = [x / lead for x in rows[pivot]]
            for i, row in enumerate(rows):
                if i != pivot and row[column]:
                    factor = row[column]
                    rows[i] = [x - factor * y for x, y in zip(row, rows[pivot])]
            pivot += 1
        return Matrix(rows), determinant

    def inverse(self):
        n = len(self.rows)
        wide, determinant = Matrix([a + b for a, b in zip(self.rows, Matrix.identity(n).rows)]).eliminate()
        if not determinant:
            raise ZeroDivisionError("singular matrix")
        return wide[:, n:]

    def __str__(self):
        width = max(len(repr(x)) for row in self.rows for x in row)
        return "\n".join("[" + " ".join(f"{x!r:>{width}}" for x in row) + "]" for row in self.rows)


a = Matrix([[2, 1, 0], [1, 3, 1], [0, 1, 4]])
b = Matrix([[1, 2], [3, 4], [5, 6]])
print(a, a @ b, ~b, a.inverse(), a @ a.inverse() == Matrix.identity(3), a ** 5, a ** -2, 2 * a + a * -1 == a, sep="\n--\n")
print(a.eliminate()[1], Matrix([[1, 2], [2, 4]]).eliminate()[1], a[1, 1], a[0], a[:2, 1:].rows)
print((Matrix([[1, 1], [1, 0]]) ** 200)[0, 1], Matrix([[2, 1, 5], [1, -1, 1]]).eliminate()[0][0][2])
hilbert = Matrix([[Fraction(1, i + j + 1) for j in range(8)] for i in range(8)])
print(hilbert.eliminate()[1], sum(sum(row, Fraction(0)) for row in hilbert.inverse().rows), float(hilbert[7, 7]))
for f in (lambda: b @ b, lambda: Matrix([[1, 2], [2, 4]]).inverse(), lambda: Matrix([[1], [1, 2]]), lambda: a["x"], lambda: a + b, lambda: Fraction(1, 0), lambda: Fraction(1) + "x", lambda: sorted([Fraction(1, 2), Fraction(1, 3), 0])):
    try:
        print(f())
    except Exception as error:
        print(type(error).__name__, error)

"""Every kind of simple and compound statement once: assignments, del, assert, pass, if, while, for, break, continue, else of loops."""
a = b = c = 1
a += 1; b -= 1; c *= 5
print(a, b, c)
d: int = 7
e: "not evaluated as a name" = 8
undefined_but_annotated: int
print(d, e, sorted(__annotations__))
a, b = b, a
(a, b), c = (c, [a]), 9
print(a, b, c)
x = [0, 1, 2, 3]
x[0], x[1:3] = "zero", ["one", "two", "more"]
print(x)
i = 0
i, x[i] = 1, "after"
print(i, x)
del x[0], x[-1]
print(x)
del (a, b)
try:
    a
except NameError as error:
    print(error)
for name, operator in {"plus": "+", "minus": "-"}.items():
    print(name, operator)
n = 7
n //= 2
n **= 3
n %= 10
n <<= 3
n |= 1
n ^= 2
n &= 0x3B
n >>= 1
print(n)
f = 7
f /= 2
print(f)

for n in range(2, 12):
    for p in range(2, n):
        if n % p == 0:
            print(n, "=", p, "*", n // p)
            break
    else:
        print(n, "is prime")

while n:
    n -= 1
    if n % 2:
        continue
    if n == 4:
        break
    print("while", n)
else:
    print("not reached")
while n:
    n -= 1
else:
    print("while else", n)

for n in []:
    pass
else:
    print("empty for else")


def returns_from_loop():
    for value in range(5):
        while True:
            if value == 3:
                return value
            break
    else:
        return "else"


print(returns_from_loop())
try:
    assert n == 1, f"n is {n}"
except AssertionError as error:
    print("AssertionError", error)
try:
    assert n
except AssertionError as error:
    print(repr(error))
assert True
if n:
    print("no")
elif not n and n == 0:
    print("elif")
else:
    print("no")
print(1 if n else 2, n or "or", n and "and", not n)
print(1 < 2 < 3 != 4 > 0, 1 < 3 < 2, 1 == 1.0 == True)


class Traced:
    """Shows the order in which targets and values are evaluated."""

    def __init__(self, name):
        self.name = name

    def __getitem__(self, key):
        print("get", self.name, key)
        return 10

    def __setitem__(self, key, value):
        print("set", self.name, key, value)

    def __setattr__(self, key, value):
        if key != "name":
            print("setattr", self.name, key, value)
        else:
            super().__setattr__(key, value)


def seen(value):
    print("eval", value)
    return value


t = Traced("t")
t[seen("k")] = seen("v")
t[seen("k")] += seen(1)
t[seen(1):seen(2)] = t.attribute = seen("chain")
for t[seen("loop")] in "ab":
    pass
print({seen("k1"): seen("v1"), seen("k2"): seen("v2")})
print(seen(1) + seen(2) * seen(3))
print(print("first"), print("second"))

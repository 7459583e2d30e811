"""All kinds of parameters, and what goes wrong with them."""


def f(a, b=2, /, c=3, *args, d, e=5, **rest):
    return a, b, c, args, d, e, rest


print(f(1, d=4))
print(f(1, 2, 3, 4, 5, d=6, z=7))
print(f(*range(5), **{"d": 1, "x": 2}))
print(f(1, *[2, 3], *(4,), d=0, **{"e": 9}, **{"g": 1}))


def attempt(call):
    try:
        print(call())
    except TypeError as error:
        print("TypeError:", error)


def two(a, b):
    return a + b


def keyword_only(*, k):
    return k


attempt(lambda: two(1))
attempt(lambda: two())
attempt(lambda: two(1, 2, 3))
attempt(lambda: two(1, b=2, c=3))
attempt(lambda: two(1, a=2))
attempt(lambda: keyword_only(1))
attempt(lambda: keyword_only())
attempt(lambda: f(a=1, d=2))
attempt(lambda: f(1))
attempt(lambda: two(*1))
attempt(lambda: two(**1))
attempt(lambda: two(1, **{"b": 1, 2: 3}))
attempt(lambda: two(**{"a": 1}, **{"a": 2}))


def defaults(x, seen=[]):
    seen.append(x)
    return seen


print(defaults(1), defaults(2), defaults.__defaults__)
square = lambda x, *, power=2: x ** power
print(square(3), square(3, power=3), square.__name__, square.__kwdefaults__)

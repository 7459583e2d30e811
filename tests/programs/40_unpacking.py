"""Unpacking: stars in targets, calls and displays, nested targets, iterators of any kind, and the errors of wrong lengths."""


def attempt(f, *args):
    try:
        return repr(f(*args))
    except Exception as error:
        return f"{type(error).__name__}: {error}"


a, *b = "abc"; print(a, b)
*a, b = range(4); print(a, b)
a, *b, c = [1, 2]; print(a, b, c)
[a, (b, *c), d] = 1, "xyz", {4: 5}; print(a, b, c, d)
(a, b), [c, d] = {1: 2, 3: 4}.items(); print(a, b, c, d)
a = *"ab", *(1, 2), *{3}; print(a)
first, second = (n * n for n in range(2)); print(first, second)
a = b, c = 5, 6; print(a, b, c)
x = [1, 2, 3]; x[0], *x[1:], y = 9, 8, 7, 6; print(x, y)
for i, (j, *k) in enumerate(["abc", (1, 2)]): print(i, j, k)
print([*range(3), *"ab"], (*[], 1), {*[1, 1]}, {**{"a": 1}, **{"a": 2, "b": 3}}, [*{"k": 1}])


def three():
    a, b, c = value


for value in [(1, 2), (1, 2, 3, 4), "ab", 5, None, iter([1]), {1, 2}, [1, 2, 3]]:
    print(attempt(three))


def starred():
    a, b, *c, d = value


for value in [(1, 2), "", range(3), [1, 2, 3, 4, 5], 5]:
    print(attempt(starred))


def f(*args, **named): return args, named


print(f(*[1, 2], 3, *"x", k=1, **{"z": 2}, **{}), f(*()), f(*{}, **{}), f(*range(3), *[4]))
print(attempt(lambda: f(*5)), attempt(lambda: f(**[1])), attempt(lambda: f(**{"a": 1}, **{"a": 2})), attempt(lambda: f(*None)), attempt(lambda: f(**{1: 1})))
print(attempt(lambda: [*5]), attempt(lambda: {**5}), attempt(lambda: (*None,)), attempt(lambda: {*1}))


class Iterable:
    def __init__(self, n): self.n = n
    def __iter__(self): print("iter"); return iter(range(self.n))


class Sequence:
    def __getitem__(self, i):
        if i > 2: raise IndexError
        return i * 10


class Fails:
    def __iter__(self): raise RuntimeError("no iter")


class NextFails:
    def __iter__(self): return self
    def __next__(self): raise RuntimeError("no next")


a, b, c = Iterable(3); print(a, b, c)
a, *b = Sequence(); print(a, b)
for value in [Fails(), NextFails(), Iterable(2), Iterable(9)]: print(attempt(three))
def swap(n):
    a, b, c = n
    a, b, c = c, a, b
    b, a = a, b
    return a, b, c
print(swap("xyz"), swap([1, 2, 3]))
def returns(): return 1, *[2, 3]
def yields(): yield 1, *[2, 3]
print(returns(), *yields(), *returns(), sep=";")

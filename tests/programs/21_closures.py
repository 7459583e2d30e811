"""Closures share cells; nonlocal writes through; late binding in loops."""


def counter():
    n = 0

    def up(by=1):
        nonlocal n
        n += by
        return n

    def down():
        nonlocal n
        n -= 1
        return n
    return up, down


up, down = counter()
print(up(), up(5), down(), up.__closure__[0].cell_contents)
late = [lambda: i for i in range(3)]
early = [lambda i=i: i for i in range(3)]
print([f() for f in late], [f() for f in early])


def outer():
    def use():
        return value
    try:
        use()
    except NameError as error:
        print("NameError:", error)
    value = 1
    print(use())
    del value
    try:
        use()
    except NameError as error:
        print("NameError:", error)


outer()


def unbound():
    try:
        print(x)
    except UnboundLocalError as error:
        print("UnboundLocalError:", error)
    x = 1
    del x
    try:
        del x
    except UnboundLocalError as error:
        print("UnboundLocalError:", error)


unbound()


def nest(a):
    def middle(b):
        def inner(c):
            return a, b, c
        return inner
    return middle


print(nest(1)(2)(3))


x = "global"


class Scope:
    x = "class"

    def method(self):
        return x

    values = [x for _ in range(2)]


x = "global"
print(Scope().method(), Scope.values)

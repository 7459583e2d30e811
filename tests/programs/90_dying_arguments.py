# What dies in the middle of a call may run code; the arguments must not be where that code has its variables.
import _weakref

kept = []


class A:
    def f(self, x, y, *more, **named):
        return x, y, more, named


def died(r):
    a, b, c, d = [1], [2], [3], [4]
    print("bound method died", a, b, c, d)


def method():
    m = A().f
    kept.append(_weakref.ref(m, died))
    return m


print(method()(12345678, [1, 2]))
print(method()(12345678, [1, 2], "three" * 2, four=[4]))
print(method()(*(12345678, [1, 2], 3), **{"k": 5}))


def in_generator():
    yield method()(123456789, "abc" * 2)
    yield method()(123456789, "abc" * 2, k=[7])


print(list(in_generator()))


class D:
    def __init__(self, name="d"):
        self.name = name

    def __del__(self):
        x, y, z = self.name, [1], [2]
        print("del", x, y, z)

    def __str__(self):
        return "<" + self.name + ">"


class One:
    def __init__(self, x):
        pass


def none():
    pass


def generator():
    print(str(D("in a generator")))
    for f in One, none, str, method():
        try:
            f(D("first"), D("second"), D("third"), D("fourth"))
        except TypeError as error:
            print("TypeError", error)
    yield 1


print(list(generator()))
for f in One, none, str, method():
    try:
        f(D("first"), D("second"), D("third"), D("fourth"))
    except TypeError as error:
        print("TypeError", error)


def make_class():
    class Local:
        def __init__(self, x, y):
            self.pair = x, y

    return Local


print(make_class()(1.5, "x" * 3).pair)
print([make_class()(n, [n]).pair for n in range(2)])


# A dying register decides a jump; what its finalizer sees of the frame is the line of the test.
class Watch:
    def __del__(self):
        import sys
        print("line", sys._getframe(1).f_lineno - first_line)


def watch():
    global first_line
    import sys
    first_line = sys._getframe(0).f_lineno
    if Watch() is None:
        pass
    print("after")
    return 0


watch()

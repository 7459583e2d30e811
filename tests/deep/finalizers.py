"""Chains of finalizers, exceptions, generators, closures, classes and methods, each far deeper than a C stack."""
import gc
import _weakref


class Dropping:
    count = 0

    def __init__(self, next):
        self.next = next

    def __del__(self):
        Dropping.count += 1
        self.next = None


node = None
for _ in range(1000000):
    node = Dropping(node)
del node
print(Dropping.count)


class Plain:
    count = 0

    def __init__(self, next):
        self.next = next

    def __del__(self):
        Plain.count += 1


node = None
for _ in range(1000000):
    node = Plain(node)
del node
print(Plain.count)

called = [0]


def forget(reference):
    called[0] += 1


class Link:
    pass


node, references = None, []
for _ in range(100000):
    link = Link()
    link.next = node
    node = link
    references.append(_weakref.ref(link, forget))
del node, link
print(called[0], references[0]() is None)
del references

error = None
for n in range(1000000):
    new = ValueError(n)
    new.__context__ = error
    error = new
try:
    raise error
except ValueError as caught:
    print(caught.args[0] == 999999)
del error, new

error = None
for n in range(300000):
    new = ValueError(n)
    new.__cause__ = error
    error = new
del error, new


def delegate(n):
    if n:
        yield from delegate(n - 1)
    else:
        yield "bottom"


print(list(delegate(900)))
try:
    print(list(delegate(100000)))
except RecursionError:
    print("RecursionError")


def wrap(inner):
    def outer():
        return inner
    return outer


f = None
for _ in range(300000):
    f = wrap(f)
del f

g = iter(())
for _ in range(300000):
    g = (x for x in g)
try:
    print(list(g))
except RecursionError:
    print("RecursionError")
del g

for kind in (lambda i: map(str, i), enumerate, zip, lambda i: filter(None, i), lambda i: (x for x in i), lambda i: iter(i)):
    i = iter(())
    for _ in range(100000):
        i = kind(i)
    try:
        list(i)
    except RecursionError:
        pass
    del i
print("iterators of iterators")

C = object
for n in range(400):
    C = type("C%d" % n, (C,), {})
print(len(C.__mro__), isinstance(C(), object))
del C
gc.collect()


class Method:
    def __init__(self):
        self.bound = None

    def method(self):
        pass


m = None
for _ in range(300000):
    holder = Method()
    holder.bound = m
    m = holder.method
del m, holder
print("methods gone")


def recurse():
    return recurse()


def recurse_in_finally():
    try:
        recurse_in_finally()
    finally:
        recurse()


def recurse_in_except():
    try:
        recurse_in_except()
    except RecursionError:
        return 1 + recurse_in_except_again()


def recurse_in_except_again():
    return recurse()


for function in (recurse, recurse_in_finally, recurse_in_except):
    try:
        function()
        print("returned")
    except RecursionError:
        print("RecursionError")


class Sorted:
    def __lt__(self, other):
        return sorted([self, other]) == []


try:
    sorted([Sorted(), Sorted()])
except RecursionError:
    print("RecursionError")


class Meta(type):
    def __instancecheck__(cls, instance):
        return isinstance(instance, cls)

    def __subclasscheck__(cls, other):
        return issubclass(other, cls)


class Odd(metaclass=Meta):
    pass


for function in (lambda: isinstance(1, Odd), lambda: issubclass(int, Odd)):
    try:
        function()
    except RecursionError:
        print("RecursionError")
nest = ()
for _ in range(1000000):
    nest = (nest,)
try:
    isinstance(1, nest)
except RecursionError:
    print("RecursionError")

import weakref


class A:
    pass


def gone(reference):
    raise ValueError("in the callback")


a = A()
r = weakref.ref(a, gone)
del a
weakref.proxy(A()).x

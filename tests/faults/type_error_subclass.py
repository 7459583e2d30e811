import traceback


class Meta(type):
    pass


class Other(type):
    pass


class Slots1:
    __slots__ = ("a",)


class Slots2:
    __slots__ = ("b",)


for source in ("class A(bool): pass",
               "class A(type(None)): pass",
               "class A(5): pass",
               "class A(int, str): pass",
               "class A(object, int): pass",
               "class A(int, int): pass",
               "class A(Slots1, Slots2): pass",
               "class X(metaclass=Meta): pass\nclass Y(metaclass=Other): pass\nclass Z(X, Y): pass",
               "class A(x=1): pass",
               "class A: __slots__ = ('1',)",
               "class A: __slots__ = 5",
               "class A:\n    __slots__ = ('a',)\n    a = 1",
               "class A(int): __slots__ = ('a',)",
               "class A:\n    def __new__(cls): return 5\n    __set_name__ = 1\nclass B:\n    x = A()",
               "class D:\n    def __set_name__(self, o, n): raise ValueError('no')\nclass B:\n    x = D()",
               "class A:\n    def __init_subclass__(cls): raise KeyError('sub')\nclass B(A): pass",
               "class A:\n    def __init__(self): return 5\nA()",
               "class A:\n    def __len__(self): return -1\nlen(A())",
               "class A:\n    def __len__(self): return 'x'\nlen(A())",
               "class A:\n    def __bool__(self): return 5\nbool(A())",
               "class A:\n    def __str__(self): return 5\nstr(A())",
               "class A:\n    def __repr__(self): return 5\nrepr(A())",
               "class A:\n    def __hash__(self): return 'x'\nhash(A())",
               "class A:\n    def __iter__(self): return 5\niter(A())",
               "class A:\n    def __index__(self): return 'x'\n[1][A()]",
               "class A:\n    def __int__(self): return 'x'\nint(A())",
               "class A:\n    def __float__(self): return 'x'\nfloat(A())",
               "class A:\n    def __eq__(self, o): return 1\nhash(A())",
               "class A:\n    def __format__(self, s): return 5\nformat(A())",
               "format(object(), 'x')",
               "class A:\n    def __enter__(self): pass\nwith A(): pass",
               "class A:\n    def __contains__(self, x): return 1 / 0\n5 in A()",
               "from abc import ABC, abstractmethod\nclass A(ABC):\n    @abstractmethod\n    def f(self): pass\n    @abstractmethod\n    def g(self): pass\nA()"):
    try:
        exec(source)
    except Exception:
        traceback.print_exc()


class Number(Meta, Other, int):
    pass

import traceback


def none(): pass
def one(a): pass
def two(a, b): pass
def four(a, b, c, d): pass
def default(a, b=1, *, c, d=2, e): pass
def positional(a, b, /, c): pass
def only(*, key): pass
def rest(a, *others): pass
def keys(**named): pass


class Class:
    def method(self, a): pass
    @classmethod
    def of_class(cls): pass
    @staticmethod
    def static(): pass
    def no_self(): pass


class Made:
    def __init__(self, a, b): pass


class Bare:
    pass


for operation in (lambda: none(1),
                  lambda: none(x=1),
                  lambda: one(),
                  lambda: one(1, 2),
                  lambda: one(a=1, b=2),
                  lambda: one(1, a=2),
                  lambda: two(),
                  lambda: two(1),
                  lambda: two(b=1),
                  lambda: two(1, 2, 3),
                  lambda: four(),
                  lambda: four(1),
                  lambda: four(1, 2, 3),
                  lambda: default(),
                  lambda: default(1),
                  lambda: default(1, 2, 3),
                  lambda: default(1, c=1),
                  lambda: default(1, 2, 3, c=1),
                  lambda: default(1, 2, 3, c=1, e=2),
                  lambda: positional(1),
                  lambda: positional(a=1, b=2, c=3),
                  lambda: positional(1, b=2, c=3),
                  lambda: positional(1, 2),
                  lambda: only(1),
                  lambda: only(),
                  lambda: only(key=1, other=2),
                  lambda: rest(),
                  lambda: keys(1),
                  lambda: keys(**{1: 2}),
                  lambda: Class().method(),
                  lambda: Class().method(1, 2),
                  lambda: Class.method(),
                  lambda: Class().of_class(1),
                  lambda: Class().static(1),
                  lambda: Class().no_self(),
                  lambda: Class(1),
                  lambda: Class(a=1),
                  lambda: Made(),
                  lambda: Made(1),
                  lambda: Made(1, 2, 3),
                  lambda: Made(1, c=1),
                  lambda: Bare(1),
                  lambda: one(*1),
                  lambda: one(**1),
                  lambda: one(**{"a": 1}, **{"a": 2}),
                  lambda: one(*None),
                  lambda: (lambda x: x)(),
                  lambda: object(1),
                  lambda: object.__new__(Bare, 1),
                  lambda: object.__init__(Bare(), 1),
                  lambda: one(1, **{"a": 2})):
    try:
        operation()
    except Exception:
        traceback.print_exc()
four(*[1, 2], **{"c": 3})

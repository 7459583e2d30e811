# Class scopes and their quirks: names of the body and of methods, comprehensions, __class__ cells, global and nonlocal in bodies,
# private names, deleted names, free variables that shadow, exec and eval in bodies. Prints what each name means.


def attempt(f, *args):
    try:
        return f(*args)
    except Exception as error:
        return "%s: %s" % (type(error).__name__, error)


x, y = "global x", "global y"


class Body:
    a = x
    x = "class x"
    b = x
    c = [x for _ in "1"]
    d = [k for k in x[:2]]
    e = (lambda: x)()
    f = [[x for _ in "1"] for _ in "1"][0][0]

    def method(self, z=x): return x, z
    del x
    g = x


print(Body.a, Body.b, Body.c, Body.d, Body.e, Body.f, Body().method(), Body.g, hasattr(Body, "x"))


def function():
    x = "function x"
    y = "function y"
    z = "function z"

    class Inner:
        first = x
        y = y if False else "class y"
        nonlocal z
        z = "changed z"
        global w
        w = "made global"

        def method(self): return x, y, z
        locals()["dynamic"] = "through locals"
        seen = sorted(n for n in locals() if not n.startswith("__"))
    return Inner, z


Inner, z = function()
print(Inner.first, Inner.y, z, w, Inner().method(), Inner.dynamic, Inner.seen, hasattr(Inner, "z"), hasattr(Inner, "w"))


def shadowed(flag):
    x = "enclosing"

    class C:
        if flag:
            x = "own"
        got = x
    return C.got


print(shadowed(True), shadowed(False))


def unbound():
    class C:
        got = later
    later = 1


print(attempt(unbound), attempt(exec, "class C:\n  print(nothing)"), attempt(exec, "class C:\n  q = 1\n  del q\n  q"), attempt(exec, "class C:\n  del nothing"))


class Base:
    def who(self): return "Base"
    @classmethod
    def make(cls): return cls.__name__


class Child(Base):
    def who(self): return "Child of " + super().who()
    def cell(self): return __class__
    @classmethod
    def make(cls): return "made " + super().make()
    @staticmethod
    def static(): return __class__.__name__
    def in_lambda(self): return (lambda: super(__class__, self).who())()
    def in_comprehension(self): return [__class__.__name__ for _ in "1"], attempt(lambda: [super().who() for _ in "1"])
    def in_nested(self):
        def deep(self): return super().who()
        return deep(self)
    def no_arguments(): return super().who()
    def rebinds(self):
        self = 5
        return super().who()
    def deletes(self):
        del self
        return super().who()
    def starred(*args): return super().who()
    def generator(self): yield super().who()
    prop = property(lambda self: super().who())
    def __init_subclass__(cls): print("  subclass of", __class__.__name__, "is", cls.__name__)


class Grand(Child):
    pass


g = Grand()
print(g.who(), g.cell().__name__, Grand.make(), g.static(), g.in_lambda(), g.in_comprehension(), g.in_nested(), attempt(Child.no_arguments), attempt(g.rebinds), attempt(g.deletes), attempt(g.starred), next(g.generator()), g.prop, sep=" | ")
print(Child.cell.__code__.co_freevars, Child.who.__code__.co_freevars, Base.who.__closure__, Child.cell.__closure__[0].cell_contents is Child, "__class__" in vars(Child), "__classcell__" in vars(Child))
copied = type("Copied", (), dict(vars(Child)))
print(attempt(copied().who), copied.cell(1).__name__, copied().static())


class Private:
    __a = 1
    __b__ = 2
    ___c = 3
    _ = __ = 4

    def __method(self): return self.__a + self._Private__a
    def call(self, __arg=7):
        arg = __arg
        __local = __arg
        class __Inner: __d = arg
        import os.path as __path
        return self.__method(), __local, __Inner.__name__, [n for n in vars(__Inner) if n.endswith("__d")], sorted(locals())
    def keyword(self, **k): return k
    def use(self): return self.keyword(__x=1), {"__y": 2}, getattr(self, "__a", "not mangled in text")
    __slots = attempt(lambda: eval("__a"))


class _Under(Private):
    __a = "of _Under"
    def get(self): return self.__a


print(sorted(n for n in vars(Private) if n.startswith("_") and not n.startswith("__") or n == "__b__"), Private().call(), Private().use(), _Under().get(), [n for n in vars(_Under) if "__a" in n])


class Evaluates:
    value = 10
    by_eval = eval("value * 2")
    exec("by_exec = value + 1")
    by_lambda = attempt(lambda: eval("value"))
    listed = [eval("1") for _ in "1"]
    keys = sorted(k for k in vars() if k[0] != "_")


print(Evaluates.by_eval, Evaluates.by_exec, Evaluates.by_lambda, Evaluates.keys, Evaluates.__qualname__, Evaluates.__module__)


class Qualified:
    """Doc."""
    class Nested:
        def method(self):
            class Local: pass
            return Local, lambda: 0
    __qualname__ = "Renamed.Class"
    def after(self): pass
    exec("def made(): pass")


local, function = Qualified.Nested().method()
print(Qualified.__qualname__, Qualified.__name__, Qualified.Nested.__qualname__, local.__qualname__, function.__qualname__, Qualified.after.__qualname__, Qualified.made.__qualname__, "__qualname__" in vars(Qualified), Qualified.__doc__)


class Annotated:
    a: int
    b: "str" = 5
    (c): list = []
    for i, t in enumerate((int, str)):
        i: t
    if 0:
        never: 1 / 0
    def m(self, x: (print("  evaluated at definition"), int)[1]) -> "later": y: undefined = 1; return y


print(Annotated.__annotations__, Annotated.m.__annotations__, Annotated().m(1), Annotated.i)

"""Inheritance: method resolution order, super in every place, cooperative diamonds, abstract hooks, __init_subclass__, __set_name__, built-in bases, errors."""


def attempt(f, *args):
    try:
        return repr(f(*args))
    except Exception as error:
        return f"{type(error).__name__}: {error}"


class A:
    def __init__(self, **named): print("A", sorted(named)); super().__init__()
    def who(self): return ["A"]
    @classmethod
    def make(cls): return cls.__name__
    @staticmethod
    def static(x=1): return ("static", x)
class B(A):
    def __init__(self, b=0, **named): print("B", b); super().__init__(**named)
    def who(self): return ["B"] + super().who()
class C(A):
    def __init__(self, c=0, **named): print("C", c); super().__init__(**named)
    def who(self): return ["C"] + super().who()
class D(B, C):
    def __init__(self, **named): print("D"); super().__init__(**named)
    def who(self): return ["D"] + super(D, self).who()
    @classmethod
    def make(cls): return "D:" + super().make()
    def twice(self): return (lambda: super(D, self).who())()
    @property
    def up(self): return super().who


d = D(b=1, c=2, z=3)
print(d.who(), [c.__name__ for c in D.__mro__], D.make(), d.make(), D.static(), d.static(5), d.twice(), d.up(), D.__bases__ == (B, C), D.__base__.__name__, A.__subclasses__() == [B, C])
print(isinstance(d, A), isinstance(d, (int, C)), issubclass(D, B), issubclass(B, D), isinstance(1, int | str), attempt(isinstance, 1, 5), attempt(issubclass, 1, int), issubclass(bool, int))
print(attempt(lambda: type("X", (A, B), {})), attempt(lambda: type("X", (int, str), {})), attempt(lambda: type("X", (bool,), {})), attempt(lambda: type("X", (A, A), {})), attempt(lambda: type("X", (5,), {})), attempt(lambda: type("X", (), 5)))
print(super(B, d).who(), super(D, D).make(), attempt(lambda: super(B, A())), attempt(lambda: super()), attempt(lambda: super(5)), attempt(lambda: super(B, d).nothing))


class Registry:
    known = {}
    def __init_subclass__(cls, /, key=None, **rest):
        super().__init_subclass__(**rest)
        Registry.known[key] = cls.__name__
class One(Registry, key=1): pass
class Two(One, key="two"): pass
print(Registry.known, attempt(lambda: type("Z", (), {}, bad=1)))


class Named:
    def __set_name__(self, owner, name): print("set_name", owner.__name__, name); self.name = name
    def __get__(self, instance, owner=None): return (self.name, instance is None)
class Holder:
    first = Named()
    second = third = Named()
print(Holder.first, Holder().second, Holder().third)


class Stack(list):
    def push(self, x): self.append(x); return self
    def __repr__(self): return f"Stack({super().__repr__()})"
class Upper(str):
    def __new__(cls, text): return super().__new__(cls, text.upper())
    def __init__(self, text): self.original = text
class Celsius(float):
    def __add__(self, other): return Celsius(float(self) + other)
    def __repr__(self): return f"{float(self)}C"
class Even(int):
    def __new__(cls, n):
        if n % 2: raise ValueError(f"{n} is odd")
        return int.__new__(cls, n)
class Pair(tuple):
    def __new__(cls, a, b): return super().__new__(cls, (a, b))
    first = property(lambda self: self[0])
class Fallback(dict):
    def __missing__(self, k): return k * 2
class Problem(ValueError):
    def __init__(self, code): super().__init__(f"code {code}"); self.code = code
s = Stack([1]).push(2); u = Upper("abc"); c = Celsius(20); p = Pair(3, 4)
print(s, len(s), s + [3], type(s + [3]).__name__, u, u.original, u == "ABC", u.lower(), type(u.lower()).__name__, c + 1.5, c * 2, Even(4) + 1, attempt(Even, 3), p, p.first, hash(p) == hash((3, 4)), Fallback()["x"], attempt(lambda: (_ for _ in ()).throw(Problem(7))), {u: 1}["ABC"], isinstance(s, list), s == [1, 2], sorted(Stack("ba")))
s.tag = "t"; u.tag = "t"; print(s.__dict__, sorted(u.__dict__), s.tag)


class Abstract:
    def run(self): return self.prepare() + self.work()
    def prepare(self): return "base "
    def work(self): raise NotImplementedError("work of " + type(self).__name__)
class Concrete(Abstract):
    def work(self): return "done"
print(Concrete().run(), attempt(Abstract().run))
class New:
    def __new__(cls, *args): print("new", args); return 5 if args else super().__new__(cls)
    def __init__(self, *args): print("init", args)
print(New(1), type(New()).__name__)
class NoNew:
    pass
print(attempt(NoNew, 1), attempt(object, 1), attempt(object.__new__), attempt(object.__new__, 5), attempt(int.__new__, str), attempt(object.__new__, int))
x = NoNew(); x.__class__ = Concrete; print(x.run()); 
def change(): x.__class__ = int
def change2(): x.__class__ = 5
print(attempt(change), attempt(change2), x.__class__.__name__, type(x) is Concrete)
class Late: pass
l = Late(); Late.method = lambda self: "added"; print(l.method()); Late.method = 5; print(l.method); del Late.method; print(attempt(lambda: l.method))
Late.__name__ = "Renamed"; print(Late.__name__, Late.__qualname__, Late.__module__, Late.__doc__, repr(Late))
class Outer:
    class Inner:
        def f(self): return __class__.__qualname__
    x = 5
    y = x * 2
    def get(self): return self.x, Outer.x
print(Outer.Inner().f(), Outer.Inner, Outer().get(), Outer.get.__qualname__)

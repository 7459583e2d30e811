"""Metaclasses: __prepare__, __new__, __init__, __call__, attributes of classes, conflicts, class decorators, type with three arguments, keyword arguments."""


def attempt(f, *args):
    try:
        return repr(f(*args))
    except Exception as error:
        return f"{type(error).__name__}: {error}"


class Meta(type):
    @classmethod
    def __prepare__(mcs, name, bases, **named):
        print("prepare", name, [b.__name__ for b in bases], named); return {"prepared": True}
    def __new__(mcs, name, bases, names, **named):
        print("new", name, sorted(k for k in names if not k.startswith("__"))); return super().__new__(mcs, name, bases, names)
    def __init__(cls, name, bases, names, **named):
        print("init", name); super().__init__(name, bases, names)
    def __call__(cls, *args):
        print("call", cls.__name__, args); return super().__call__(*args)
    def __repr__(cls): return f"<meta {cls.__name__}>"
    def __len__(cls): return 7
    def __getitem__(cls, k): return (cls.__name__, k)
    def __iter__(cls): return iter("xyz")
    def __contains__(cls, x): return x == 1
    def __add__(cls, o): return "added"
    def __getattr__(cls, name): return "meta " + name if name.startswith("m_") else type.__getattribute__(cls, name)
    def __instancecheck__(cls, x): return x == "instance"
    def __subclasscheck__(cls, c): return c is int
    def on_class(cls): return cls.__name__
    @property
    def prop(cls): return "prop of " + cls.__name__


class Thing(metaclass=Meta, option=1):
    value = 5
    def __init__(self, x): self.x = x


class Derived(Thing, other="o"):
    pass


t = Derived(3)
print(t.x, Thing, type(Thing), len(Thing), Thing[2], list(Thing), 1 in Thing, Thing + 1, Thing.m_x, Thing.on_class(), Thing.prop, Thing.prepared, attempt(lambda: t.on_class), attempt(lambda: t.prop), attempt(lambda: Thing.nope))
print(isinstance("instance", Thing), isinstance(t, Derived), issubclass(int, Thing), issubclass(Derived, Thing), type(Derived) is Meta)


class Singleton(type):
    made = {}
    def __call__(cls, *args):
        if cls not in cls.made: cls.made[cls] = super().__call__(*args)
        return cls.made[cls]
class Config(metaclass=Singleton):
    def __init__(self, v=1): self.v = v
print(Config(5) is Config(9), Config().v)


class Ordered(type):
    def __new__(mcs, name, bases, names):
        cls = super().__new__(mcs, name, bases, dict(names)); cls.order = [k for k in names if not k.startswith("__")]; return cls
class Fields(metaclass=Ordered):
    z = 1; a = 2
    def m(self): pass
print(Fields.order)
class OtherMeta(type): pass
def conflict():
    class X(Fields, metaclass=OtherMeta): pass
print(attempt(conflict), attempt(lambda: OtherMeta("Y", (Config,), {})))
def make(name, bases, names, **k): print("function as metaclass", name, bases, k); return (name, sorted(n for n in names if n[0] != "_"))
class Fake(metaclass=make, k=1):
    a = 1
print(Fake)
X = type("X", (Fields,), {"f": lambda self: "f", "__doc__": "doc"}); print(X.__doc__, X().f(), X.order, X.__name__, type(X).__name__)
def add(**attributes):
    def decorate(cls):
        for k, v in attributes.items(): setattr(cls, k, v)
        return cls
    return decorate
@add(p=1)
@add(q=2, p=9)
class Decorated: pass
print(Decorated.p, Decorated.q, type(5), type(type), type.__name__, attempt(type, 1, 2), attempt(type), type.__mro__)
class Enumish(type):
    def __new__(mcs, name, bases, names):
        cls = super().__new__(mcs, name, bases, {}); cls.members = {}
        for k, v in names.items():
            if not k.startswith("_"):
                m = object.__new__(cls); m.name, m.value = k, v; cls.members[k] = m; setattr(cls, k, m)
        return cls
    def __iter__(cls): return iter(cls.members.values())
class Color(metaclass=Enumish):
    RED = 1; GREEN = 2
print([(m.name, m.value) for m in Color], Color.RED is Color.members["RED"])
class MroMeta(type):
    def mro(cls): return [cls, *Base0.__mro__] if cls.__name__ == "Odd" else super().mro()
class Base0: x = "base0"
class Odd(metaclass=MroMeta): pass
print(Odd.x, [c.__name__ for c in Odd.__mro__])
class Generic:
    def __class_getitem__(cls, item): return f"{cls.__name__}[{item}]"
print(Generic[int], Generic["x"], list[int], dict[str, int], tuple[int, ...], int | None)
class Hooked:
    def __mro_entries__(self, bases): return (Base0,)
class FromHook(Hooked()): pass
print(FromHook.__mro__[1].__name__, len(FromHook.__orig_bases__))

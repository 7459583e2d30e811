"""Descriptors, properties, __slots__, __getattr__ and friends, class and static methods, bound methods, lookup order."""


def attempt(f, *args):
    try:
        return repr(f(*args))
    except Exception as error:
        return f"{type(error).__name__}: {error}"


class Data:
    def __get__(self, instance, owner): return f"data get {instance is not None} {owner.__name__}"
    def __set__(self, instance, value): print("data set", value)
    def __delete__(self, instance): print("data delete")
class NonData:
    def __get__(self, instance, owner): return "non-data get"
class Host:
    data, non_data, plain = Data(), NonData(), "class plain"


h = Host(); print(h.data, Host.data, h.non_data, h.plain)
h.data = 1; h.non_data = "instance"; h.plain = "instance"; print(h.data, h.non_data, h.plain, h.__dict__); del h.data, h.non_data, h.plain; print(h.non_data, h.plain)
h.__dict__["data"] = "hidden"; print(h.data)


class Temperature:
    def __init__(self): self._c = 0
    @property
    def celsius(self):
        "degrees"
        return self._c
    @celsius.setter
    def celsius(self, value):
        if value < -273.15: raise ValueError("too cold")
        self._c = value
    @celsius.deleter
    def celsius(self): print("reset"); self._c = 0
    fahrenheit = property(lambda self: self._c * 9 / 5 + 32, doc="other")
    write_only = property(None, lambda self, v: print("written", v))


t = Temperature(); t.celsius = 25; print(t.celsius, t.fahrenheit); del t.celsius; print(t.celsius, Temperature.celsius.__doc__, Temperature.fahrenheit.__doc__, Temperature.celsius.fget.__name__); t.write_only = 3
def set_cold(): t.celsius = -300
def set_f(): t.fahrenheit = 1
def del_f(): del t.fahrenheit
print(attempt(set_cold), attempt(set_f), attempt(del_f), attempt(lambda: t.write_only))


class Slotted:
    __slots__ = ("x", "y", "_private")
    def __init__(self, x): self.x = x
class Wider(Slotted):
    __slots__ = "z"
class Dictful(Slotted):
    pass
class Doc:
    __slots__ = {"documented": "a slot", "other": "b"}


s = Slotted(1); w = Wider(2); w.z = 3; d = Dictful(4); d.anything = 5
print(s.x, attempt(lambda: s.y), w.x, w.z, d.anything, d.__dict__, attempt(lambda: s.__dict__), Slotted.__slots__, type(Slotted.x).__name__, Slotted.x.__get__(s), attempt(lambda: Slotted.x.__get__(5)))
def bad_set(): s.q = 1
def bad_del(): del s.y
def wrong_type(): Slotted.x.__set__(5, 1)
print(attempt(bad_set), attempt(bad_del), attempt(wrong_type), repr(Slotted.x)); del s.x; print(attempt(lambda: s.x), hasattr(s, "x"))
print(attempt(lambda: type("Q", (), {"__slots__": ["a", "a b"]})), attempt(lambda: type("Q", (), {"__slots__": ["a"], "a": 1})), attempt(lambda: type("Q", (int,), {"__slots__": ["a"]})), attempt(lambda: type("Q", (Wider, type("P", (), {"__slots__": ["n"]})), {})), attempt(lambda: type("Q", (), {"__slots__": [5]})))


class Dynamic:
    existing = 1
    def __getattr__(self, name):
        if name.startswith("dyn"): return f"<{name}>"
        raise AttributeError(name)
    def __setattr__(self, name, value): print("set", name); object.__setattr__(self, name, value)
    def __delattr__(self, name): print("del", name); object.__delattr__(self, name)


d = Dynamic(); d.a = 1; print(d.a, d.existing, d.dyn1, attempt(lambda: d.other), getattr(d, "o", "dflt"), hasattr(d, "dynX"), hasattr(d, "n")); del d.a; print(attempt(lambda: delattr(d, "zz")), vars(d))


class Intercept:
    def __init__(self): self.real = 1
    def __getattribute__(self, name):
        if name == "fake": return "intercepted"
        return object.__getattribute__(self, name)
    def __getattr__(self, name): return f"fallback {name}"


i = Intercept(); print(i.fake, i.real, i.missing)


class Methods:
    def plain(self, *a): return ("plain", a)
    @classmethod
    def cls(cls, *a): return (cls.__name__, a)
    @staticmethod
    def static(*a): return a
    lam = lambda self: "lam"
    builtin = len
m = Methods(); f = m.plain
print(f(1), f.__self__ is m, f.__func__ is Methods.plain, f == m.plain, f is m.plain, Methods.plain(m, 2), attempt(Methods.plain), m.cls(1), Methods.cls(2), m.static(3), Methods.static(4), m.lam(), m.builtin([1, 2]), f.__name__, f.__qualname__, hash(f) == hash(m.plain))
m.own = lambda *a: a; print(m.own(1)); print(attempt(lambda: m.plain.attr), Methods.__dict__["cls"].__func__.__name__, type(Methods.__dict__["static"]).__name__, Methods.__dict__["static"](1))
def fset(): m.plain.attr = 1
print(attempt(fset))
def function(): pass
bound = function.__get__(5); print(bound.__self__, attempt(bound), function.__get__(None, int) is function, type(bound).__name__)
class Lazy:
    def __init__(self, f): self.f = f
    def __set_name__(self, o, n): self.n = n
    def __get__(self, obj, cls):
        if obj is None: return self
        print("computing"); obj.__dict__[self.n] = v = self.f(obj); return v
class Uses:
    @Lazy
    def heavy(self): return 42
u = Uses(); print(u.heavy, u.heavy, u.__dict__)
class Private:
    def __init__(self): self.__hidden = 1
    def get(self): return self.__hidden
    __class_level = 2
p = Private(); print(p.get(), attempt(lambda: p.__hidden), p._Private__hidden, Private._Private__class_level, sorted(vars(p)))

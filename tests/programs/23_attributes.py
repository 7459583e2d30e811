"""Attribute access: instance, class, descriptors, __getattr__, deletion, messages."""


class Celsius:
    def __init__(self, degrees):
        self._degrees = degrees

    @property
    def degrees(self):
        "in degrees"
        return self._degrees

    @degrees.setter
    def degrees(self, value):
        if value < -273:
            raise ValueError("too cold")
        self._degrees = value

    @degrees.deleter
    def degrees(self):
        print("deleted")

    @classmethod
    def zero(cls):
        return cls(0)

    @staticmethod
    def convert(f):
        return (f - 32) * 5 / 9


c = Celsius.zero()
c.degrees = 21
print(c.degrees, c._degrees, Celsius.convert(212), c.convert(32), Celsius.degrees.__doc__)
del c.degrees
for attempt in ["c.degrees = -300", "c.missing", "del c.missing", "Celsius.missing", "(1).x", "None.x = 1", "[].append = 1"]:
    try:
        exec(attempt)
    except Exception as error:
        print(type(error).__name__ + ":", error)


class Fallback:
    def __getattr__(self, name):
        if name.startswith("no"):
            raise AttributeError(name)
        return name.upper()


f = Fallback()
f.real = 1
print(f.real, f.virtual, getattr(f, "none", "default"), hasattr(f, "nothing"))


class Watch:
    def __setattr__(self, name, value):
        print("set", name, value)
        object.__setattr__(self, name, value)

    def __delattr__(self, name):
        print("delete", name)
        super().__delattr__(name)

    def __getattribute__(self, name):
        if name == "secret":
            return "hidden"
        return super().__getattribute__(name)


w = Watch()
w.a = 1
w.a += 2
print(w.a, w.secret)
del w.a


class Positive:
    def __set_name__(self, owner, name):
        self.name = "_" + name

    def __get__(self, obj, cls):
        if obj is None:
            return self
        return getattr(obj, self.name, 0)

    def __set__(self, obj, value):
        if value < 0:
            raise ValueError("negative")
        setattr(obj, self.name, value)


class Account:
    balance = Positive()


account = Account()
print(account.balance)
account.balance = 5
print(account.balance, account.__dict__, type(Account.balance).__name__)
try:
    account.balance = -1
except ValueError as error:
    print("ValueError:", error)
account.__dict__["extra"] = 7
print(account.extra, sorted(vars(account)))
account.__dict__ = {"fresh": 1}
print(account.fresh, hasattr(account, "extra"))


class Empty:
    pass


e = Empty()
for i in range(40):
    setattr(e, "a%d" % i, i)
print(sum(getattr(e, "a%d" % i) for i in range(40)), len(e.__dict__), list(e.__dict__)[:3])
Empty.a1 = property(lambda self: "from the class")
print(e.a1, e.__dict__["a1"])

# Namespaces from __prepare__: recording, forbidding and computing mappings, what the class copies of them, and what
# happens to mappings that are not dictionaries. Prints what the mapping saw.
import collections


def attempt(f, *args):
    try:
        return f(*args)
    except Exception as error:
        return "%s: %s" % (type(error).__name__, error)


class Recorder(dict):
    def __init__(self):
        self.log = []

    def __getitem__(self, key):
        self.log.append("get " + key)
        return dict.__getitem__(self, key)

    def __setitem__(self, key, value):
        self.log.append("set " + key)
        dict.__setitem__(self, key, value)

    def __delitem__(self, key):
        self.log.append("del " + key)
        dict.__delitem__(self, key)

    def __contains__(self, key):
        self.log.append("in " + key)
        return dict.__contains__(self, key)


class Recording(type):
    @classmethod
    def __prepare__(meta, name, bases):
        meta.last = Recorder()
        return meta.last


class Seen(metaclass=Recording):
    """Text."""
    a = 1
    b = a + 1
    len("abc")
    del a

    def method(self):
        return a

    for i in range(2):
        pass
    number: int = 3
    try:
        missing
    except NameError as error:
        message = str(error)


print(Recording.last.log)
print(sorted(k for k in vars(Seen) if not k.startswith("__")), Seen.message, Seen.__doc__)
Recording.last["later"] = 1
print(hasattr(Seen, "later"), Seen.__annotations__)


class Once(dict):
    def __setitem__(self, key, value):
        if key in self:
            raise TypeError("%r defined twice" % key)
        super().__setitem__(key, value)


class Strict(type):
    @classmethod
    def __prepare__(meta, name, bases, **named):
        return Once()

    def __new__(meta, name, bases, names):
        return super().__new__(meta, name, bases, dict(names))


def twice():
    class Twice(metaclass=Strict):
        def f(self): pass
        def g(self): pass
        def f(self): pass


print(attempt(twice))


class Multi(dict):
    """Collects overloads; unknown lower-case names count up."""

    def __init__(self):
        self.count = 0

    def __missing__(self, key):
        if key.startswith("_") or not key.islower():
            raise KeyError(key)
        self.count += 1
        self[key] = self.count
        return self.count

    def __setitem__(self, key, value):
        if callable(value) and key in self:
            self.setdefault("overloads", []).append(key)
        super().__setitem__(key, value)


class Counting(type):
    @classmethod
    def __prepare__(meta, name, bases):
        return Multi()


class Colours(metaclass=Counting):
    red, green
    blue
    red
    def f(self): pass
    def f(self): pass
    everything = [red, green, blue]


print(Colours.red, Colours.green, Colours.blue, Colours.everything, Colours.overloads)


class Ordered(type):
    @classmethod
    def __prepare__(meta, name, bases):
        return collections.OrderedDict()

    def __new__(meta, name, bases, names):
        cls = super().__new__(meta, name, bases, names)
        cls.order = [n for n in names if not n.startswith("__")]
        return cls


class InOrder(metaclass=Ordered):
    z = 1
    def y(self): pass
    x = z
    z = 2


print(InOrder.order, type(vars(InOrder)).__name__)


class Mapping:
    """Not a dictionary: only what the class body needs."""

    def __init__(self): self.held = {}
    def __getitem__(self, key): return self.held[key]
    def __setitem__(self, key, value): self.held[key] = value
    def __delitem__(self, key): del self.held[key]


def custom(result, new):
    class Odd(type):
        __prepare__ = lambda name, bases, **named: result
        __new__ = new

    class Body(metaclass=Odd):
        x = 5
        y = x * 2
        del x
    return Body


print(attempt(custom, Mapping(), lambda m, n, b, names: type.__new__(m, n, b, names)))
print(attempt(lambda: custom(Mapping(), lambda m, n, b, names: type.__new__(m, n, b, names.held)).y))
print(attempt(custom, 5, None), "|", attempt(custom, None, None), "|", attempt(custom, [], None))
print(attempt(lambda: custom(collections.ChainMap({}, {}), lambda m, n, b, names: type.__new__(m, n, b, dict(names))).y))
print(attempt(lambda: custom({}, lambda m, n, b, names: sorted(k for k in names if k < "_" or k[0] != "_"))))

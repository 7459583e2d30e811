# __getattribute__, __getattr__, __setattr__, __delattr__ and __dir__ together: which is called for what, implicit special
# method lookup that skips them, proxies, and errors that cross from one to the other. Prints every call.


def attempt(f, *args):
    try:
        return f(*args)
    except Exception as error:
        return "%s: %s" % (type(error).__name__, error)


log = []


class Traced:
    kind = "traced"

    def __getattribute__(self, name):
        log.append("attribute " + name)
        return super().__getattribute__(name)

    def __getattr__(self, name):
        log.append("fallback " + name)
        if name.startswith("auto_"):
            return name[5:].upper()
        raise AttributeError("no %s here" % name)

    def __setattr__(self, name, value):
        log.append("set " + name)
        if name == "frozen":
            raise AttributeError("frozen")
        object.__setattr__(self, name, value)

    def __delattr__(self, name):
        log.append("delete " + name)
        super().__delattr__(name)

    def __len__(self):
        return 3

    def method(self):
        return self.kind


def flush():
    print("   ", log)
    log.clear()


t = Traced()
print(t.kind, t.auto_x, attempt(lambda: t.nothing)), flush()
t.value = 1
t.value += 1
print(t.value, attempt(setattr, t, "frozen", 1), attempt(delattr, t, "value"), attempt(delattr, t, "value")), flush()
print(len(t), bool(t), t.__len__()), flush()
print(t.method()), flush()
print(hasattr(t, "auto_"), hasattr(t, "nope"), getattr(t, "nope", 7)), flush()
print(t.__class__ is Traced, isinstance(t, Traced), isinstance(t, int)), flush()
print(vars(t), attempt(iter, t), attempt(lambda: t + 1)), flush()
print(object.__getattribute__(t, "kind"), attempt(object.__getattribute__, t, "auto_y")), flush()
print(t.__dict__ is t.__dict__), flush()
t.__dict__["direct"] = 1
print(t.direct, [n for n in dir(t) if not n.startswith("__")]), flush()


class Only:
    """__getattribute__ alone that answers everything."""

    def __getattribute__(self, name):
        return lambda *args: (name, args)


o = Only()
print(o.anything(1), o.__add__(2), attempt(lambda: o + 2), attempt(len, o), o.__class__(), type(o).__name__)
print(isinstance(o, Only), attempt(isinstance, o, str))


class Raising:
    def __getattribute__(self, name):
        if name == "key":
            raise KeyError(name)
        raise AttributeError("first " + name)

    def __getattr__(self, name):
        raise AttributeError("second " + name)


r = Raising()
try:
    r.x
except AttributeError as error:
    print(error, "|", repr(error.__context__), error.name, error.obj is r)
print(attempt(lambda: r.key), "|", attempt(hasattr, r, "key"), "|", getattr(r, "y", None))


class Proxy:
    def __init__(self, target):
        object.__setattr__(self, "_target", target)

    def __getattribute__(self, name):
        return getattr(object.__getattribute__(self, "_target"), name)

    def __setattr__(self, name, value):
        setattr(object.__getattribute__(self, "_target"), name, value)

    def __delattr__(self, name):
        delattr(object.__getattribute__(self, "_target"), name)

    def __dir__(self):
        return ["b", "a", "c"]


class Target:
    def __init__(self): self.n = 1
    def up(self): self.n += 1; return self


target = Target()
proxy = Proxy(target)
proxy.up().up()
proxy.n *= 10
proxy.extra = []
print(proxy.n, target.n, target.extra, proxy.__class__.__name__, type(proxy).__name__, isinstance(proxy, Target), isinstance(proxy, Proxy))
del proxy.extra
print(vars(target), vars(proxy), dir(proxy), attempt(lambda: proxy.extra))


class Endless:
    def __getattr__(self, name):
        return self.missing_too


try:
    Endless().start
except RecursionError as error:
    print(type(error).__name__, str(error)[:32])


class Computed:
    def __getattr__(self, name):
        if name == "heavy":
            print("computed once")
            self.heavy = value = [1, 2]
            return value
        raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}", name=name, obj=self)


c = Computed()
print(c.heavy is c.heavy, attempt(lambda: c.heavx))
Computed.__getattr__ = lambda self, name: "replaced " + name
print(c.nothing)
del Computed.__getattr__
print(attempt(lambda: c.nothing), c.heavy)
c.__getattr__ = lambda name: "never"
print(attempt(lambda: c.nothing))


class BadDir:
    def __dir__(self): return 5


class MixedDir:
    def __dir__(self): return [1, "a"]


print(attempt(dir, BadDir()), "|", attempt(dir, MixedDir()))
print(attempt(getattr, 1, 2), "|", attempt(setattr, t, 5, 1), "|", ascii(attempt(getattr, t, "a\ud800b")))


# An AttributeError that tells neither name nor object gets those of the access that it ends.
class Fields:
    def __init__(self, value): self.value = value
    @property
    def field(self):
        if self.value is None:
            raise AttributeError("not set")
        return self.value
    @property
    def celled(self):
        if self.value is None:
            raise AttributeError("of " + (lambda: type(self).__name__)())
        return self.value
    @property
    def telling(self):
        if self.value is None:
            raise AttributeError("told", name="other", obj=1)
        return self.value
    def __getitem__(self, key): raise AttributeError("no access")


for value in [1, 2, None, 3, None, None]:
    fields = Fields(value)
    for access in (lambda: fields.field, lambda: fields.celled, lambda: fields.telling, lambda: getattr(fields, "field"), lambda: fields[0]):
        try:
            print(access(), end=" ")
        except AttributeError as error:
            print((str(error), error.name, error.obj is fields), end=" ")
    print()

# In which order a class statement calls __mro_entries__, __prepare__, the body, __new__, __set_name__, __init_subclass__,
# __init__ and decorators, with keyword arguments and failures on the way. Prints the trace of each class.


class Named:
    def __init__(self, label):
        self.label = label

    def __set_name__(self, owner, name):
        print("  set_name", self.label, owner.__name__, name, hasattr(owner, "marked"))


class Meta(type):
    @classmethod
    def __prepare__(meta, name, bases, **named):
        print("  prepare", meta.__name__, name, [base.__name__ for base in bases], named)
        return super().__prepare__(name, bases)

    def __new__(meta, name, bases, names, **named):
        print("  new", name, [n for n in names if not n.startswith("__")], named)
        cls = super().__new__(meta, name, bases, names, **{k: v for k, v in named.items() if k != "meta_only"})
        print("  made", name)
        return cls

    def __init__(cls, name, bases, names, **named):
        print("  init", name, named)
        super().__init__(name, bases, names)

    def __call__(cls, *args, **named):
        print("  call", cls.__name__, args, named)
        return super().__call__(*args, **named)


def decorate(label):
    print("  decorator", label, "evaluated")

    def apply(cls):
        print("  decorator", label, "applied to", cls.__name__)
        return cls
    return apply


class Base:
    def __init_subclass__(cls, /, tag="none", **named):
        print("  init_subclass", cls.__name__, tag, named, "x" in vars(cls))
        super().__init_subclass__(**named)
        cls.marked = tag


class Entries:
    def __init__(self, *bases):
        self.bases = bases

    def __mro_entries__(self, bases):
        print("  mro_entries", len(bases), [type(base).__name__ for base in bases])
        return self.bases


print("whole")


@decorate("outer")
@decorate("inner")
class Whole(Base, Entries(), metaclass=Meta, tag="whole", meta_only=1):
    print("  body")
    b = Named("first")
    a = Named("second")
    x = 1
    b = Named("third")


print(Whole.__bases__, [type(b).__name__ for b in Whole.__orig_bases__], Whole.marked)
print("child")


class Child(Whole):
    inner = Named("inner")


print("metaclass called")
Third = Meta("Third", (Child,), {"n": Named("n")}, tag="by call")
print(Third.__mro__[1:3], Third.marked)

print("set_name that fails")


class Broken:
    def __set_name__(self, owner, name):
        raise LookupError("no " + name)


try:
    class Bad:
        before = Named("before")
        field = Broken()
        after = Named("after")
except RuntimeError as error:
    print(type(error).__name__, error, "from", repr(error.__cause__))

print("init_subclass that fails")
try:
    class Bad(Base, unknown=3):
        pass
except TypeError as error:
    print(error)
print(Base.__subclasses__())
try:
    class Bad(unknown=3):
        pass
except TypeError as error:
    print(error)

print("set_name adds attributes while it runs")


class Grows:
    def __set_name__(self, owner, name):
        if len(name) < 4:
            setattr(owner, name + "x", Grows())
        print("  grow", name)


class Grown:
    g = Grows()


print(sorted(n for n in vars(Grown) if n.startswith("g")))

print("set_name is looked up on the type, and not called by later assignment")
instance = type("T", (), {})()
instance.__set_name__ = lambda owner, name: print("never")


class Quiet:
    field = instance


Quiet.late = Named("late")
print("quiet")


class Implicit:
    def __init_subclass__(cls):
        print("  first argument", cls.__name__)

    def __class_getitem__(cls, item):
        return cls.__name__, item


print(type(vars(Implicit)["__init_subclass__"]).__name__, type(vars(Implicit)["__class_getitem__"]).__name__)


class Deeper(Implicit):
    pass


print(Deeper[int], Implicit[1, 2])

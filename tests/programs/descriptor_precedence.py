# Which of a data descriptor, the instance's dictionary, a non-data descriptor, a class attribute and __getattr__ wins,
# when descriptors stand in classes, bases and metaclasses, and what changes when __set__ appears later. Prints each pick.


class Get:
    def __init__(self, label):
        self.label = label

    def __get__(self, instance, owner=None):
        return "%s.get(%s, %s)" % (self.label, "None" if instance is None else type(instance).__name__, owner.__name__)


class Data(Get):
    def __set__(self, instance, value):
        print(self.label, "set", value)


class SetOnly:
    def __set__(self, instance, value):
        instance.__dict__["setonly"] = ("through", value)


class DeleteOnly:
    def __delete__(self, instance):
        print("deleted")


def attempt(f, *args):
    try:
        return f(*args)
    except Exception as error:
        return "%s: %s" % (type(error).__name__, error)


class Base:
    data = Data("base data")
    get = Get("base get")
    setonly = SetOnly()
    gone = DeleteOnly()
    plain = "base plain"


class Child(Base):
    def __getattr__(self, name):
        return "getattr(%s)" % name


c = Child()
print(c.data, "|", c.get, "|", c.plain, "|", c.missing)
for name in "data get plain missing".split():
    c.__dict__[name] = "instance " + name
print(c.data, "|", c.get, "|", c.plain, "|", c.missing)
print(Child.data, "|", Child.get)
print(type(c.setonly).__name__)
c.setonly = 5
print(c.setonly, c.__dict__["setonly"])
del c.__dict__["setonly"]
print(type(c.setonly).__name__)
print(attempt(setattr, c, "gone", 1))
del c.gone
print(attempt(delattr, c, "data"))
print(attempt(delattr, c, "setonly"))
c.get = "rebound"
print(c.get)
del c.get
print(c.get)

# A class that shadows a data descriptor of its base with a plain value.
Child.data = "plain now"
c.data = "mine"
print(c.data, c.__dict__["data"])
del Child.data
print(c.data)
del Base.data
print(c.data)

# A descriptor's class may gain __set__ while instances exist.
print(c.__dict__.setdefault("get", "in the dictionary"), "->", c.get)
Get.__set__ = lambda self, instance, value: print("late set", value)
print(c.get)
c.get = 9
del Get.__set__
print(c.get)

# __get__ must be on the class of the descriptor, not on the instance.
class Empty:
    pass


fake = Empty()
fake.__get__ = lambda instance, owner: "never"
Base.fake = fake
print(c.fake is fake)
Empty.__get__ = lambda self, instance, owner: ("now", instance is c, owner is Child)
print(c.fake, Base.fake is fake)


# An AttributeError inside __get__ goes to __getattr__, other errors do not.
class Raises:
    def __init__(self, error):
        self.error = error

    def __get__(self, instance, owner):
        raise self.error


Base.absent, Base.wrong = Raises(AttributeError("inner")), Raises(ValueError("inner"))
print(c.absent, attempt(getattr, c, "wrong"), getattr(Base(), "absent", "default"), attempt(getattr, Base(), "absent"))
print(hasattr(Base(), "absent"), attempt(hasattr, Base(), "wrong"))


# Metaclass against class: a data descriptor of the metaclass wins over the class's own attribute, the rest does not.
class Meta(type):
    first = Data("meta data")
    second = Get("meta get")
    third = "meta third"
    fourth = property(lambda cls: "meta property of " + cls.__name__)

    def __getattr__(cls, name):
        return "meta getattr " + name


class Made(metaclass=Meta):
    first, second, third, fourth = "own", Get("own get"), "own third", "own fourth"


print(Made.first, "|", Made.second, "|", Made.third, "|", Made.fourth, "|", Made.fifth)
print(Made().first, "|", Made().second, "|", Made().third, "|", Made().fourth)
print(attempt(getattr, Made(), "fifth"))
Made.first = 3
print(attempt(setattr, Made, "fourth", 1), "|", attempt(delattr, Made, "fourth"))
del Made.second
print(Made.second, "|", attempt(getattr, Made(), "second"))
print(Base.__dict__["get"].__get__(None, int), super(Child, c).get, super(Child, Child).get)

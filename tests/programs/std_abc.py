"""abc: abstract classes in ordinary use: what stays abstract, mixins, virtual subclasses, hooks, caches. Prints instances, errors and answers of isinstance."""
import abc
from abc import ABC, ABCMeta, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, MutableSequence, Set, Sized, Hashable, Callable, Collection


def t(f, *args):
    try:
        print(f(*args))
    except Exception as e:
        print(type(e).__name__ + ":", e)


class Shape(ABC):
    @abstractmethod
    def area(self):
        """The area."""
        return 0

    @property
    @abstractmethod
    def name(self):
        ...

    @classmethod
    @abstractmethod
    def unit(cls):
        ...

    @staticmethod
    @abstractmethod
    def help():
        ...

    def describe(self):
        return f"{self.name} of {self.area():.2f}"


t(Shape)
print(sorted(Shape.__abstractmethods__), abc.get_cache_token.__name__)


class Half(Shape):
    def area(self):
        return super().area() + 1

    name = "half"


t(Half)


class Square(Half):
    def __init__(self, side=2):
        self.side = side

    def area(self):
        return self.side ** 2 + super().area()

    @classmethod
    def unit(cls):
        return cls()

    help = staticmethod(lambda: "help!")


t(lambda: Square.unit().describe())
t(lambda: Square(3).help())
print(Square.__abstractmethods__, bool(Square.__flags__ & 1 << 20), bool(Half.__flags__ & 1 << 20))


class One(ABC):
    @abstractmethod
    def only(self):
        pass


t(One)
One.only = lambda self: "patched"
t(One)
abc.update_abstractmethods(One)
print(One().only())


class Stack(MutableSequence):
    def __init__(self, *items):
        self.items = list(items)

    def __getitem__(self, i):
        return self.items[i]

    def __setitem__(self, i, value):
        self.items[i] = value

    def __delitem__(self, i):
        del self.items[i]

    def __len__(self):
        return len(self.items)

    def insert(self, i, value):
        self.items.insert(i, value)


s = Stack(3, 1, 2)
s.append(5)
s.extend(s)
s += [9]
s.reverse()
print(s.items, s.pop(), s.pop(0), s.index(5), s.count(1), 3 in s, list(reversed(s)))
s.remove(2)
t(s.remove, 77)
s.clear()
print(s.items, isinstance(s, Iterable), isinstance(s, Hashable), isinstance(s, Sized), isinstance(s, Collection))


class Evens(Set):
    def __init__(self, items=()):
        self.items = sorted({i for i in items if i % 2 == 0})

    def __contains__(self, item):
        return item in self.items

    def __iter__(self):
        return iter(self.items)

    def __len__(self):
        return len(self.items)

    def __repr__(self):
        return f"Evens({self.items})"


a, b = Evens(range(10)), Evens(range(6, 14))
print(a & b, a | b, a - b, a ^ b, a & b <= a, a > b, a.isdisjoint([1]), a == {0, 2, 4, 6, 8}, {2, 4, 5} & a, Evens([2])._hash() == hash(frozenset([2])))


class Duck(ABC):
    @classmethod
    def __subclasshook__(cls, other):
        print("  hook", cls.__name__, other.__name__)
        if cls is Duck:
            return any("quack" in k.__dict__ for k in other.__mro__) or NotImplemented
        return NotImplemented


class Loud:
    def quack(self):
        return "QUACK"


class Quiet:
    pass


print(isinstance(Loud(), Duck), isinstance(Loud(), Duck), issubclass(Quiet, Duck), issubclass(Quiet, Duck))
before = abc.get_cache_token()
print(Duck.register(Quiet) is Quiet, abc.get_cache_token() - before, issubclass(Quiet, Duck), isinstance(Quiet(), Duck))
t(Duck.register, 3)


class Sub(Duck):
    pass


t(Sub.register, Duck)
t(issubclass, 3, Duck)
print([isinstance(x, c) for x in ([], {}, iter([]), print) for c in (Iterable, Iterator, Mapping, Callable)])


class Meta(ABCMeta):
    def __instancecheck__(cls, x):
        return super().__instancecheck__(x) or x == cls.__name__


class Odd(metaclass=Meta):
    pass


Odd.register(int)
print(isinstance(3, Odd), isinstance("Odd", Odd), isinstance("even", Odd), issubclass(bool, Odd), type(Odd).__name__)

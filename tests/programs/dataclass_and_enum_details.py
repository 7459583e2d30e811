# dataclasses and enums: generated methods and their order, inheritance, defaults and factories, frozen and slots, ordering, hashing,
# replacing, flags and their algebra, aliases, members as values, mixins, refusals. Prints values.
import dataclasses
import enum
from dataclasses import dataclass, field


def attempt(f, *args, **named):
    try:
        return f(*args, **named)
    except Exception as error:
        return "%s: %s" % (type(error).__name__, error)


@dataclass(order=True)
class Base:
    x: int
    y: list = field(default_factory=list, compare=False)
    z: str = field(default="z", repr=False, kw_only=True)
    counter: dataclasses.KW_ONLY = None
    w: float = 1.5
    shared = "not a field"
    made: dataclasses.InitVar[int] = 5

    def __post_init__(self, made): self.y.append(made)


@dataclass
class Child(Base):
    x: int = 7
    extra: tuple = ()


b, c = Base(1), Child(extra=(1,))
print(b, c, b == Base(1, [9]), b < Base(2), attempt(lambda: b < c), attempt(hash, b), Base.__match_args__, Child.__match_args__, [f.name for f in dataclasses.fields(c)], sep="\n")
print(attempt(Base), attempt(Base, 1, 2, 3, 4), attempt(Base, 1, z="q").z, dataclasses.asdict(c), dataclasses.astuple(c), attempt(dataclasses.replace, b, x=5), dataclasses.replace(b, x=5, made=1), attempt(dataclasses.asdict, 5), dataclasses.is_dataclass(Base), sep="\n")


@dataclass(frozen=True, slots=True, order=True)
class Point:
    x: int
    y: int = 0

    def moved(self): return dataclasses.replace(self, x=self.x + 1)
    def parent(self): return __class__ is Point


p = Point(1)
print(p, p.moved(), attempt(setattr, p, "x", 2), attempt(setattr, p, "q", 2), attempt(delattr, p, "x"), hash(p) == hash(Point(1)), {p: 1}[Point(1, 0)], sorted([Point(2), Point(1, 5), p]), hasattr(p, "__dict__"), Point.__slots__, p.parent(), sep="\n")


@dataclass(eq=False, repr=False, unsafe_hash=True)
class Odd:
    a: int = 1
    b: "int" = field(default=2, hash=False, metadata={"unit": "m"})
    def __repr__(self): return "own repr"


@dataclass(init=False)
class NoInit:
    a: int
    def __init__(self): self.a = 9


print(Odd(), Odd() == Odd(), hash(Odd(1, 5)) == hash(Odd(1, 6)), dataclasses.fields(Odd)[1].metadata["unit"], NoInit(), Odd.__init__.__annotations__)
for text in "x: list = []", "x: int = 1\n  y: int", "x: int = field(default=1, default_factory=int)", "x: int = field(init=False, kw_only=True)\n  y: int = field(init=False)", "x: InitVar[int] = field(default_factory=list)":
    print(attempt(exec, "from dataclasses import *\n@dataclass\nclass C:\n  " + text), end=" | ")
print(attempt(lambda: dataclass(order=True, eq=False)(type("C", (), {}))), attempt(lambda: dataclass(type("C", (Point,), {"__annotations__": {"z": int}}))), sep=" | ")
made = dataclasses.make_dataclass("Made", ["a", ("b", int), ("c", list, field(default_factory=list))], namespace={"total": lambda self: self.a + self.b})
print(made(1, 2), made(1, 2).total(), made.__annotations__["b"])


@dataclass
class Recursive:
    me: "Recursive" = None


r = Recursive(); r.me = r
print(r, r == r)


class Colour(enum.Enum):
    RED = 1
    GREEN = "g", 2
    CRIMSON = 1
    def describe(self): return "%s is %s" % (self.name, self.value)
    @classmethod
    def default(cls): return cls.RED
    @property
    def upper(self): return self.name.upper()
    _ignore_ = ["unused"]
    unused = 5


print(list(Colour), Colour.CRIMSON is Colour.RED, Colour(1), Colour["CRIMSON"], Colour(("g", 2)), Colour.RED.describe(), Colour.default(), Colour.GREEN.upper, attempt(Colour, 9), attempt(lambda: Colour["X"]), Colour.__members__.keys(), 1 in [Colour.RED], Colour.RED == 1, attempt(lambda: Colour.RED < Colour.GREEN), len(Colour), attempt(setattr, Colour, "RED", 3), attempt(delattr, Colour, "RED"), attempt(setattr, Colour.RED, "value", 3), attempt(type, "Sub", (Colour,), {}), hasattr(Colour, "unused"), repr(Colour.RED), str(Colour.GREEN), f"{Colour.RED:>12}", {Colour.RED: "key"}[Colour.CRIMSON], Colour.RED.GREEN if hasattr(Colour.RED, "GREEN") else "no member of member", sep="\n")


class Planet(float, enum.Enum):
    EARTH = 5.97, 6.3
    MARS = 0.64, 3.3
    def __new__(cls, mass, radius):
        self = float.__new__(cls, mass)
        self._value_ = mass
        self.radius = radius
        return self


class Auto(enum.Enum):
    def _generate_next_value_(name, start, count, last): return "%s:%s:%s" % (name.lower(), count, last)
    A, B = enum.auto(), enum.auto()
    C = "fixed"
    D = enum.auto()
    @classmethod
    def _missing_(cls, value): return cls.C if value == "anything" else None


class Number(enum.IntEnum):
    ONE = 1
    TWO = enum.auto()


class Word(enum.StrEnum):
    HELLO = enum.auto()
    BYE = "Bye!"


print(Planet.EARTH + 1, Planet(0.64), Planet.MARS.radius, [a.value for a in Auto], Auto("anything"), attempt(Auto, "nothing"), Number.TWO + 1, Number.ONE, repr(Number.ONE), f"{Number.TWO:03d}", "%d %s" % (Number.ONE, Number.ONE), sorted([Number.TWO, 1]), [10, 20][Number.ONE], Word.HELLO + "!", Word("Bye!"), f"{Word.BYE:>6}", Word.HELLO.upper(), isinstance(Number.ONE, int), hash(Number.ONE) == 1, sep=" | ")


class Perm(enum.Flag):
    R = 4
    W = 2
    X = 1
    RW = 6
    NONE = 0


class IntPerm(enum.IntFlag):
    A = 1
    B = 2
    C = 8


print(Perm.R | Perm.W, Perm.R & Perm.W, ~Perm.R, Perm(7), list(Perm.RW), Perm.R in Perm.RW, bool(Perm.NONE), attempt(Perm, 8), attempt(Perm, -1), Perm.X ^ Perm.RW, attempt(lambda: Perm.R | 1), len(Perm.RW), list(Perm), Perm["RW"] is Perm.R | Perm.W, (Perm.R | Perm.X).name, repr(Perm(0)), sep=" | ")
print(IntPerm.A | 2, IntPerm(3), IntPerm(4), ~IntPerm.A, IntPerm.A + 1, repr(IntPerm.A | IntPerm.C), IntPerm(16 + 1), IntPerm.A | IntPerm.B == 3, sep=" | ")
Made = enum.Enum("Made", "one two three", start=5, module=__name__)
print(list(Made), enum.Enum("D", {"a": "x"})["a"].value, attempt(enum.unique, Colour), attempt(exec, "class E(Enum):\n  A = 1\n  A = 2", {"Enum": enum.Enum}), attempt(exec, "class E(Enum, int): A = 1", {"Enum": enum.Enum}), enum.verify(enum.CONTINUOUS)(Number) is Number, sep=" | ")

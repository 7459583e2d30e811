"""enum: members, aliases, flags and their boundaries, mixins, auto, unique and verify, functional making, hooks, errors. Prints members."""
import enum
import pickle
from enum import CONFORM, EJECT, KEEP, STRICT, Enum, EnumCheck, Flag, IntEnum, IntFlag, StrEnum, auto, unique, verify


def t(f, *args, **kwargs):
    try:
        print(f(*args, **kwargs))
    except Exception as e:
        print(type(e).__name__ + ":", e)


class Color(Enum):
    """Colours."""
    RED = 1
    GREEN = 2
    CRIMSON = 1

    def __str__(self):
        return self.name.lower()

    @property
    def next(self):
        return Color(self.value % 2 + 1)

    @classmethod
    def default(cls):
        return cls.RED


print(Color.RED, repr(Color.RED), Color.CRIMSON is Color.RED, Color(2), Color["CRIMSON"], list(Color), len(Color), Color.RED.next.name, Color.__members__.keys(), Color.default(), Color.RED in Color, Color.RED == 1, f"{Color.RED:>5}", Color, bool(Color.RED))
for bad in [lambda: Color(5), lambda: Color["BLUE"], lambda: Color.BLUE, lambda: setattr(Color, "RED", 3), lambda: delattr(Color, "RED"), lambda: Color.RED < Color.GREEN, lambda: setattr(Color.RED, "value", 3), lambda: type("Sub", (Color,), {}),
            lambda: Enum("X", "a a"), lambda: Color(), lambda: Enum("X", "mro"), lambda: hash(Color.RED) and Color.RED.RED, lambda: Color.RED.nothing]:
    t(bad)


class Planet(Enum):
    EARTH = (5.976e24, 6.37814e6)
    MOON = 7.3e22, 1.7e6

    def __init__(self, mass, radius):
        self.mass, self.radius = mass, radius

    @property
    def gravity(self):
        return round(6.67430e-11 * self.mass / self.radius ** 2, 3)


print([(p.name, p.gravity, p.value) for p in Planet], Planet((7.3e22, 1.7e6)))


class Level(IntEnum):
    LOW = 1
    HIGH = auto()
    TOP = 10
    MORE = auto()


print(list(Level), Level.HIGH + 1, Level.TOP > Level.LOW, repr(Level(2)), f"{Level.LOW}", "%d %s" % (Level.LOW, Level.LOW), sorted([Level.TOP, 3, Level.LOW]), [1, 2, 3][Level.LOW], Level.MORE, isinstance(Level.LOW, int), range(12)[Level.TOP])


class Mode(StrEnum):
    READ = auto()
    WRITE = "w"


print(Mode.READ, repr(Mode.WRITE), Mode.READ + "!", Mode("w") is Mode.WRITE, Mode.READ.upper(), "read" == Mode.READ, {Mode.READ: 1}["read"])
t(lambda: StrEnum("S", {"a": 1}))


class Perm(Flag):
    R = auto()
    W = auto()
    X = auto()
    RW = R | W
    NONE = 0


print(Perm.R | Perm.X, repr(Perm.RW), Perm.RW & Perm.W, ~Perm.R, Perm.RW ^ Perm.R, bool(Perm.NONE), repr(Perm(0)), Perm.R in Perm.RW, Perm.X in Perm.RW, list(Perm.RW), len(Perm(7)), list(Perm), Perm(5), (Perm.R | Perm.X).name, Perm["R"], Perm.RW.value, Perm(-2))
for bad in [lambda: Perm(8), lambda: Perm.R | 1, lambda: 1 in Perm.R, lambda: Perm.R < Perm.W, lambda: Perm("x")]:
    t(bad)


class Bits(IntFlag):
    A = 1
    B = 4


print(Bits.A | Bits.B, repr(Bits.A | 8), repr(Bits(9)), Bits.A + 1, ~Bits.A, repr(Bits(-1)), Bits.A | 2 | Bits.B, Bits(0), repr(Bits(16)), Bits.B.bit_length(), list(Bits(5)), Bits.A == 1)
for boundary in [STRICT, CONFORM, EJECT, KEEP]:
    class F(Flag, boundary=boundary):
        P = 1
        Q = 4
    for v in (5, 7, -1, -3):
        try:
            print(boundary.name, v, repr(F(v)), end="; ")
        except ValueError as e:
            print(boundary.name, v, "ValueError", str(e).splitlines(), end="; ")
    print(repr(~F.P))
t(lambda: unique(Color))


@verify(EnumCheck.CONTINUOUS, EnumCheck.UNIQUE)
class Good(IntEnum):
    A, B, C = 1, 2, 3


t(lambda: verify(EnumCheck.CONTINUOUS)(IntEnum("Gap", {"A": 1, "B": 4})))
t(lambda: verify(EnumCheck.NAMED_FLAGS)(Flag("Fl", {"A": 1, "B": 6})))
Animal = Enum("Animal", "CAT DOG", start=5, module=__name__)
print(list(Animal), Enum("E", ["a", "b"]).b.value, Enum("E", [("x", 9)]).x, Enum("E", {"y": "z"}, type=str).y.upper(), pickle.loads(pickle.dumps(Animal.DOG)) is Animal.DOG, pickle.loads(pickle.dumps(Perm.R | Perm.X)))


class Auto(Enum):
    def _generate_next_value_(name, start, count, last_values):
        return (name.lower(), count, last_values[-1:])
    ONE = auto()
    TWO = auto()


print([m.value for m in Auto])


class Odd(Enum):
    _ignore_ = "i temp"
    temp = vars()
    for i in range(3):
        temp[f"N{i}"] = i * 2

    @classmethod
    def _missing_(cls, value):
        return cls.N0 if value == "zero" else None if value == "none" else 5


print(list(Odd), Odd("zero"))
t(Odd, "none")
t(Odd, "other")


class Ordered(Enum):
    def __lt__(self, other):
        return self.value < other.value if self.__class__ is other.__class__ else NotImplemented
    A = 2
    B = 1
    nested = enum.nonmember(5)
    func = enum.member(lambda self=None: 1)


print(sorted([Ordered.A, Ordered.B]), Ordered.nested, type(Ordered.func), len(Ordered), Ordered._member_names_)


class Text(bytes, Enum):
    def __new__(cls, value, label):
        self = bytes.__new__(cls, [value])
        self._value_ = value
        self.label = label
        return self
    TAB = 9, "tab"
    NL = 10, "newline"


print(Text.TAB == b"\t", Text(10).label, Text.NL.name, dir(Color.RED)[:2], sorted(set(dir(Color)) - set(dir(Enum)))[:4], Color.__doc__)
match Level(10):
    case Level.LOW:
        print("low")
    case Level.TOP:
        print("top")
print(enum.show_flag_values(6), enum.bin(10), enum.bin(-3, 5), enum.property.__name__, enum.EnumMeta is enum.EnumType, Color.RED.__class__, type(Color), Perm.R.__or__(Perm.W).__hash__() == hash(Perm.RW))

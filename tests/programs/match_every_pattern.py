# match with every kind of pattern: literals, captures, values, sequences, mappings, classes, alternatives, guards and nesting;
# which methods are asked and how often, what stays bound after a failure, and refusals. Prints the choice for each subject.
import collections
import dataclasses
import enum


def attempt(f, *args):
    try:
        return f(*args)
    except Exception as error:
        return "%s: %s" % (type(error).__name__, error)


class Colour(enum.Enum):
    RED = 1
    BLUE = 2


@dataclasses.dataclass
class Point:
    x: int
    y: int = 0


class Limits:
    MAX = 100


class Str(str):
    pass


def choose(subject):
    match subject:
        case None: return "None"
        case True | False as b: return "bool %s" % b
        case 0: return "zero"
        case -1 | 1.5 | 2j | -3+4j: return "number"
        case Limits.MAX: return "the limit"
        case Colour.RED: return "red"
        case "a" "b": return "text ab"
        case b"x": return "bytes"
        case int(n) if n > 1000: return "large %d" % n
        case int() | float(): return "other number"
        case str(text): return "str %s %s" % (text, type(text).__name__)
        case []: return "empty sequence"
        case [x]: return "one %r" % (x,)
        case [1, *_, 9]: return "from 1 to 9"
        case [Point(x=0) as p, *rest] if rest: return "origin-ish %s %s" % (p, rest)
        case (x, [y, *inner], *_): return "nested %s %s %s" % (x, y, inner)
        case [first, *middle, last]: return "sequence %s %s %s" % (first, middle, last)
        case {"kind": "circle", "r": r, **rest}: return "circle %s %s" % (r, sorted(rest))
        case {"kind": ("square" | "box") as kind, "at": Point(x, y)}: return "%s at %s,%s" % (kind, x, y)
        case {1: _, **others}: return "one in mapping %s" % others
        case {}: return "mapping"
        case Point(0, 0): return "origin"
        case Point(x, y=0): return "on axis %s" % x
        case Point(): return "some point"
        case complex(real=r): return "complex %s" % r
        case type(__name__=name): return "class %s" % name
        case _: return "default"


for subject in (None, True, 0, 0.0, -0.0, -1, 1.5, 2j, -3 + 4j, 1j, 100, 100.0, Colour.RED, Colour.BLUE, "ab", Str("ab"), Str("q"), b"x", bytearray(b"x"), 5000, 7, 1.25, [], (), [5], (1, 2, 9), [1, 9], [Point(0, 5), 1], [Point(0, 5)], (1, [2, 3, 4], 5), (1, [], 5), range(3), collections.deque([1, 2]), {1, 2}, iter([1]), "", {"kind": "circle", "r": 2, "z": 1, "a": 0}, {"kind": "box", "at": Point(1, 2)}, {"kind": "box", "at": (1, 2)}, {1: 2, 3: 4}, {1.0: 2}, {}, collections.OrderedDict(a=1), collections.ChainMap({1: 5}), Point(0, 0), Point(3), Point(3, 4), int, object(), memoryview(b"ab"), collections.namedtuple("N", "a b")(1, 2)):
    print(str(subject)[:40].split(" at 0x")[0], "->", choose(subject))


class Noisy:
    __match_args__ = ("a", "b")

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        print("  asked for", name)
        return name.upper()

    def __eq__(self, other):
        print("  compared with", other)
        return other == "equal"


match Noisy():
    case Noisy("A", "C"): print("no")
    case Noisy("A", b, c=c): print("matched", b, c)
match Noisy():
    case 1 | "x": print("no")
    case "equal": print("equal")


class Mapping(collections.UserDict):
    def get(self, key, default=None):
        print("  get", key)
        return super().get(key, default)

    def __getitem__(self, key):
        print("  getitem", key)
        return super().__getitem__(key)


match Mapping(a=1):
    case {"a": 2} | {"b": _}: print("no")
    case {"a": 1}: print("yes")
match collections.defaultdict(list):
    case {"missing": x}: print("made one", x)
    case _: print("a default is not made")


class Sequence(collections.abc.Sequence):
    def __len__(self): print("  len"); return 3
    def __getitem__(self, i): print("  item", i); return i * 10


match Sequence():
    case [_, _]: print("no")
    case [0, *_, last]: print("last", last)

match (1, 2, 3):
    case (a, b, 4): pass
    case (a, *c): pass
print(a, b, c)
match [1, 2]:
    case [x, y] if (z := x + y) > 5: pass
    case [x, _]: print("guard ran", x, y, z)


class BadArgs:
    __match_args__ = ["x"]


class BadName:
    __match_args__ = (1,)


class Twice:
    __match_args__ = ("x", "x")
    x = 1


def refuse(source, **names):
    return attempt(exec, source, names)


print(refuse("match v:\n case C(1): pass", v=BadArgs(), C=BadArgs), refuse("match v:\n case C(1): pass", v=BadName(), C=BadName), refuse("match v:\n case C(1, 2): pass", v=Point(1), C=Limits), refuse("match v:\n case C(1, x=1): pass", v=Point(1), C=Point), refuse("match v:\n case C(1, 1): pass", v=Twice(), C=Twice), refuse("match v:\n case C(1, 2, 3): pass", v=Point(1), C=Point), refuse("match 1:\n case C(1): pass", C=5), refuse("match 1:\n case int(1, 2): pass"), refuse("match {1: 1}:\n case {C.a: 1, C.b: 2}: pass", C=type("C", (), {"a": 1, "b": 1})), sep="\n")
for text in "case x: pass\n case y: pass", "case x | 1: pass", "case [x, x]: pass", "case [*a, *b]: pass", "case {**r, 'a': 1}: pass", "case {'a': 1, 'a': 2}: pass", "case x | y: pass", "case 1 + 2: pass", "case -x: pass", "case f'a': pass", "case C(a=1, a=2): pass", "case _ as x: pass\n case _: pass", "case 1 as _: pass", "case {x: 1}: pass", "case {**_}: pass", "case C(a=1, 2): pass", "case 1 + 1j: pass", "case 1j + 1: pass", "case (x): pass", "case x.y.z: pass", "case *a,: pass", "case a, *_: pass", "case ...: pass", "case [*_, *_]: pass":
    print(text.replace("\n", " "), "->", result if isinstance(result := attempt(compile, "match v:\n " + text, "m", "exec"), str) else "fine")
match = case = _ = 5
match, case = case, match
print(match - 1, case, type(match), [match for match in "ab"])

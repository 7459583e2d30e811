"""match: literals, captures, sequences, mappings, classes with __match_args__, alternatives, guards, nesting, values by dotted name, failures."""


class Point:
    __match_args__ = ("x", "y")
    def __init__(self, x, y): self.x, self.y = x, y
    def __repr__(self): return f"Point({self.x}, {self.y})"


class Color:
    RED, GREEN = "red", "green"


def classify(subject):
    match subject:
        case 0 | -1: return "zero or minus one"
        case 1.5: return "one and a half"
        case 2 + 3j: return "complex"
        case "hello" | b"hello": return "greeting"
        case None: return "none"
        case True: return "true"
        case Color.RED: return "the color red"
        case Point(0, 0): return "origin"
        case Point(x=0, y=y): return f"on y axis at {y}"
        case Point(x, y) if x == y: return f"diagonal {x}"
        case Point() as p: return f"some {p}"
        case []: return "empty sequence"
        case [1, 2, *rest]: return f"one two and {rest}"
        case [Point(x, 0) | Point(0, x), {"k": v}]: return f"nested {x} {v}"
        case [first, _, *_, last] if first == last: return f"same ends {first}"
        case (a, b): return f"pair {a} {b}"
        case {"type": "circle", "r": r, **rest}: return f"circle {r} {sorted(rest)}"
        case {"type": str(kind) as t}: return f"type {kind} {t}"
        case {1: [_, _], **others}: return f"one to pair {others}"
        case {}: return "mapping"
        case int(n) | float(n) if n > 100: return f"big {n}"
        case int(): return "int"
        case str() as text: return f"text {text!r}"
        case list() | tuple(): return "other sequence"
    return "no match"


for s in (0, -1, False, 1.5, 2 + 3j, "hello", b"hello", None, True, "red", "green", Point(0, 0), Point(0, 7), Point(3, 3), Point(1, 2), [], (), [1, 2], [1, 2, 3, 4], (Point(5, 0), {"k": "v", "l": 0}), [Point(0, 6), {"k": 1}], [9, 8, 7, 9], "ab", (1, 3), range(2), {"type": "circle", "r": 1, "z": 2, "a": 3}, {"type": "square"}, {"type": 5}, {1: "ab"}, {1: [1, 2], 3: 4}, {}, 500, 1000.5, 7, 7.5, [1], [1, 2, 3][1:], {1, 2}, b"bytes", object):
    print(s if not isinstance(s, type) else "object", "->", classify(s))


def attempt(f, *args):
    try:
        return f(*args)
    except Exception as error:
        return f"{type(error).__name__}: {error}"


def too_many(x):
    match x:
        case Point(1, 2, 3): pass
def no_match_args(x):
    class Q: pass
    match Q():
        case Q(1): pass
def not_a_class(x):
    match x:
        case classify(): pass
def twice(x):
    match x:
        case Point(1, x=1): pass
def bad_match_args(x):
    class R: __match_args__ = ["a"]
    class S: __match_args__ = (5,)
    match R():
        case R(1): pass
def bad_match_args2(x):
    class S: __match_args__ = (5,)
    match S():
        case S(1): pass
for f in (too_many, no_match_args, not_a_class, twice, bad_match_args, bad_match_args2):
    print(f.__name__, attempt(f, Point(1, 2)))
match = {"match": 1}; case = 2; _ = 3
match["case"] = case; print(match, case, _)
match (match):
    case {"match": found}: print("soft keywords", found)
match 1, 2:
    case x, y: print(x, y)
match [1, [2, [3, {"a": (4, 5)}]]]:
    case [a, [b, [c, {"a": (d, e)}]]]: print(a, b, c, d, e)
def guards(n):
    match n:
        case x if print("guard 1", x): return 1
        case x if x > 5: return "gt"
        case _: return "default"
print(guards(9), guards(1))
class Noisy:
    def __eq__(self, o): print("eq", o); return o == 3
match Noisy():
    case 1 | 2 | 3 | 4: print("matched")
class Attr:
    def __getattr__(self, n): print("getattr", n); raise AttributeError
match Attr():
    case Attr(a=1): print("no")
    case _: print("no attribute")
def tokens(text):
    match text.split():
        case ["go", ("north" | "south") as d]: return f"going {d}"
        case ["take", *things] if things: return f"taking {'+'.join(things)}"
        case [verb]: return f"{verb} what?"
        case _: return "huh"
print([tokens(t) for t in ("go north", "go up", "take a b", "take", "")])
def unbound(x):
    match x:
        case [a, 5]: pass
    return a
print(attempt(unbound, [1, 5]), attempt(unbound, [1, 6]), attempt(unbound, 7))

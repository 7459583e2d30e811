# Augmented assignment: in-place methods, their fall back to the plain and the reflected operator, targets that are
# subscripts, attributes, slices and names of other scopes, evaluated once. Prints what was called and what remains.


def attempt(f, *args):
    try:
        return f(*args)
    except Exception as error:
        return "%s: %s" % (type(error).__name__, error)


class Number:
    def __init__(self, label):
        self.label = label

    def __repr__(self):
        return self.label


class InPlace(Number):
    def __iadd__(self, other):
        print("  iadd", self, other)
        return self

    def __isub__(self, other):
        print("  isub declines", self, other)
        return NotImplemented

    def __sub__(self, other):
        print("  sub", self, other)
        return Number("difference")


class Reflected(Number):
    def __radd__(self, other):
        print("  radd", other, self)
        return Number("radd result")

    def __rsub__(self, other):
        print("  rsub", other, self)
        return Number("rsub result")

    def __rmul__(self, other):
        print("  rmul", other, self)
        return "rmul result"

    def __rmatmul__(self, other):
        return "rmatmul " + repr(other)


a = kept = InPlace("a")
a += 1
print(a is kept)
a -= 1
print(a, kept)
b = Number("b")
b += Reflected("r")
print(b)
b = Number("b")
b @= Reflected("r")
print(b)
print(attempt(lambda: exec("x = object(); x += 1")), "|", attempt(lambda: exec("x = object(); x //= []")), "|", attempt(lambda: exec("x = 1; x **= 'a'")))
print(attempt(lambda: exec("x = 'a'; x += 1")), "|", attempt(lambda: exec("x = []; x += 1")), "|", attempt(lambda: exec("x = (); x += [1]")))

items = [1]
alias = items
items += (2, 3)
items += "ab"
items *= 2
print(alias is items, items)
items = items + [9]
print(alias is items)
items = [1, 2]
items *= Reflected("r")
print(items)

# Targets are evaluated once, and stored to even when the operation mutates.
calls = []


def tell(label, value):
    calls.append(label)
    return value


grid = {"k": [[1], [2]]}
tell("container", grid)[tell("key", "k")][tell("index", 0)] += tell("value", [5])
print(grid, calls)
pair = ([1], 2)
try:
    pair[0] += [3]
except TypeError as error:
    print(error, pair)
try:
    pair[1] += 1
except TypeError as error:
    print(error, pair)


class Holder:
    def __init__(self): self.log = []
    def __getitem__(self, key): self.log.append(("get", key)); return 10
    def __setitem__(self, key, value): self.log.append(("set", key, value))
    def __getattr__(self, name): self.log.append(("getattr", name)); return 100


h = Holder()
h[1:2] += 1
h[..., 3] <<= 2
h[()] |= 5
h.x -= 1
print(h.log, vars(h)["x"])
line = list(range(6))
line[1:3] += ["a", "b"]
line[::3] *= 1
print(line, attempt(lambda: exec("line[::2] += [1]", {"line": line})))

total = 5


def outer():
    n = 1
    seen = set()

    def inner(by):
        nonlocal n, seen
        global total
        n += by
        total *= by
        seen |= {by}
        return n
    inner(3), inner(4)
    return n, seen


print(outer(), total)


def unbound():
    total += 1


print(attempt(unbound))


class Body:
    total += 1
    total **= 2


print(Body.total, total)
s = frozenset("ab")
t = s
s |= {"c"}
print(sorted(s), sorted(t))
s = {1, 2, 3}
t = s
s &= {2, 3, 4}
s ^= {3, 5}
s -= {9}
print(s, t is s, attempt(lambda: exec("s |= [1]", {"s": s})), attempt(s.__ior__, [1]))
d = e = {"a": 1}
d |= [("b", 2)]
print(e, attempt(lambda: exec("d |= [1]", {"d": d})))
i = 7
i //= 2; i **= 3; i %= 10; i <<= 4; i ^= 3; i >>= 1; i &= 0xff; i |= 256; i /= 4
print(i)
text = other = "x"
for k in range(4):
    text += str(k)
print(text, other)


class Stops(Number):
    def __iadd__(self, other): raise KeyError("stop")
    __imul__ = None
    def __mul__(self, other): return "mul used"


z = keep = Stops("z")
try:
    z += 1
except KeyError as error:
    print(error, z is keep)
print(attempt(lambda: exec("z *= 2", {"z": z})))

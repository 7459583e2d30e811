"""collections: Counter, ChainMap, OrderedDict, defaultdict, namedtuple, deque and the User classes in use. Prints values, representations and errors."""
import copy
import pickle
from collections import ChainMap, Counter, OrderedDict, UserDict, UserList, UserString, defaultdict, deque, namedtuple


def t(f, *args, **kwargs):
    try:
        print(f(*args, **kwargs))
    except Exception as e:
        print(type(e).__name__ + ":", e)


c = Counter("abracadabra")
print(c, c.most_common(2), c["zz"], c.total(), sorted(c.elements())[:6])
c.update({"a": 2, "z": -3})
c.subtract("bbb", q=1)
print(c, +c, -c, c.most_common()[:-3:-1])
a, b = Counter(a=3, b=1, n=-2), Counter(a=1, b=2, c=0)
print(a + b, a - b, a & b, a | b, a == b, a <= a, a < b, Counter(a=1) <= Counter(a=1, b=1), a != Counter(b=1, a=3), Counter(x=0) == Counter())
a += b
print(a, copy.copy(a) == a, pickle.loads(pickle.dumps(a)), type(a.copy()), Counter(None), Counter({"x": "y"}).most_common(1))
t(Counter.fromkeys, "ab")
t(lambda: Counter(1))
t(lambda: Counter([[]]))
t(lambda: a < 3)
del a["nothing"]
print(repr(Counter({1: 1, "a": 2})), Counter(["x"] * 3, x=1))

base, top = {"a": 1, "b": 2}, {"b": 3}
m = ChainMap(top, base)
print(m["b"], m["a"], list(m), len(m), m, m.maps, m.parents, m.new_child({"z": 0}, y=1), sorted(m.items()))
m["a"] = 9
print(base, top, "q" in m, m.get("q", 5), m | {"n": 1}, {"n": 1} | m, m.pop("a"))
t(m.pop, "a2")
t(m.__delitem__, "nn")
t(lambda: ChainMap()["x"])
m.popitem()
t(m.popitem)
t(m.popitem)
print(bool(ChainMap()), ChainMap.fromkeys("ab", 0), dict(m), list(ChainMap({"x": 1, "y": 2}, {"z": 0, "x": 5})))

d = defaultdict(list, {"k": [0]})
d["k"].append(1)
d["new"].append(2)
print(d, d.get("nope"), "nope" in d, d.default_factory, d | {"x": 1}, d.copy() == d)
d.default_factory = None
t(lambda: d["missing"])
t(defaultdict, 3)
tree = lambda: defaultdict(tree)
root = tree()
root["a"]["b"]["c"] = 1
print(dict(root["a"]["b"]), len(root))


class Missing(dict):
    def __missing__(self, key):
        return key * 2


print(Missing(a=1)["b"], Missing(a=1).get("b"), "{a} {zz}".format_map(Missing(a=1)))

o = OrderedDict.fromkeys("abcde")
o.move_to_end("b")
o.move_to_end("d", last=False)
print("".join(o), o.popitem(), o.popitem(last=False), list(reversed(o)), o)
print(OrderedDict(a=1, b=2) == OrderedDict(b=2, a=1), OrderedDict(a=1, b=2) == dict(b=2, a=1), o | {"x": 1}, o.setdefault("n", 4))
t(o.move_to_end, "zz")
t(OrderedDict().popitem)

P = namedtuple("P", "x y z", defaults=[0])
p = P(1, y=2)
print(p, p._asdict(), p._replace(z=5), P._make("abc"), P._fields, P._field_defaults, p.x + p[1], p == (1, 2, 0), hash(p) == hash((1, 2, 0)), P.__doc__, P.x.__doc__)
t(P)
t(P, 1, 2, 3, 4)
t(P._make, [1])
t(p._replace, w=1)
t(namedtuple, "T", "a class")
t(namedtuple, "T", "a a")
t(namedtuple, "T", "_a")
t(namedtuple, "3", "a")
t(namedtuple, "T", "a", defaults=(1, 2))
t(setattr, p, "x", 1)
print(namedtuple("T", "a class a _b", rename=True)._fields, pickle.loads(pickle.dumps(p)) == p, copy.deepcopy(p), P.__match_args__)


class Point(P):
    __slots__ = ()

    def __add__(self, other):
        return Point(*(a + b for a, b in zip(self, other)))


print(Point(1, 2) + Point(3, 4, 5), Point(0, 0)._replace(x=1))
q = deque(range(5), maxlen=4)
q.appendleft(9)
q.rotate(2)
print(q, q.maxlen, list(reversed(q)), q.index(9), q * 2, deque("ab") + deque("c"), deque([deque()]))


class Upper(UserDict):
    def __setitem__(self, key, value):
        super().__setitem__(key.upper(), value)

    def __contains__(self, key):
        return key.upper() in self.data


u = Upper(a=1)
u.update({"b": 2}, c=3)
print(u, "A" in u, "a" in u, u | {"d": 4}, copy.copy(u), len(u), u.setdefault("E", 5))
t(lambda: u["a"])
ul = UserList([3, 1, 2])
ul.sort()
ul += "x"
print(ul, ul[1:], type(ul[1:]).__name__, ul + [1], [0] + ul, ul * 2, ul.index(3), ul == [1, 2, 3, "x"], ul.copy())
us = UserString("Hello")
print(us.upper(), us + "!", "<" + us, us[1:3], us * 2, us == "Hello", us.find("l"), us.split("l"), "ell" in us, repr(us), us % (), us.center(9, "-"), int(UserString("12")), us.encode(), hash(us) == hash("Hello"))

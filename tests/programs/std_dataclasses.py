"""dataclasses: every option, fields, inheritance, post-init, slots, frozen, ordering, replace, conversion, made at run time. Prints instances and errors."""
import dataclasses
import inspect
import pickle
import typing
from dataclasses import KW_ONLY, InitVar, asdict, astuple, dataclass, field, fields, is_dataclass, make_dataclass, replace


def t(f, *args, **kwargs):
    try:
        print(f(*args, **kwargs))
    except Exception as e:
        print(type(e).__name__ + ":", e)


@dataclass
class Item:
    """An item."""
    name: str
    price: float = 1.5
    tags: list[str] = field(default_factory=list, repr=False, compare=False)
    total: typing.ClassVar[int] = 0
    hidden: int = field(default=7, init=False, metadata={"unit": "kg"})
    scale: InitVar[float] = 2.0

    def __post_init__(self, scale):
        Item.total += 1
        self.price *= scale


a = Item("pen")
b = Item("pen", 1.5, ["x"], scale=2)
print(a, a == b, a != Item("pen", 9), Item.total, a == 3, Item.scale, a.tags is b.tags)
print(inspect.signature(Item), Item.__doc__, Item.__match_args__, Item.__hash__)
for f in fields(Item):
    print(f.name, f.type, f.default is dataclasses.MISSING, f.init, f.repr, f.kw_only, dict(f.metadata))
print(repr(fields(a)[1]).split(",default_factory")[0])
t(Item)
t(Item, "a", wrong=1)
t(hash, a)
t(lambda: a < b)


@dataclass(order=True, frozen=True, slots=True)
class Point:
    x: int
    y: int = 0
    _: KW_ONLY
    label: str = field(default="", compare=False)


p, q = Point(1, 2), Point(1, 3, label="q")
print(p < q, p >= q, sorted([q, p, Point(0, 9)]), hash(p) == hash(Point(1, 2, label="zz")), {p: 1}[Point(1, 2)], Point.__slots__, hasattr(p, "__dict__"))
t(setattr, p, "x", 5)
t(delattr, p, "x")
t(setattr, p, "new", 5)
t(lambda: p < (1, 2))
t(Point, 1, 2, "label")
print(replace(q, x=9), pickle.loads(pickle.dumps(q)), replace(a, name="pin", scale=1))
t(replace, a, hidden=3)
t(replace, q, zz=3)
t(replace, 3, zz=3)


@dataclass
class Base:
    x: typing.Any = 15.0
    y: int = 0


@dataclass
class Derived(Base):
    z: int = 10
    x: int = 15


print(Derived(), [f.name for f in fields(Derived)], Derived(1, 2, 3) == Base(1, 2), is_dataclass(Derived), is_dataclass(Derived()), is_dataclass(int))


@dataclass
class Tree:
    value: int
    kids: list["Tree"] = field(default_factory=list)
    extra: dict = field(default_factory=dict)
    named: tuple = ()


tree = Tree(1, [Tree(2), Tree(3, [Tree(4)])], {"t": Tree(5)}, (Tree(6),))
print(asdict(tree))
print(astuple(tree))
print(asdict(tree, dict_factory=lambda items: {k: v for k, v in items if v}))
tree.kids.append(tree)
print(tree)
t(asdict, Tree)
t(fields, 3)
for body in ["x: list = []", "x: int = 1\n    y: str", "x: int = field(default=1, default_factory=int)", "x: int = field(kw_only=True)\n    y: int", "__slots__ = ('x',)\n    x: int = 1",
             "x: int = field()\n    def __init__(self): self.x = 5", "_: KW_ONLY\n    __: KW_ONLY", "x = field()", "x: typing.ClassVar[int] = field(default_factory=int)", "x: dict = field(default={})"]:
    scope = {}
    try:
        exec("@dataclass\nclass C:\n    " + body, globals(), scope)
        print(inspect.signature(scope["C"]))
        print(scope["C"](y=1) if "y:" in body else scope["C"]())
    except Exception as e:
        print(type(e).__name__ + ":", e)
for options in [dict(eq=False), dict(eq=False, order=True), dict(unsafe_hash=True), dict(repr=False, init=False), dict(frozen=True), dict(match_args=False), dict(kw_only=True), dict(weakref_slot=True)]:
    try:
        made = dataclass(**options)(type("Made", (), {"__annotations__": {"v": int}, "v": 1}))
        print(options, made.__hash__ is None, made() == made(), "__match_args__" in vars(made), str(inspect.signature(made)) if options.get("init", True) else "-")
    except Exception as e:
        print(options, type(e).__name__ + ":", e)


@dataclass(frozen=True)
class Frozen:
    a: int


t(lambda: dataclass(type("D", (Frozen,), {"__annotations__": {"b": int}})))
t(lambda: dataclass(frozen=True)(type("D", (Base,), {})))
M = make_dataclass("M", ["a", ("b", int), ("c", str, field(default="z"))], bases=(Frozen,), namespace={"twice": lambda self: self.a * 2}, frozen=True)
print(M(1, 2), M("a", 2).twice(), M.__annotations__)
t(make_dataclass, "X", ["for"])
t(make_dataclass, "X", ["a", "a"])
t(make_dataclass, "X", [3])
match Point(5, 6):
    case Point(5, y):
        print("matched", y)


@dataclass(repr=False)
class Hold:
    v: int

    @property
    def double(self):
        return self.v * 2

    def __repr__(self):
        return f"H{self.v}"

    def __eq__(self, other):
        return True


print(Hold(3), Hold(3) == 5, Hold(3).double, Hold.__hash__)

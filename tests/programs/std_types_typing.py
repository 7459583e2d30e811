"""types and typing: aliases, generics, protocols, named tuples, typed dicts, hints resolved, overloads, new classes made by hand, unions. Prints them and errors."""
import collections.abc
import sys
import types
import typing
from typing import Annotated, Any, Callable, ClassVar, Final, Generic, Literal, NamedTuple, NewType, Optional, Protocol, TypedDict, TypeVar, Union, get_args, get_origin, get_type_hints, overload, runtime_checkable


def t(f, *args, **kwargs):
    try:
        print(f(*args, **kwargs))
    except Exception as e:
        print(type(e).__name__ + ":", e)


T = TypeVar("T")
S = TypeVar("S", bound=int)
K = TypeVar("K", str, bytes, covariant=True)
P = typing.ParamSpec("P")
Ts = typing.TypeVarTuple("Ts")
print(T, S, K, P, Ts, S.__bound__, K.__constraints__, P.args, typing.Unpack[Ts])
for x in [Optional[int], Union[int, str, int], Union[int], Union[int, Union[str, None]], int | None, list[int] | str, Callable[[int, str], bool], Callable[..., T], Callable[P, T], typing.List[T][int], dict[str, T][int], tuple[int, ...], tuple[()], Literal[1, "a", None, 1], Annotated[int, "meta", 3], Annotated[Annotated[T, 1], 2][str], ClassVar[int], Final[str], type[int], typing.Type[T], list[list[T]][int], typing.Dict, typing.Tuple[int, str], Any, typing.NoReturn, collections.abc.Callable[[int], str], typing.Concatenate[int, P], typing.Required[int], "fwd", typing.ForwardRef("Fwd"), typing.Iterable[int], typing.Self, typing.LiteralString, typing.Pattern[str]]:
    print(x, get_origin(x), get_args(x), getattr(x, "__parameters__", "-"))
print(Optional[int] == Union[None, int], hash(Union[int, str]) == hash(Union[str, int]), (int | str) == Union[str, int], isinstance(3, int | str), issubclass(bool, int | None), isinstance(None, Optional[int]), type(int | str), list[int] == list[int], {list[int]: 1}[list[int]], list[int]([1]), Literal[1] == Literal[True], typing.is_typeddict(int), isinstance([], typing.List))
for bad in [lambda: Union[()], lambda: Optional[1, 2], lambda: isinstance(1, list[int]), lambda: isinstance(1, typing.List[int]), lambda: int | 3, lambda: Generic[int], lambda: Callable[int], lambda: typing.List[int, str], lambda: TypeVar("X", int), lambda: TypeVar("X", covariant=True, contravariant=True), lambda: Any(), lambda: ClassVar[int, str], lambda: Annotated[int], lambda: type("C", (Union[int, str],), {}), lambda: list[T][int, str], lambda: NewType("N", int).__mro_entries__(()), lambda: typing.cast(), lambda: Optional(), lambda: Union[3, 4], lambda: types.UnionType(), lambda: typing.Nope, lambda: dict[str, int][int]]:
    t(bad)


class Box(Generic[T]):
    value: T

    def __init__(self, value: T):
        self.value = value

    def map(self, f: "Callable[[T], S]") -> "Box[S]":
        return Box(f(self.value))


class IntBox(Box[int]):
    extra: "Optional[IntBox]" = None


b = Box[int](5)
print(Box[int], b.__orig_class__, b.map(str).value, IntBox.__orig_bases__, IntBox.__mro__[1:3], Box.__parameters__, Box[T][str], Box[int] == Box[int], get_type_hints(IntBox), get_type_hints(Box.map))
t(lambda: Box[int, str])
t(lambda: type("Bad", (Generic[T], Generic[S]), {}))
t(lambda: isinstance(b, Box[int]))


@runtime_checkable
class Closable(Protocol):
    def close(self) -> None: ...


class Named(Protocol):
    name: str


class Impl(Named):
    name = "impl"


print(isinstance(sys.stdout, Closable), isinstance(3, Closable), issubclass(type(sys.stdout), Closable), Impl().name, Closable._is_protocol)
t(Closable)
t(isinstance, 3, Named)
t(lambda: type("Q", (Protocol, int), {}))


class Point(NamedTuple):
    """A point."""
    x: int
    y: float = 0.5

    def norm(self):
        return self.x + self.y


class Movie(TypedDict, total=False):
    name: typing.Required[str]
    year: int


class Sequel(Movie):
    number: int


print(Point(1), Point(1, 2).norm(), Point._field_defaults, Point.__annotations__, NamedTuple("N", [("a", int)])(3), Movie(name="x"), Movie.__required_keys__, sorted(Sequel.__optional_keys__), Sequel.__total__, get_type_hints(Sequel), TypedDict("D", {"in": int}).__annotations__)
t(lambda: type("N2", (NamedTuple, int), {}))
t(isinstance, {}, Movie)
t(exec, "class Wrong(NamedTuple):\n    a: int = 1\n    b: int\n", globals())
UserId = NewType("UserId", int)
print(UserId(5), UserId, UserId.__supertype__, UserId.__name__, UserId | None)


def hinted(a: "int", b: Optional["str"] = None, *c: T, d: Annotated["Box[int]", 1] = None, **e) -> "list[Later]":
    ...


t(get_type_hints, hinted)
print(get_type_hints(hinted, localns={"Later": float}), get_type_hints(hinted, localns={"Later": float}, include_extras=True)["d"])


@overload
def two(a: int) -> int: ...
@overload
def two(a: str) -> str: ...
def two(a):
    return a


print(len(typing.get_overloads(two)), two(3), typing.clear_overloads(), typing.get_overloads(two), typing.final(Box).__final__, typing.no_type_check(hinted).__no_type_check__, get_type_hints(hinted), typing.cast("x", 3), typing.assert_type(1, int), typing.reveal_type.__name__)
t(lambda: typing.assert_never(1))
C = types.new_class("C", (Box[int],), {}, lambda ns: ns.update(x=1))
print(C.x, C.__bases__, C.__orig_bases__, types.resolve_bases((list[int], int)), types.prepare_class("P", (int,), {"metaclass": type})[0], types.get_original_bases(C) if hasattr(types, "get_original_bases") else "-")
ns = types.SimpleNamespace(a=1, **{"b": [2]})
ns.c = ns
print(ns, ns == types.SimpleNamespace(a=1), types.SimpleNamespace() == types.SimpleNamespace(), types.MappingProxyType({"a": 1}) | {"b": 2}, types.MethodType(len, [1, 2])(), types.FunctionType(two.__code__, {}, "renamed").__name__, types.ModuleType("m", "doc").__doc__, types.CellType(5).cell_contents, isinstance(two, types.LambdaType), types.NoneType, types.EllipsisType)


class Dyn:
    @types.DynamicClassAttribute
    def v(self):
        return "instance"


class Meta(type):
    def __getattr__(cls, name):
        return "meta " + name


class Both(Dyn, metaclass=Meta):
    pass


print(Both().v, Both.v)


@types.coroutine
def old():
    got = yield 1
    return got


async def new():
    return await old()


c = new()
print(c.send(None))
try:
    c.send("sent")
except StopIteration as e:
    print(e.value)

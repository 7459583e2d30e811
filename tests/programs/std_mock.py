"""unittest.mock: mocks and what they remember, side effects, specs, patching of every kind, magic methods, sentinels, async, open. Prints calls and failures."""
import os
import unittest.mock
from unittest.mock import ANY, DEFAULT, MagicMock, Mock, NonCallableMock, PropertyMock, call, create_autospec, mock_open, patch, seal, sentinel


def t(f, *args, **kwargs):
    try:
        print(f(*args, **kwargs))
    except BaseException as e:
        print(type(e).__name__ + ":", e)


class Service:
    """A service."""
    timeout = 5

    def fetch(self, key, *, retries=3):
        return "real " + key

    @property
    def state(self):
        return "live"

    @staticmethod
    def static(a):
        return a

    @classmethod
    def build(cls, x):
        return cls()

    async def slow(self):
        return "slow"


def helper(service, key):
    return service.fetch(key, retries=1)


m = Mock(return_value=3, name="em")
print(m(1, a=2), m(), m.called, m.call_count, m.call_args, m.call_args_list, m.mock_calls, m.call_args_list[0].args, m.call_args_list[0].kwargs)
m.method.sub(5).deeper.attr.call("x")
print(m.mock_calls[2:], m.method.sub.call_args, m.method_calls)
m.assert_any_call(1, a=2)
m.assert_has_calls([call(1, a=2), call()])
for bad in [lambda: m.assert_called_once(), lambda: m.assert_called_with(9), lambda: m.assert_not_called(), lambda: m.assert_any_call(7), lambda: m.assert_has_calls([call(5)]), lambda: Mock(name="never").assert_called(), lambda: m.assert_called_once_with(), lambda: m.asert_called(), lambda: m.called_with_typo, lambda: Mock(name="x").assert_called_with(1)]:
    try:
        r = bad()
        print("returned", type(r).__name__)
    except AssertionError as e:
        print("AssertionError", str(e).splitlines())
    except AttributeError as e:
        print("AttributeError", e)
m.reset_mock()
print(m.called, m.return_value, m.mock_calls)
s = Mock(side_effect=[1, KeyError("k"), DEFAULT, 4], return_value="dflt")
for _ in range(5):
    t(s)
s = Mock(side_effect=lambda x: x * 2)
print(s(4), Mock(side_effect=lambda: DEFAULT, return_value=7)())
t(Mock(side_effect=ValueError), 1)
t(Mock(side_effect=ValueError("inst")), 1)
spec = Mock(spec=Service)
print(isinstance(spec, Service), spec.fetch("any", "thing") is spec.fetch.return_value, type(spec.timeout).__name__)
t(lambda: spec.nothing)
auto = create_autospec(Service)
inst = auto.return_value
inst.fetch.return_value = "fake"
print(helper(auto(), "k"), inst.fetch.mock_calls, auto.mock_calls)
t(inst.fetch)
t(inst.fetch, "a", wrong=1)
t(lambda: inst.nope)
t(create_autospec(helper), 1)
f = create_autospec(helper, return_value="h")
print(f(1, key=2), f.call_args, f.__name__)
f.assert_called_once_with(1, key=2)
mm = MagicMock()
mm.__len__.return_value = 4
mm.__getitem__.side_effect = lambda i: i * 10
mm.__iter__.return_value = iter("ab")
mm.__contains__.return_value = True
mm.__enter__.return_value = "entered"
with mm as entered:
    print(entered, len(mm), mm[3], list(mm), "q" in mm, int(mm), float(mm), bool(mm), mm == mm, str(mm)[:10], hash(mm) == hash(mm))
print(mm.__exit__.call_args, mm.__getitem__.call_args, [c[0] for c in mm.mock_calls])
t(lambda: Mock()[1])
t(lambda: len(Mock()))
t(lambda: mm < 3)
n = NonCallableMock(spec_set=["a"])
t(lambda: n())
t(lambda: setattr(n, "b", 1))
sealed = Mock()
sealed.ok.return_value = 1
seal(sealed)
print(sealed.ok())
t(lambda: sealed.other)
with patch("os.getcwd", return_value="/patched") as p:
    print(os.getcwd(), p.called)
print(os.getcwd() != "/patched")


@patch.object(Service, "timeout", 99)
@patch.object(Service, "fetch", autospec=True)
def patched(arg, fetch):
    fetch.return_value = "from a mock"
    s = Service()
    return arg, helper(s, "z"), fetch.call_args.args[1:], Service.timeout


print(patched("arg"), Service.timeout, Service().fetch("x"))
with patch.dict(os.environ, {"ONLY": "here"}, clear=True):
    print(dict(os.environ))
with patch.dict("os.environ", EXTRA="1"):
    print(os.environ["EXTRA"], "PATH" in os.environ or True)
with patch.multiple(Service, timeout=1, static=DEFAULT) as got:
    print(sorted(got), Service.timeout, type(Service.static).__name__)
with patch.object(Service, "state", new_callable=PropertyMock) as state:
    state.return_value = "mocked"
    print(Service().state, state.mock_calls)
t(patch("nosuch.thing").start)
t(patch(__name__ + ".Service.nosuch").start)
t(patch, "nodots")
starter = patch.object(Service, "timeout", "started")
starter.start()
print(Service.timeout, patch.stopall(), Service.timeout)
opener = mock_open(read_data="line 1\nline 2\n")
with patch("builtins.open", opener):
    with open("anything", "w") as handle:
        handle.write("out")
    print(open("q").read(), list(open("z")), open("a").readline())
print(opener.mock_calls[:4], opener().write.call_args)
print(sentinel.thing, sentinel.thing is sentinel.thing, ANY == 5, call(1, ANY) == call(1, object()), call.a.b(1).c(), call(1) == (("1",),), call.x(2) == ("x", (2,), {}), list(call.a(1).b(2).call_list()), call(1, k=2)[1])
parent = Mock()
parent.attach_mock(Mock(), "child")
parent.child(1)
parent.other(2)
print(parent.mock_calls)
a = unittest.mock.AsyncMock(return_value="awaited")
try:
    a(5).send(None)
except StopIteration as e:
    print(e.value, a.await_count, a.await_args)
print(type(create_autospec(Service).return_value.slow).__name__, Mock(**{"a.b.return_value": 3, "c": 4}).a.b(), repr(Mock(name="nm").x.y).split(" id=")[0], repr(MagicMock(spec=int)).split(" id=")[0], Mock(wraps=len)([1, 2]), Mock(wraps=Service()).fetch("wrapped"))
m = Mock()
m.configure_mock(x=1, **{"y.return_value": 2})
m.attribute = Mock(return_value=8)
del m.gone
t(lambda: m.gone)
print(m.x, m.y(), m.attribute(), dir(Mock(spec=["one", "two"]))[-2:])

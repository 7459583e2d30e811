"""inspect in use: a small documentation maker: signatures, members, sources, call bindings, closures, frames, generators' states. Prints pages and answers."""
import functools
import inspect
import sys
import types


def t(f, *args, **kwargs):
    try:
        print(f(*args, **kwargs))
    except Exception as e:
        print(type(e).__name__ + ":", e)


class Account:
    """An account.

        Indented more.
    Back.
    """
    interest: float = 0.02
    count = 0

    def __init__(self, owner: str, /, balance: "int" = 0, *history: tuple, limit=None, **notes):
        self.owner = owner

    def deposit(self, amount: int = 10) -> "Account":
        """Put money in."""
        return self

    @classmethod
    def open(cls, owner, *, bonus: bool = True) -> "Account":
        return cls(owner)

    @staticmethod
    def check(n, m=max):
        # A comment.
        return n

    @property
    def rich(self):
        """Whether rich."""
        return False

    def __eq__(self, other):
        return NotImplemented


class Saving(Account):
    def deposit(self, amount=5):
        return super().deposit(amount)

    async def wait(self):
        pass

    def each(self):
        x = yield 1
        yield x


def document(cls):
    print("class", cls.__name__, inspect.signature(cls), [b.__name__ for b in inspect.getmro(cls)])
    print("  ", repr(inspect.getdoc(cls)))
    for name, kind, owner, obj in inspect.classify_class_attrs(cls):
        if owner is not object and name not in ("__dict__", "__weakref__", "__module__", "__qualname__"):
            print("  ", name, kind, owner.__name__, inspect.getdoc(obj) if isinstance(obj, property) or not name.startswith("__") and callable(obj) else repr(obj)[:30])


document(Saving)
for f in [Account.__init__, Account.open, Account.check, Account("x").deposit, Saving.wait, functools.partial(Account.open, bonus=False), len, int.from_bytes, print, type("C", (), {"__call__": lambda self, q: q})(), Account.deposit.__get__(1), sorted, dict.get, str.split, object, Exception]:
    t(inspect.signature, f)
t(inspect.signature, 3)
t(inspect.signature, print.__self__)
s = inspect.signature(Account)
print({n: (p.kind.name, p.default is p.empty, p.annotation) for n, p in s.parameters.items()}, s.return_annotation is s.empty)
print(s.replace(parameters=list(s.parameters.values())[:2], return_annotation=int), inspect.signature(Account, eval_str=True).parameters["balance"].annotation, s == inspect.signature(Account), hash(s) == hash(inspect.signature(Account)))
b = s.bind("me", 5, 6, 7, limit=1, extra=2)
print(b, b.args, b.kwargs, b.arguments)
b = s.bind_partial()
b.apply_defaults()
print(b.arguments)
for args, kwargs in [((), {}), (("a",), {"owner": "b"}), (("a", 1), {"balance": 2})]:
    t(s.bind, *args, **kwargs)
t(inspect.signature(lambda a: 0).bind, 1, 2)
t(inspect.signature(lambda a, *, k: 0).bind, 1)
t(inspect.signature(lambda a: 0).bind, 1, z=1)
P = inspect.Parameter
t(inspect.Signature, [P("a", P.KEYWORD_ONLY), P("b", P.POSITIONAL_ONLY)])
t(inspect.Signature, [P("a", P.POSITIONAL_OR_KEYWORD, default=1), P("b", P.POSITIONAL_OR_KEYWORD)])
t(P, "for", P.KEYWORD_ONLY)
t(P, "1x", P.KEYWORD_ONLY)
t(P, "x", P.VAR_KEYWORD, default=3)
print(P("x", P.VAR_POSITIONAL, annotation=int), repr(P("y", P.KEYWORD_ONLY, default=[])), P("z", P.POSITIONAL_ONLY).replace(name="w"))
print(inspect.getsource(Account.check), inspect.getsourcelines(Saving.each)[1], repr(inspect.getcomments(inspect.getsource)), inspect.getsource(Saving).count("\n"), inspect.getsourcefile(Account).endswith("std_inspect.py"), inspect.getmodule(Account).__name__)
t(inspect.getsource, len)
t(inspect.getfile, 3)
t(inspect.getfile, int)
print([n for n, _ in inspect.getmembers(Account(1), inspect.ismethod)], [n for n, _ in inspect.getmembers(Saving, inspect.isfunction)], [n for n, v in inspect.getmembers_static(Account, lambda v: isinstance(v, (property, classmethod)))], len(inspect.getmembers(3)) > 50)
for o in [document, len, Account, Account("x").deposit, sys, (i for i in ()), Saving.each, Saving.wait, Account.rich, int.real, str.join, types.FunctionType.__code__, document.__code__, functools.partial(len), lambda: 1, type.__call__, [].append]:
    print(str(getattr(o, "__name__", type(o).__name__)), *[n[2:] for n in ("isfunction", "isbuiltin", "isclass", "ismethod", "ismodule", "isgenerator", "isgeneratorfunction", "iscoroutinefunction", "isdatadescriptor", "isgetsetdescriptor", "ismethoddescriptor", "iscode", "isroutine", "ismemberdescriptor", "ismethodwrapper") if getattr(inspect, n)(o)])
g = Saving("x").each()
states = [inspect.getgeneratorstate(g)]
next(g)
states += [inspect.getgeneratorstate(g), sorted(inspect.getgeneratorlocals(g))]
g.close()
c = Saving("x").wait()
print(*states, inspect.getgeneratorstate(g), inspect.getgeneratorlocals(g), inspect.getcoroutinestate(c), inspect.isawaitable(c), c.close())


def outer(a, b=[]):
    c = a

    def inner(x):
        return a, c, len, nosuch, x.attr
    return inner


print(*map(str, inspect.getclosurevars(outer(1))[:3]), sorted(inspect.getclosurevars(outer(1)).unbound), outer(1).__closure__[0].cell_contents)


def caller(depth):
    if depth:
        return caller(depth - 1)
    frame = inspect.currentframe()
    infos = inspect.stack()
    return [(i.function, i.code_context[0].strip() if i.code_context else None, i.index) for i in infos], frame.f_back.f_locals, inspect.getargvalues(frame).args, inspect.getframeinfo(frame, 3).code_context[1].strip(), inspect.formatargvalues(*inspect.getargvalues(frame.f_back))


print(*caller(1), sep="\n")
try:
    caller("x")
except TypeError:
    print([(i.function, i.lineno - caller.__code__.co_firstlineno, i.positions) for i in inspect.trace(2)][1:])
print(inspect.cleandoc("  a\n    b\n      c\n\n"), inspect.unwrap(functools.wraps(len)(lambda: 0)) is len, inspect.getattr_static(Account(1), "rich").__class__.__name__, inspect.getcallargs(outer, 1), inspect.indentsize("\t  x"), inspect.getfullargspec(Account.__init__), inspect.getclasstree([Account, Saving])[1][0][0].__name__, inspect.get_annotations(Account.deposit, eval_str=True))

# __int__, __index__, __float__, __complex__, __bool__, __len__, __bytes__, __str__, __repr__, __format__, __trunc__ and
# __round__: which constructor asks which, in what order, and what each accepts back. Prints calls and results.
import math
import operator
import warnings

warnings.simplefilter("error")


def attempt(f, *args):
    try:
        return f(*args)
    except Exception as error:
        return "%s: %s" % (type(error).__name__, error)
    except Warning as error:
        return "%s: %s" % (type(error).__name__, error)


def make(**methods):
    space = {}
    for name, result in methods.items():
        def method(self, *args, name=name, result=result):
            calls.append(name)
            return result
        space["__%s__" % name] = method
    return type("X", (), space)()


calls = []


def run(label, f, *args):
    calls.clear()
    result = attempt(f, *args)
    print(label, "->", repr(result) if not isinstance(result, str) else result, calls)


class IntSub(int):
    def __repr__(self): return "IntSub(%d)" % self


class FloatSub(float):
    pass


class StrSub(str):
    pass


three = IntSub(3)
run("int from int", int, make(int=5, index=6, trunc=7))
run("int from index", int, make(index=6, trunc=7))
run("int from trunc", int, make(trunc=7))
run("int from nothing", int, make())
run("int from bad int", int, make(int="5", index=6))
run("int from int subclass", int, make(int=three))
run("int from bool", int, make(int=True))
run("int base", int, make(int=5), 10)
run("int text, base", int, "11", make(index=2, int=3))
run("index", operator.index, make(index=6))
run("index bad", operator.index, make(index=1.0))
run("index subclass", operator.index, make(index=three))
run("index none", operator.index, make(int=1))
run("float", float, make(float=1.5, index=2))
run("float from index", float, make(index=2, int=3))
run("float from int only", float, make(int=3))
run("float bad", float, make(float=3))
run("float subclass", float, make(float=FloatSub(2.5)))
run("float huge index", float, make(index=10**400))
run("complex", complex, make(complex=1j, float=2.0))
run("complex from float", complex, make(float=2.0, index=3))
run("complex from index", complex, make(index=3))
run("complex bad", complex, make(complex=1.0))
run("complex two", complex, make(float=1.0), make(index=2))
run("complex of text and", complex, "1", 2)
run("complex second text", complex, 1, "2")
run("bool", bool, make(bool=False, len=1))
run("bool len", bool, make(len=0))
run("bool bad", bool, make(bool=1))
run("bool bad len", bool, make(len=-1))
run("len bad", len, make(len="a"))
run("len index", len, make(len=make(index=4)))
run("len huge", len, make(len=2**70))
run("bytes", bytes, make(bytes=b"x", index=3))
run("bytes index", bytes, make(index=3))
run("bytes bad", bytes, make(bytes="x"))
run("bytes iter", bytes, make(iter=iter([1, 2])))
run("str", str, make(str="s", repr="r"))
run("str from repr", str, make(repr="r"))
run("str bad", str, make(str=b"s"))
run("repr bad", repr, make(repr=5))
run("str subclass", lambda x: type(str(x)).__name__, make(str=StrSub("sub")))
run("format", format, make(format="f"), "spec")
run("format bad", format, make(format=5))
run("format default", format, make(str="via str"))
run("format default with spec", format, make(str="via str"), ">10")
run("fstring", lambda x: f"{x} {x!r} {x!s:>5} {x:{'<'}{3}}", make(str="s", repr="r", format="f"))
run("percent", lambda x: "%s %r %d %i" % (x, x, x, x), make(str="s", repr="r", int=7))
run("percent d from index", lambda x: "%d" % x, make(index=7))
run("percent x from int", lambda x: "%x" % x, make(int=7))
run("percent x", lambda x: "%x %o %c" % (x, x, x), make(index=65))
run("percent f", lambda x: "%.1f" % x, make(float=2.25))
run("percent d from float", lambda: "%d" % 3.99)
run("percent x from float", lambda: "%x" % 3.99)
run("round", round, make(round="r"))
run("round none", round, make(float=1.5))
run("trunc", math.trunc, make(trunc="t"))
run("floor", math.floor, make(floor="f"))
run("floor from float", math.floor, make(float=2.7))
run("ceil", math.ceil, make(ceil=None))
run("abs", abs, make(abs="a"))
run("hash", hash, make(hash=2**61 - 1 + 5))
run("hash of -1", hash, make(hash=-1))
run("hash bad", hash, make(hash="h"))
run("chr", chr, make(index=0x1F600))
run("range", lambda x: list(range(x)), make(index=2))
run("slice", lambda x: "abcdef"[x:], make(index=4))
run("slice bad", lambda x: "abcdef"[x:], make(int=4))
run("subscript huge", lambda x: "abc"[x], make(index=2**80))
run("slice huge", lambda x: "abc"[:x], make(index=2**80))
run("iter bad", iter, make(iter=5))
run("reversed", lambda x: list(reversed(x)), make(reversed=iter("ab")))
run("reversed sequence", lambda x: list(reversed(x)), make(len=2, getitem="item"))
run("contains", lambda x: 5 in x, make(contains="truthy"))
run("contains iter", lambda x: 5 in x, make(iter=iter([4, 5, 6])))
run("length_hint", operator.length_hint, make(length_hint=3))
run("length_hint bad", operator.length_hint, make(length_hint=-3))
run("length_hint declines", operator.length_hint, make(length_hint=NotImplemented), 9)
run("fspath", __import__("os").fspath, make(fspath="p"))
run("fspath bad", __import__("os").fspath, make(fspath=1))
run("dir", dir, make(dir=["b", "a"]))
run("sizeof", __import__("sys").getsizeof, make(sizeof=-1))

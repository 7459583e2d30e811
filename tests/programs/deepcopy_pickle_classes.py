# copy, deepcopy and pickle of user classes: slots, state, reduce in every form, shared parts and cycles, subclasses of built-in
# types, singletons by name, hooks' order and refusals, every protocol. Prints what comes back.
import copy
import copyreg
import io
import pickle


def attempt(f, *args):
    try:
        return f(*args)
    except Exception as error:
        return "%s: %s" % (type(error).__name__, str(error).split(" at 0x")[0])


class Plain:
    def __init__(self, **named): self.__dict__.update(named)
    def __repr__(self): return "%s(%s)" % (type(self).__name__, ", ".join("%s=%r" % i for i in self.__dict__.items()))


class Slotted:
    __slots__ = ("a", "b", "__dict__")
    def __init__(self): self.a = 1; self.c = [3]
    def __repr__(self): return "Slotted(%s, %s, %s)" % (self.a, hasattr(self, "b"), self.__dict__)


class State(Plain):
    def __getstate__(self): print("  getstate"); return {k: v for k, v in vars(self).items() if k != "skip"}
    def __setstate__(self, state): print("  setstate", state); self.__dict__.update(state, restored=True)


class Args(Plain):
    def __new__(cls, *args, **named): print("  new", args, named); return super().__new__(cls)
    def __getnewargs_ex__(self): return (1, 2), {"k": 3}
    def __init__(self, *args, **named): print("  init", args, named)


class NewArgs(tuple):
    def __new__(cls, a, b): return super().__new__(cls, (a, b))
    def __getnewargs__(self): return tuple(self)


class Reduces:
    def __init__(self, *args): self.args = args
    def __repr__(self): return "Reduces(%s, %s)" % (self.args, {k: v for k, v in vars(self).items() if k != "args"})
    def __reduce__(self): return Reduces, self.args, {"state": "set"}


class ListLike(list):
    def __reduce__(self): return ListLike, (), {"attr": 1}, iter(self), None


class DictLike(dict):
    def __setitem__(self, key, value): super().__setitem__(key, ("set", value))


class Named:
    def __reduce__(self): return "named"


named = Named()


class Hooked(Plain):
    def __copy__(self): return Plain(copied=self.x)
    def __deepcopy__(self, memo): return Plain(deep=copy.deepcopy(self.x, memo))


class Int(int): pass
class Str(str): pass
class Set(set): pass
class Float(float):
    def __reduce_ex__(self, protocol): return Float, (float(self) + protocol,)


shared = [1]
loop = Plain(name="loop"); loop.me = loop; loop.items = [loop]
listed = []; listed.append(listed)
i = Int(5); i.extra = shared
s = Str("text"); s.more = {"k": shared}
st = Set([1]); st.note = "noted"
samples = {"plain": Plain(x=1, y=[shared, shared]), "slotted": Slotted(), "state": State(a=1, skip=2), "args": Args(), "newargs": NewArgs(1, [2]), "reduces": Reduces(1, 2), "listlike": ListLike([1, [2]]), "dictlike": DictLike({"a": 1}), "named": named, "hooked": Hooked(x=[1]), "int": i, "str": s, "set": st, "float": Float(1.5), "builtins": [len, print, Plain, type(None), NotImplemented, ..., range(3), slice(1, 2), b"b", bytearray(b"ba"), frozenset([1]), 2 + 3j, 10**30], "method": [Plain.__repr__, Int(3).bit_length, "abc".upper, dict.fromkeys]}
for name, value in samples.items():
    print(name)
    one, two = attempt(copy.copy, value), attempt(copy.deepcopy, value)
    if name in ("named", "method"):
        print(one == two == value, pickle.loads(pickle.dumps(value)) == value or name)
        continue
    print(" copy", one, type(one).__name__, one is value, getattr(one, "__dict__", ""))
    print(" deep", two, type(two).__name__, two is value, getattr(two, "__dict__", ""))
    for protocol in 0, 2, 5:
        back = attempt(lambda: pickle.loads(pickle.dumps(value, protocol)))
        print(" pickle", protocol, str(back).split(" at 0x")[0], type(back).__name__, getattr(back, "__dict__", ""))
for clone in copy.deepcopy(loop), pickle.loads(pickle.dumps(loop)):
    print(clone.name, clone.me is clone, clone.items[0] is clone, clone is loop)
for clone in copy.deepcopy(listed), pickle.loads(pickle.dumps(listed, 0)):
    print(clone[0] is clone, clone)
both = copy.deepcopy([shared, shared, (shared,), {"k": shared}])
print(both[0] is both[1] is both[2][0] is both[3]["k"], both[0] is shared, copy.deepcopy((1, (2, "a"))) is not None, (lambda t: copy.deepcopy(t) is t)((1, (2,))))
holder = ([],); holder[0].append(holder)
clone = copy.deepcopy(holder)
print(clone[0][0] is clone, pickle.loads(pickle.dumps(holder))[0][0][0] is not None)
memo = {}
first = copy.deepcopy(shared, memo)
print(copy.deepcopy(shared, memo) is first, memo[id(shared)] is first, len(memo))


class BadReduce:
    def __init__(self, result): self.result = result
    def __reduce_ex__(self, protocol): return self.result


for result in 5, (), (1,), (len, 5), (len, (), 1, 2, 3, 4, 5), "missing_name", (5, ()), None:
    print(result, "|", str(attempt(copy.copy, BadReduce(result))).split(" at 0x")[0], "|", attempt(pickle.dumps, BadReduce(result)).split(":")[0])
print(attempt(pickle.dumps, lambda: 0), attempt(copy.copy, lambda: 0).__class__.__name__, attempt(pickle.dumps, (x for x in "")), attempt(copy.deepcopy, open), attempt(copy.deepcopy, (x for x in "")), attempt(pickle.loads, b"cnothere\nx\n."), sep="\n")


class Persistent(pickle.Pickler):
    def persistent_id(self, o): return "the plain" if isinstance(o, Plain) else None
    def reducer_override(self, o): return (str, ("overridden",)) if isinstance(o, Reduces) else NotImplemented


class Resolving(pickle.Unpickler):
    def persistent_load(self, key): return "resolved " + key
    def find_class(self, module, name): print("  find", module, name); return super().find_class(module, name)


buffer = io.BytesIO()
Persistent(buffer, 4).dump([Plain(), Reduces(1), Int(2)])
print(Resolving(io.BytesIO(buffer.getvalue())).load())
copyreg.pickle(complex, lambda c: (print("  registered", c) or complex, (c.real, c.imag)))
print(pickle.loads(pickle.dumps(1j)), copy.copy(1j), copyreg.dispatch_table[complex] is not None, Plain(x=1).__reduce_ex__(2)[1:3], Plain(x=1).__reduce_ex__(0)[0].__name__, Slotted().__getstate__(), object().__getstate__(), attempt(object().__reduce_ex__, "a"))

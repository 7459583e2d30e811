"""Lists whose elements, keys, indices and sources change the list in the middle of its own methods."""
def attempt(name, f):
    try:
        r = f()
    except BaseException as e:
        print(name, type(e).__name__, e)
    else:
        print(name, r)

l = []
class Clear:
    """Every special method empties the list."""
    def __init__(s, n=0): s.n = n
    def __eq__(s, o): l.clear(); return False
    def __lt__(s, o): l.clear(); return s.n < getattr(o, "n", o)
    __gt__ = __lt__
    def __hash__(s): l.clear(); return 5
    def __index__(s): l.clear(); return s.n
    __int__ = __index__
    def __len__(s): l.clear(); return 3
    def __bool__(s): l.clear(); return True
    def __add__(s, o): l.clear(); return o
    __radd__ = __add__
    def __repr__(s): l.clear(); return "C"
    __str__ = __repr__
    def __format__(s, spec): l.clear(); return "F" + spec
    def __length_hint__(s): l.clear(); return 10
    def __getitem__(s, i): l.clear(); return l[i]
    def __contains__(s, x): l.clear(); return True
    def __call__(s, *a): l.clear(); return 1
def reset(*a):
    l[:] = a or [Clear(3), 1, Clear(2), 2, Clear(1)]

# sort
def key_clear(x): l.clear(); return 1
def key_append(x): l.append(x); return -len(l)
def key_raise(x):
    if x == 3: l.append("lost"); raise KeyError(x)
    return x
reset(3, 1, 2); attempt("sort key clears", lambda: l.sort(key=key_clear)); print(l)
reset(3, 1, 2); attempt("sort key appends", lambda: l.sort(key=key_append)); print(l)
reset(5, 3, 2); attempt("sort key raises", lambda: l.sort(key=key_raise)); print(l)
reset(); attempt("sort compares", lambda: l.sort()); print(len(l))
reset(3, 1, 2); attempt("sort reads", lambda: l.sort(key=lambda x: len(l))); print(l)
reset(3, 1, 2); attempt("sort in sort", lambda: l.sort(key=lambda x: l.sort() or x)); print(l)
reset(3, 1, 2); attempt("sort append pop", lambda: l.sort(key=lambda x: (l.append(1), l.pop())[1] * x)); print(l)
class Lt:
    def __init__(s, n): s.n = n
    def __repr__(s): return f"L{s.n}"
    def __lt__(s, o):
        if s.n == 7 or o.n == 7: raise ValueError("seven")
        return s.n < o.n
l[:] = [Lt(n) for n in (9, 4, 6, 7, 1, 3)]
attempt("sort raises", lambda: l.sort()); print(sorted(x.n for x in l), len(l))
l[:] = [Lt(n) for n in range(100, 8, -1)]; l.insert(50, Lt(7))
attempt("sort raises long", lambda: l.sort(reverse=True)); print(len(l), sum(x.n for x in l))

# searching
for name in ("index", "count", "remove"):
    reset(); attempt(name, lambda: getattr(l, name)(1)); print(len(l))
    reset(1, 2, 3); attempt(name + " by evil", lambda: getattr(l, name)(Clear())); print(len(l))
reset(); attempt("in", lambda: 5 in l); print(len(l))
reset(1, 2, 3); attempt("index evil start", lambda: l.index(2, Clear(0))); print(l)
reset(1, 2, 3); attempt("index evil stop", lambda: l.index(2, 0, Clear(3))); print(l)
class GrowEq:
    def __eq__(s, o):
        if len(l) < 50: l.append(GrowEq())
        return False
reset(GrowEq()); attempt("count grows", lambda: l.count(0)); print(len(l))
reset(GrowEq()); attempt("index grows", lambda: l.index(0)); print(len(l))
reset(GrowEq()); attempt("== grows", lambda: l == [0] * 60); print(len(l))
class RemoveSelf:
    def __eq__(s, o): l.pop(0); return True
reset(RemoveSelf(), 1, 2); attempt("remove removes", lambda: l.remove(0)); print(l)
reset(RemoveSelf()); attempt("remove removes last", lambda: l.remove(0)); print(l)

# comparing
reset(); attempt("==", lambda: l == [0, 1, 2, 3, 4])
reset(); attempt("<", lambda: l < [Clear(9)] * 5)
reset(); attempt("self ==", lambda: l == l)
reset(); attempt("!= copy", lambda: l != list(l))
a = [1]; a.append(a)
attempt("recursive ==", lambda: a == [1, a]); attempt("recursive self", lambda: a == a)
b = [1]; b.append(b)
try: a == b
except RecursionError as e: print("RecursionError")

# indices
reset(1, 2, 3); attempt("getitem", lambda: l[Clear(1)]); print(l)
reset(1, 2, 3); attempt("setitem", lambda: l.__setitem__(Clear(1), 9)); print(l)
reset(1, 2, 3); attempt("delitem", lambda: l.__delitem__(Clear(1))); print(l)
reset(1, 2, 3); attempt("insert", lambda: l.insert(Clear(1), 9)); print(l)
reset(1, 2, 3); attempt("pop", lambda: l.pop(Clear(1))); print(l)
reset(1, 2, 3); attempt("slice", lambda: l[Clear(0):Clear(2)]); print(l)
reset(1, 2, 3); attempt("slice step", lambda: l[0:3:Clear(2)]); print(l)
reset(*range(9)); attempt("set slice", lambda: l.__setitem__(slice(Clear(1), 7), "ab")); print(l)
reset(*range(9)); attempt("set steps", lambda: l.__setitem__(slice(0, 9, Clear(3)), "abc")); print(l)
reset(*range(9)); attempt("del slice", lambda: l.__delitem__(slice(Clear(1), 7))); print(l)
reset(*range(9)); attempt("del steps", lambda: l.__delitem__(slice(0, 9, Clear(2)))); print(l)
reset(1, 2); attempt("*", lambda: l * Clear(3)); print(l)
reset(1, 2)
def times():
    global l
    l *= Clear(3)
keep = l
attempt("*=", times); print(l, keep is l)

# sources that change the target
class Shrink:
    def __init__(s, n=6): s.n = n
    def __iter__(s): return s
    def __next__(s):
        s.n -= 1
        if s.n < 0: raise StopIteration
        if l: l.pop()
        return s.n
class Bad(Shrink):
    def __next__(s):
        s.n -= 1
        if s.n < 2: raise ZeroDivisionError("bad")
        l.clear(); l.append(s.n); return s.n
for source in (Shrink, Bad):
    reset(1, 2, 3, 4); attempt("extend", lambda: l.extend(source())); print(l)
    reset(1, 2, 3, 4); attempt("slice =", lambda: l.__setitem__(slice(1, 3), source())); print(l)
    reset(1, 2, 3, 4); attempt("+=", lambda: l.__iadd__(source())); print(l)
    reset(1, 2, 3, 4); attempt("init", lambda: l.__init__(source())); print(l)
    reset(1, 2, 3, 4); attempt("star", lambda: [*l, *source(), *l]); print(l)
class Hint:
    def __init__(s, f): s.f = f
    def __iter__(s): return iter((1, 2, 3))
    def __length_hint__(s): return s.f()
reset(1, 2); attempt("hint clears", lambda: l.extend(Hint(lambda: l.clear() or 4))); print(l)
attempt("hint negative", lambda: l.extend(Hint(lambda: -1)))
attempt("hint str", lambda: l.extend(Hint(lambda: "a")))
class HintIter(Hint):
    def __iter__(s): return s
    def __next__(s): raise StopIteration
attempt("hint negative", lambda: l.extend(HintIter(lambda: -1)))
attempt("hint str", lambda: l.extend(HintIter(lambda: "a")))
attempt("hint error", lambda: l.extend(HintIter(lambda: 1 / 0)))
attempt("hint not implemented", lambda: l.extend(HintIter(lambda: NotImplemented)))
attempt("hint large", lambda: l.extend(HintIter(lambda: 1 << 70)))
reset(1, 2, 3); l.extend(l); print(l); l[1:3] = l; print(l); l[::2] = l[::-2]; print(l); l[:] = l; print(l); l[:0] = l; print(l)
l += l; print(len(l)); l *= 0; print(l)
reset(1, 2, 3); l.extend(x for x in l if len(l) < 9); print(l)
reset(1, 2, 3); l[1:2] = (x for x in l); print(l)
reset(1, 2, 3, 4)
for x in l: l.remove(x)
print(l)
reset(1, 2, 3)
for x in reversed(l): l.append(x); l.pop(0)
print(l)
reset(1, 2, 3); i = reversed(l); l.clear(); print(list(i), i.__length_hint__()); i = iter(l); l.append(1); print(next(i)); l.append(2); print(next(i), next(i, None)); l.append(3); print(next(i, "ended"))


# deleted elements that act
class Del:
    def __init__(s, f): s.f = f
    def __del__(s): s.f()
reset(0, Del(lambda: l.append("d")), 2); l[1] = Del(lambda: l.clear()); print(len(l)); l[1:] = []; print(l)
reset(*(Del(lambda: l.append(1)) for _ in range(20))); l.clear(); print(len(l)); 
reset(*(Del(lambda: l.append(1)) for _ in range(20))); del l[::2]; print(len(l)); l[:] = (); print(len(l))
reset(*(Del(lambda: l.clear()) for _ in range(20))); del l[5:]; print(len(l))
reset(*(Del(lambda: l.insert(0, 1)) for _ in range(5))); l *= 0; print(l)
reset(*(Del(lambda: l.insert(0, 1)) for _ in range(5))); l.__init__(range(3)); print(l)
reset(*(Del(lambda: l.reverse()) for _ in range(5)), 8, 9); l[0:5:2] = "abc"; print([x for x in l if type(x) is not Del]); l.clear()
# formatting and joining
reset(); attempt("repr", lambda: repr(l)); print(l)
reset(); attempt("str", lambda: f"{l} {l!r:>5} {Clear():abc}"); print(l)
class S(str):
    def __iter__(s): l.clear(); return iter("xy")
    def __str__(s): l.clear(); return "S"
    def __len__(s): l.clear(); return 99
reset("a", S("b"), "c"); attempt("join", lambda: "-".join(l)); print(l)
reset("a", 5, "c"); attempt("join", lambda: "-".join(l)); attempt("join", lambda: "-".join(l[:1])); attempt("join", lambda: "-".join([S("b")])); attempt("join", lambda: type("-".join([S("b")])))
def popping():
    for i in range(5): l.append("z"); yield l[0]; 
reset("a"); attempt("join gen", lambda: "".join(popping())); print(l)
# consuming functions
reset(); attempt("sum", lambda: sum(l, 0)); print(l)
reset(); attempt("min", lambda: min(l)); print(l)
reset(); attempt("max key", lambda: max(l, key=lambda x: l.clear() or 0)); print(l)
reset(); attempt("any", lambda: any(l)); attempt("all", lambda: all(l)); print(l)
reset(1, 2, 3); attempt("zip", lambda: list(zip(l, Shrink(4), l))); print(l)
reset(1, 2, 3); attempt("map", lambda: list(map(lambda a: l.clear() or a, l))); print(l)
reset(1, 2, 3); attempt("filter", lambda: list(filter(Clear(), l))); print(l)
reset(1, 2, 3, 4, 5)
def unpack(): a, *b, c = (l.pop() for _ in l); return a, b, c
attempt("unpack", unpack); print(l)
def unpack(): [a, b] = l; return a, b
class TooMany:
    def __iter__(s): 
        l.clear(); yield 1; l.append(2); yield 2; yield 3
def unpack(): a, b = TooMany(); return a, b
reset(1); attempt("unpack", unpack); print(l)
reset(1, 2, 3)
def swap(): l[0], l[1], l[2] = l[2], l.pop(), 0
attempt("swap", swap); print(l)
i = 0
def order():
    global i
    i, l[i], l[i] = 1, 5, 6
reset(0, 0, 0); order(); print(l)
reset(*"abc"); attempt("enumerate", lambda: [(n, l.pop()) for n, _ in enumerate(l)]); print(l)
reset(1, 2, 3); attempt("call star", lambda: print(*l, *(l.pop() for _ in range(2)), *l))
reset("a", "b"); attempt("%", lambda: "%s %s %r" % (Clear(), l, l))
reset("a", "b"); attempt("format", lambda: "{0} {1} {0[0]}".format(l, Clear()))

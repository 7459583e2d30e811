"""What random programs showed to differ from CPython, once each."""
def show(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
# The order of constant sets is that of a set made twice, where hashes collide.
print({10**25, 10, 3, 255, 2**63 - 1}, {-7, False, 1.5, 10, 1, -2.25, 1e22, 64}); print([x for x in {3, 2**63 - 1, 5e-324, 255}])
# Messages that count arguments, and those of what cannot be deleted or assigned.
for f in (lambda: "a".find(), lambda: b"a".rindex(), lambda: bytearray().endswith(), lambda: "a".count(1, 2, 3, 4), lambda: "a".__mul__(), lambda: (1,).__rmul__(1, 2), lambda: (1).__add__(), lambda: [].__format__(), lambda: "a".__format__(), lambda: [].__dir__(1), lambda: True.bit_length(1)): show(f)
for target in ((1, 2), "abc", 2.5, 5, {1}, None):
    for key in (0, "a"):
        try: del target[key]
        except TypeError as e: print(e)
        try: target[key] = 1
        except TypeError as e: print(e)
show(lambda: sorted(5, default=0)); show(lambda: sorted([], default=0)); show(lambda: sorted([2, 1], reverse="a")); show(lambda: sorted([3, 1, 2], key=lambda x: -x, reverse=True))
show(lambda: "ab".find(0, "")); show(lambda: "ab".maketrans(0, 0)); show(lambda: "ab".maketrans(0, "a")); show(lambda: "a\nb".splitlines("")); show(lambda: b"a\nb".splitlines(1)); show(lambda: bytes(0, None)); show(lambda: frozenset().difference(0)); show(lambda: set().difference([1], 2))
# % takes a mapping's value once, and its widths and precisions as C does.
show(lambda: "%(a)s %s" % {"a": 1}); show(lambda: "%s %(a)s" % {"a": 1}); show(lambda: "%(a)*d" % {"a": 1}); show(lambda: b"%s" % bytearray(b"x")); show(lambda: b"x" % bytearray(b"x")); show(lambda: "%*d" % (-2**63, 5)); show(lambda: "%.*f" % (2**40, 1.5)); show(lambda: "%*d" % (2**70, 5)); show(lambda: format(5, "9223372036854775808")); show(lambda: format(5, "9223372036854775807x")); show(lambda: "{:.9223372036854775807f}".format(1.5))
show(lambda: complex(type("C", (), {"__complex__": lambda s: 5})())); show(lambda: "%c" % type("I", (), {"__index__": lambda s: None})())
# One piece of a subclass, joined.
class S(str): pass
print("-".join([S("b")]), "--".join((S("b"),)), "-".join([S("")]) == "", "-".join(["", ""]))
# A property that raises AttributeError leads to __getattr__.
class P:
    @property
    def p(self): raise AttributeError("hidden")
    def __getattr__(self, name): return "from __getattr__ " + name
print(P().p, getattr(P(), "p", None))
# Many fields, on one line and on many.
for text in ("{a}", "{a!r:>{a}}", "{a}\n", "x{a:{a}}"):
    print(len(eval("f'''" + text * 20000 + "'''", {"a": 1})))
print(len(eval("f'" + "{a}" * 100000 + "'", {"a": 1})))

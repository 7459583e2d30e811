# code.replace(): copies of code with other names, places and constants.
def t(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)


def f(a, b=2, *args, c, **kw):
    """doc"""
    def inner():
        return a
    try:
        return a + b + 1000.5, inner
    finally:
        "end"


code = f.__code__
same = code.replace()
print(same == code, same is code, hash(same) == hash(code))
other = code.replace(co_name="g", co_qualname="outer.g", co_filename="elsewhere.py", co_firstlineno=100)
print(other.co_name, other.co_qualname, other.co_filename, other.co_firstlineno, other == code)
print(other.co_varnames, other.co_argcount, other.co_kwonlyargcount, other.co_flags == code.co_flags)
print(max(l[2] or 0 for l in other.co_lines()) - max(l[2] or 0 for l in code.co_lines()) == 100 - code.co_firstlineno)
f.__code__ = other
print(f(1, c=0)[0], f(1, c=0)[1]())
try:
    f("a", c=1)
except TypeError as e:
    tb = e.__traceback__.tb_next
    print(tb.tb_frame.f_code.co_name, tb.tb_frame.f_code.co_filename, tb.tb_lineno - 100)
# Every field as it is.
whole = {n: getattr(code, n) for n in (
    "co_argcount", "co_posonlyargcount", "co_kwonlyargcount", "co_nlocals", "co_stacksize", "co_flags", "co_firstlineno",
    "co_code", "co_consts", "co_names", "co_varnames", "co_freevars", "co_cellvars", "co_filename", "co_name",
    "co_qualname", "co_linetable", "co_exceptiontable")}
print(code.replace(**whole) == code)
# Other constants of the same types.
f.__code__ = code.replace(co_consts=tuple(7.25 if c == 1000.5 else c for c in code.co_consts))
print(f(1, c=0)[0])


def g():
    x = 1
    def h():
        return x
    return h


print(g().__code__.replace(co_freevars=("y",)).co_freevars)
t(lambda: code.replace(co_name=1))
t(lambda: code.replace(co_name=None))
t(lambda: code.replace(co_filename=b"x"))
t(lambda: code.replace(co_consts=[1]))
t(lambda: code.replace(co_code="x"))
t(lambda: code.replace(co_firstlineno="1"))
t(lambda: code.replace(co_firstlineno=-1))
t(lambda: code.replace(co_nothing=1))
t(lambda: code.replace(1))
t(lambda: g().__code__.replace(co_freevars=(1,)))


def gen():
    yield 1


marked = gen.__code__.replace(co_flags=gen.__code__.co_flags | 0x100)
print(bool(marked.co_flags & 0x100), bool(marked.co_flags & 0x20))
gen.__code__ = marked
print(list(gen()))

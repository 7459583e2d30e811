# What inspect, dis and traceback read of code, frames and functions.
import dis
import sys
import traceback
import types


def outer(a, b=1, /, c=2, *args, d, e=5, **kw):
    "doc"
    x = y = a

    def inner(z):
        nonlocal x
        x = z + y + undefined.attribute
        return x
    return inner, [i for i in kw], lambda: c


async def coroutine(x):
    await x


def generator():
    yield 1


async def agen():
    yield 1


class Meta:
    def method(self):
        return __class__


def show(c):
    print(c.co_name, c.co_qualname, c.co_firstlineno, c.co_argcount, c.co_posonlyargcount, c.co_kwonlyargcount, c.co_nlocals,
          c.co_varnames, c.co_cellvars, c.co_freevars, c.co_names, hex(c.co_flags), dis.pretty_flags(c.co_flags))
    for k in c.co_consts:
        if isinstance(k, types.CodeType):
            show(k)


for f in (outer, coroutine, generator, agen, Meta.method):
    show(f.__code__)
show(compile('import os.path as p\nfrom a import b\nx.y = z\ndel q', 'f', 'exec'))

# Offsets agree with each other.
for f in (outer, show, coroutine):
    code = f.__code__
    positions = list(code.co_positions())
    assert len(positions) * 2 == len(code.co_code), code
    lines = list(code.co_lines())
    assert lines[0][0] == 0 and lines[-1][1] == len(code.co_code), code
    for start, stop, line in lines:
        assert all(p[0] == line for p in positions[start // 2:stop // 2]), code
    assert all(a[1] == b[0] for a, b in zip(lines, lines[1:]))
    assert isinstance(code.co_code, bytes) and isinstance(code.co_linetable, bytes)
    assert isinstance(code.co_exceptiontable, bytes) and code.co_stacksize >= 0
    print(sorted({line for _, _, line in lines} - {None, code.co_firstlineno}), list(dis.findlinestarts(code))[0][1] is not None)


def fails(x):
    y = [1]
    return x + (y[0].attribute
                .deeper(x))


try:
    fails(3)
except AttributeError as e:
    tb = e.__traceback__.tb_next
    code = tb.tb_frame.f_code
    assert 0 <= tb.tb_lasti < len(code.co_code) and tb.tb_lasti == tb.tb_frame.f_lasti
    print(list(code.co_positions())[tb.tb_lasti // 2], tb.tb_lineno, tb.tb_frame.f_lineno)
    summary = traceback.extract_tb(tb)[0]
    print(summary.lineno, summary.end_lineno, summary.colno, summary.end_colno, summary.line)
    print(''.join(traceback.format_tb(tb)).replace(__file__, 'FILE'))
    copy = types.TracebackType(None, tb.tb_frame, 1, 7)
    print(copy.tb_lasti, copy.tb_lineno)

frame = sys._getframe()
print(frame.f_lineno, frame.f_code.co_name, frame.f_locals is globals(), frame.f_back)
inner, items, lam = outer(1, d=2)
print(inner.__closure__[0].cell_contents, inner.__code__.co_freevars, inner.__qualname__, lam.__name__, outer.__defaults__,
      outer.__kwdefaults__)
try:
    inner(1)
except NameError as e:
    print(e)
try:
    (lambda: missing)()
except NameError as e:
    print(e)


def unbound():
    def use():
        return late
    try:
        use()
    except NameError as e:
        print(type(e).__name__, e)
    try:
        print(late)
    except NameError as e:
        print(type(e).__name__, e)
    late = 1
    del late
    try:
        del late
    except NameError as e:
        print(type(e).__name__, e)

    class Body:
        try:
            print(late)
        except NameError as e:
            print(type(e).__name__, e)


unbound()

# Trees: their classes, dump, unparse, walking, changing, and compiling them again.
import ast
import _ast
import copy

SOURCE = '''
from __future__ import annotations
import a.b as c, d
from . import e
from ..f import g as h
@dec
def f(a, b: int = 1, /, c=2, *d: str, e, f=3, **g) -> None:
    """doc"""
    global x
    def inner():
        nonlocal a
        a += 1
    yield a
    return (yield from b)
async def k():
    async with a as b, c: pass
    async for q in w: await q
    return [x async for x in y if await z]
class C(B, metaclass=M):
    x: int = 1
    y.z: int
    (w): str = 2
for i, *j in k:
    if a: break
    elif b: continue
else: pass
while (n := 3) > 2 >= x is not None: del n, q[1], q.r
try: raise A from B
except E as e: pass
except (F, G): raise
else: pass
finally: pass
try: pass
except* E as e: pass
with open(x) as (y, z), q: assert x, y
match x:
    case 1 | -2 | 3+4j | "s" | b"t" | None | True: pass
    case [a, *b, c] if a: pass
    case {"k": v, 1: w, **rest}: pass
    case P.Q(a, b=c, d=[_]) as e: pass
    case _: pass
a = b = {**x, 'k': 1, 2: 3}, {1, 2, *y}, [*z], {i for i in j}, {i: j for i, j in k}, (q for q in r)
a.b[c:d:e, ...] **= not x and y or ~z if q else f"{a!r:>{b}} {c=} lit" f'{d}'
x = lambda q, *r, s=1: (u'q', 1_000, 0xff, 1e400, -2j, "\\udc80\\0", b'\\xff')
f(*a, b, *c, d=1, **e)
'''

tree = ast.parse(SOURCE)
print(ast.dump(tree, include_attributes=True))
print(ast.dump(tree.body[7], indent=2))
print(ast.unparse(tree))
print(ast.dump(ast.parse(ast.unparse(tree))) == ast.dump(tree))
print(sum(1 for _ in ast.walk(tree)))
again = copy.deepcopy(tree)
print(ast.dump(again, include_attributes=True) == ast.dump(tree, include_attributes=True))
print(compile(tree, 'f', 'exec', ast.PyCF_ONLY_AST) is tree)

# Modes.
print(ast.dump(ast.parse('1 + x', mode='eval')))
print(ast.dump(ast.parse('1; x', mode='single')))
print(ast.dump(ast.parse('(int, *str, **Any) -> List[int]', mode='func_type')))
print(ast.dump(ast.parse('() -> None', mode='func_type')))
print(ast.dump(ast.parse(b'# coding: latin-1\n"\xe9"')))

# The classes.
for name, cls in sorted(vars(_ast).items()):
    if isinstance(cls, type) and issubclass(cls, ast.AST):
        print(name, cls.__base__.__name__, cls.__module__, cls._fields, cls._attributes, cls.__match_args__, repr(cls.__doc__),
              [n for n in ('returns', 'end_lineno', 'value', 'level') if n in vars(cls)])
    elif not name.startswith('_'):
        print(name, cls)

node = ast.Name('x', ctx=ast.Load(), lineno=3)
print(node.id, node.lineno, node.end_lineno, list(node.__dict__), list(node.__reduce__()[2]))
node.extra = 5
print(vars(node)['extra'], ast.Name().__dict__, ast.AST().__reduce__())
print(ast.parse('x').body[0].value.ctx is ast.parse('y').body[0].value.ctx)
print(ast.Num(3).value, ast.Str('s').s, isinstance(ast.Constant(4), ast.Num))
match ast.parse('f(1)').body[0].value:
    case ast.Call(ast.Name(name), [ast.Constant(n)]):
        print(name, n)


class Custom(ast.AST):
    _fields = ('a', 'b')


print(ast.dump(Custom(1, b=2)), ast.dump(Custom(b=3)))


class Odd(ast.AST):
    _fields = 3


for make in (lambda: Custom(1, 2, 3), lambda: Custom(1, a=2), lambda: ast.AST(1), lambda: ast.Name(1, 2, 3), lambda: Odd()):
    try:
        print(make())
    except TypeError as e:
        print(e)

fields = ast.AST._fields
del ast.AST._fields
try:
    ast.AST()
    ast.AST(1)
except (AttributeError, TypeError) as e:
    print(type(e).__name__, e)
ast.AST._fields = fields


# Walking and changing.
class Visitor(ast.NodeVisitor):
    def visit_Name(self, node):
        print('name', node.id, node.lineno, node.col_offset)

    def visit_Constant(self, node):
        print('constant', repr(node.value))


class Doubler(ast.NodeTransformer):
    def visit_Constant(self, node):
        return ast.copy_location(ast.BinOp(node, ast.Mult(), ast.Constant(2)), node)


small = ast.parse('def f(x):\n    return [x + 1, "a"]\nprint(f(20))\n')
Visitor().visit(small)
small = ast.fix_missing_locations(Doubler().visit(small))
exec(compile(small, 'small', 'exec'))
print(eval(compile(ast.Expression(ast.Tuple([ast.Constant(c, lineno=1, col_offset=0) for c in
                                             (1, 2.5, 3j, None, ..., b'b', 's', (1, (2,)), frozenset({7}), 1 << 70)],
                                            ast.Load(), lineno=1, col_offset=0)), 'e', 'eval')))
exec(compile(ast.Interactive([ast.Expr(ast.Constant(5, lineno=1, col_offset=0), lineno=1, col_offset=0)]), 'i', 'single'))
assert_tree = ast.parse('assert False, "no"')
exec(compile(assert_tree, 'a', 'exec', optimize=1))
try:
    exec(compile(assert_tree, 'a', 'exec', optimize=0))
except AssertionError as e:
    print('asserted', e, e.__traceback__.tb_next.tb_lineno)
space = {}
exec(compile(ast.parse('def f():\n    "doc"\n    return __debug__\n"""m"""'), 'a', 'exec', optimize=2), space)
print(space['f'].__doc__, space['f']())
exec(compile(ast.parse('from __future__ import annotations\ndef g(x: (1, "q", 2.5, f"{y}")): pass'), 'a', 'exec'), space)
print(space['g'].__annotations__)
print(compile(SOURCE, 'f', 'exec') is not None)

# Values of literals.
for text in ("{'a': [1, 2.5, -3, (4,)], b'x': {1, 2}, 3+4j: None}", ' \t7', 'set()', '-1 - 2j', '()'):
    print(ast.literal_eval(text))
for text in ('f(1)', '1 + 1', 'x', '{1: *2}', '1 +'):
    try:
        print(ast.literal_eval(text))
    except (ValueError, SyntaxError) as e:
        print(type(e).__name__, str(e).split(' <')[0])
print(ast.get_docstring(tree.body[4], clean=False), ast.get_source_segment(SOURCE, tree.body[5].body[2].value))

"""ast: programs that read and change programs: visitors, a folding transformer, unparse, literal_eval, positions, docstrings. Prints what they find."""
import ast

SOURCE = '''
"""Module doc."""
import os.path as p, sys
from . import x as y


class A(B, metaclass=M):
    """Class doc.

       indented
    """
    n: int = 1 + 2 * 3

    @deco(1)
    async def f(self, a, /, b: "str" = 2, *args, c=3, **kw) -> None:
        async with a as z, b:
            await g(*args, **kw)
        async for i in a:
            yield [j async for j in i if j]
        return


def g(x):
    global G
    while x > 0 and not x % 2 or x is None:
        x -= (y := x)
    else:
        x = {**x, 1: 2}, {3, *x}, x[1:2, ::3], f"{x!r:>{10}}{{}}"
    try:
        raise E from None
    except (A, B) as e:
        pass
    except C:
        ...
    finally:
        del x.y, x[0]
    match x:
        case [1, *rest] | {"a": -1.5, **kw} if rest:
            assert rest, "m"
        case A(1, b=None) as q:
            nonlocal_ = lambda a, *b, c=1: (yield)
        case _:
            return (a for a in b for c in d)
'''
tree = ast.parse(SOURCE, "sample.py")
print(ast.unparse(tree))
print(ast.get_docstring(tree), "|", repr(ast.get_docstring(tree.body[3])), repr(ast.get_docstring(tree.body[3], clean=False)))


class Names(ast.NodeVisitor):
    def __init__(self):
        self.found = {}

    def visit_Name(self, node):
        self.found.setdefault(node.id, []).append((node.lineno, node.col_offset, type(node.ctx).__name__))

    def visit_FunctionDef(self, node):
        print("def", node.name, node.lineno, node.end_lineno, node.col_offset, node.end_col_offset)
        self.generic_visit(node)

    visit_AsyncFunctionDef = visit_FunctionDef

    def visit_Constant(self, node):
        print("const", repr(node.value), node.lineno, node.col_offset, node.end_col_offset)


v = Names()
v.visit(tree)
for name, places in sorted(v.found.items()):
    print(name, places)


class Fold(ast.NodeTransformer):
    OPS = {ast.Add: lambda a, b: a + b, ast.Mult: lambda a, b: a * b, ast.Sub: lambda a, b: a - b}

    def visit_BinOp(self, node):
        self.generic_visit(node)
        if isinstance(node.left, ast.Constant) and isinstance(node.right, ast.Constant) and type(node.op) in self.OPS:
            return ast.copy_location(ast.Constant(self.OPS[type(node.op)](node.left.value, node.right.value)), node)
        return node

    def visit_Expr(self, node):
        return None if isinstance(node.value, ast.Constant) else self.generic_visit(node)

    def visit_Name(self, node):
        return ast.copy_location(ast.Attribute(ast.Name("env", ast.Load()), node.id, node.ctx), node) if node.id.isupper() else node


for text in ["1 + 2 * 3 - x", "Y * (2 - 1)", "'doc'\nx = 'a' + 'b'", "A.B[C]"]:
    new = ast.fix_missing_locations(Fold().visit(ast.parse(text)))
    print(ast.unparse(new), "|", ast.dump(new, include_attributes=len(text) < 7))


class Env:
    Y = 5


print(eval(compile(ast.fix_missing_locations(Fold().visit(ast.parse("Y * (2 - 1)", mode="eval"))), "<made>", "eval"), {"env": Env}))
for text in ["[1, (2,), {'a': [3, 4]}, -5.5, 1+2j, None, True, b'x', ...]", " {1}", "set()", "-(-1)", "1 + 1", "f()",
             "{**a}", "x", "1 -", "'a' 'b'", "'a'.b", "3 - -2j", "\n1", "[i for i in x]", "+3", "~3", "-'a'", "{1: 2, 'x': ()}"]:
    try:
        print(repr(text), ast.literal_eval(text))
    except Exception as e:
        print(repr(text), type(e).__name__, str(e).split(" at 0x")[0].split("<ast.")[0])
print(ast.dump(ast.parse("x = a if b else c", mode="exec").body[0], indent=2))
print(ast.dump(ast.parse("f(x, *y, z=1)", mode="eval"), annotate_fields=False))
node = ast.parse("first(1)\nresult = héllo(  a,\n  b) + 1").body[1].value.left
print(repr(ast.get_source_segment("first(1)\nresult = héllo(  a,\n  b) + 1", node)), repr(ast.get_source_segment("x\nresult = héllo(  a,\n  b) + 1", node, padded=True)))
print([type(n).__name__ for n in ast.walk(ast.parse("lambda x: x[1:]"))], [f for f, _ in ast.iter_fields(node)], len(list(ast.iter_child_nodes(node))))
print(ast.increment_lineno(ast.parse("a\nb"), 10).body[1].lineno, ast.Constant(3, kind="u").kind, ast.Name._fields, ast.If._attributes)
for make in [lambda: ast.Name(1, 2, 3), lambda: ast.Name(id="a", id2=3).id2, lambda: ast.BinOp().left, lambda: compile(ast.Module([ast.Pass()], []), "", "exec"),
             lambda: compile(ast.Expression(ast.Name("x", ast.Store(), lineno=1, col_offset=0)), "", "eval"), lambda: ast.parse("x +"), lambda: ast.unparse(ast.Constant(float("inf"))),
             lambda: compile(ast.parse("1"), "", "eval"), lambda: ast.parse("a b", "here.py")]:
    try:
        print(make())
    except Exception as e:
        print(type(e).__name__, e)
for text in ["(a, b)", "(yield)", "a ** -b", "(-a) ** b", "not (a and b) or c", "a if (b if c else d) else e", "(a, *b)[c]", "f'{a!s}' 'x'", "x[(a, b)]", "x[a:b, c]", "await_(1)", "(lambda: 1)()",
             "1 .real", "1.0.real", "(1j).imag", "'\\n\"\\''", "a < b < c", "(a := 1)", "{*a, *b}", "-1 ** 2", "(a.b).c", "1e1000", "'\\u20ac\\x00'", "f(**a, b=1)", "[*a]", "(await_)", "a @ b // c", "x[*a]"]:
    print(ast.unparse(ast.parse(text)), end="; ")
print()

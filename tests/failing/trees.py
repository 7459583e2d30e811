# Trees to objects and back, symbol tables, positions of code: each allocation refused in turn.
import _ast
import _symtable

SOURCE = '''
@d
def f(a, /, b: int = 1, *c, e=2, **g) -> None:
    "doc"
    global x
    for i, *j in b[1:2, ...]: (n := i)
    return f"{a!r:>{b}} x", lambda: 0, [y async for y in z if 1.5j], {**k, 'é': b'q'}, u's', 10**30, a < b <= c, -a or not b
class C(A, m=1):
    x: int = 1
    try: import p.q as r
    except E as e: raise A from B
    with a as b: del b
match m:
    case P(1, q=None) | 3 if m: pass
    case {"k": [_, *v], **w} as t if t: pass
'''
tree = compile(SOURCE, 'f', 'exec', _ast.PyCF_ONLY_AST)
print(len(tree.body), tree.body[0].args.defaults[0].value, tree.body[2].cases[1].pattern.name)
tree.body[0].body[3].value.elts[2] = _ast.Constant((1, 2.5), lineno=7, col_offset=3)
code = compile(tree, 'f', 'exec')
print(code.co_names, len(list(code.co_positions())) * 2 == len(code.co_code), len(list(code.co_lines())) > 3)
try:
    compile(_ast.Module([_ast.Try([_ast.Pass(lineno=1, col_offset=0)], [], [], [], lineno=1, col_offset=0)], []), 'f', 'exec')
except ValueError as e:
    print(e)
try:
    _ast.Name(1, id=2)
except TypeError as e:
    print(e, _ast.Name('x', ctx=3).__reduce__()[2])
top = _symtable.symtable(SOURCE.replace('async ', ''), 'f', 'exec')
print([(c.name, c.varnames) for c in top.children], top.children[0].children[0].name, len(top.symbols))

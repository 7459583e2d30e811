# Trees that only a program makes: what compile() says of them.
import ast
import sys


def t(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, str(e).split(' at 0x')[0], getattr(e, 'lineno', None), getattr(e, 'offset', None))


P = dict(lineno=1, col_offset=0)
sys.set_int_max_str_digits(4000)


def s(n):
    return compile(ast.fix_missing_locations(ast.Module([n], [])), 'f', 'exec').co_name


t(lambda: ast.parse('x = 1\ny = '+'3'*4001))
t(lambda: compile('x = 1\ny = '+'3'*4001, 'f', 'exec'))
t(lambda: s(ast.Try([ast.Pass()], [], [], [])))
t(lambda: s(ast.Try([ast.Pass()], [], [ast.Pass()], [ast.Pass()])))
t(lambda: s(ast.TryStar([ast.Pass()], [], [], [])))
t(lambda: s(ast.Expr(ast.Name('x'))))
t(lambda: s(ast.Expr(None)))
t(lambda: s(ast.Expr(3)))
t(lambda: s(ast.Assign([ast.Constant(3)], ast.Constant(3))))
t(lambda: s(ast.Assign([ast.Name('x', ast.Load())], ast.Constant(3))))
t(lambda: s(ast.Assign((ast.Name('x', ast.Load())), ast.Constant(3))))
t(lambda: s(ast.Assign([], ast.Constant(3))))
t(lambda: s(ast.Assign([None], ast.Constant(3))))
t(lambda: s(ast.AugAssign(ast.Tuple([], ast.Store()), ast.Add(), ast.Constant(3))))
t(lambda: s(ast.AugAssign(ast.Name('x', ast.Store()), ast.Load(), ast.Constant(3))))
t(lambda: s(ast.AugAssign(ast.Name('x', ast.Store()), None, ast.Constant(3))))
t(lambda: s(ast.AnnAssign(ast.Tuple([], ast.Store()), ast.Constant(3), None, 0)))
t(lambda: s(ast.AnnAssign(ast.Name('a', ast.Store()), ast.Constant(3), None, 'x')))
t(lambda: s(ast.AnnAssign(ast.Name('a', ast.Store()), ast.Constant(3), None, 1<<40)))
t(lambda: s(ast.AnnAssign(ast.Name('a', ast.Store()), ast.Constant(3), None, 0)))
t(lambda: s(ast.FunctionDef('f', None, [ast.Pass()], [])))
t(lambda: s(ast.FunctionDef(3, None, [ast.Pass()], [])))
t(lambda: s(ast.Global([])))
t(lambda: s(ast.Global(['x', 'x'])))
t(lambda: s(ast.Global([3])))
t(lambda: s(ast.Expr(ast.Starred(ast.Name('x', ast.Load()), ast.Load()))))
t(lambda: s(ast.Expr(ast.Slice(None, None, None))))
t(lambda: s(ast.Expr(ast.FormattedValue(ast.Name('x', ast.Load()), -1, None))))
t(lambda: s(ast.Expr(ast.FormattedValue(ast.Name('x', ast.Load()), 17, None))))
t(lambda: s(ast.Expr(ast.JoinedStr([ast.Name('x', ast.Load()), ast.Constant(3)]))))
t(lambda: s(ast.Expr(ast.Constant([1]))))
t(lambda: s(ast.Expr(ast.Constant((1, {2})))))
t(lambda: s(ast.Expr(ast.Constant((1, frozenset({2}))))))
t(lambda: s(ast.Return(None)))
t(lambda: s(ast.Import([None])))
t(lambda: s(ast.Import([ast.alias('', None)])))
t(lambda: s(ast.Import([ast.alias('a..b', None)])))
t(lambda: s(ast.ImportFrom(None, [ast.alias('a', None)], 0)))
t(lambda: s(ast.ImportFrom('m', [ast.alias('*', 'x')], None)))
t(lambda: s(ast.ImportFrom('m', [ast.alias('x')], -1)))
t(lambda: s(ast.Delete([ast.Call(ast.Name('x', ast.Load()), [], [])])))
t(lambda: s(ast.Delete([ast.Starred(ast.Name('x', ast.Del()), ast.Del())])))
t(lambda: s(ast.Assign([ast.Starred(ast.Name('x', ast.Store()), ast.Store())], ast.Constant(3))))
t(lambda: s(ast.For(ast.Starred(ast.Name('x', ast.Store()), ast.Store()), ast.Constant(3), [ast.Pass()], [])))
t(lambda: s(ast.Try([ast.Pass()], [ast.ExceptHandler(None, None, [ast.Pass()]), ast.ExceptHandler(ast.Name('x', ast.Load()), None, [ast.Pass()])], [], [])))
t(lambda: s(ast.Match(ast.Name('x', ast.Load()), [ast.match_case(ast.MatchOr([ast.MatchAs(), ast.MatchAs()]), None, [ast.Pass()])])))
t(lambda: s(ast.Match(ast.Name('x', ast.Load()), [ast.match_case(ast.MatchSequence([ast.MatchStar('a'), ast.MatchStar('b')]), None, [ast.Pass()])])))
t(lambda: s(ast.Match(ast.Name('x', ast.Load()), [ast.match_case(ast.MatchSingleton(3), None, [ast.Pass()])])))
t(lambda: s(ast.Match(ast.Name('x', ast.Load()), [ast.match_case(ast.MatchClass(ast.Name('x', ast.Load()), [], ['a', 'a'], [ast.MatchAs(), ast.MatchAs()]), None, [ast.Pass()])])))
t(lambda: s(ast.Expr(ast.Call(ast.Name('x', ast.Load()), [], [ast.keyword('a', ast.Constant(1)), ast.keyword('a', ast.Constant(1))]))))
t(lambda: s(ast.Expr(ast.Yield(None))))
t(lambda: s(ast.Expr(ast.Await(ast.Constant(1)))))
t(lambda: s(ast.Expr(ast.Lambda(ast.arguments([], [ast.arg('a'), ast.arg('a')], None, [], [], None, []), ast.Constant(1)))))
t(lambda: s(ast.Expr(ast.Name('True', ast.Load()))))
t(lambda: s(ast.Expr(ast.Name('__debug__', ast.Load()))))
t(lambda: s(ast.Assign([ast.Name('__debug__', ast.Store())], ast.Constant(1))))
t(lambda: s(ast.Break()))
t(lambda: compile(ast.Module([ast.Pass()], []), 'f', 'exec').co_name)
t(lambda: compile(ast.Module([ast.Pass(lineno=1)], []), 'f', 'exec').co_name)
t(lambda: compile(ast.Module([ast.Pass(lineno=2, col_offset=3, end_lineno=1)], []), 'f', 'exec').co_name)
t(lambda: compile(ast.Module([ast.Pass(lineno=1, col_offset=3, end_col_offset=1)], []), 'f', 'exec').co_name)
t(lambda: compile(ast.Module([ast.Pass(lineno=-1, col_offset=3, end_lineno=1)], []), 'f', 'exec').co_name)
t(lambda: compile(ast.Module([ast.Pass(lineno=-5, col_offset=-3)], []), 'f', 'exec').co_name)
t(lambda: compile(ast.Module([], [3]), 'f', 'exec').co_name)
t(lambda: compile(ast.Module([], [ast.TypeIgnore(1, 'x')]), 'f', 'exec').co_name)
t(lambda: compile(ast.Module([]), 'f', 'exec').co_name)
t(lambda: compile(ast.Expression(ast.Constant(1, **P)), 'f', 'exec').co_name)
t(lambda: compile(ast.Expression(ast.Constant(1, **P)), 'f', 'func_type'))
t(lambda: compile(ast.Expression(None), 'f', 'eval'))
t(lambda: compile(ast.Pass(), 'f', 'eval'))
t(lambda: type(compile(ast.Pass(), 'f', 'eval', ast.PyCF_ONLY_AST)))
t(lambda: compile('1', 'f', 'func_type'))
t(lambda: compile('1', 'f', 'func_type', ast.PyCF_ONLY_AST))
t(lambda: compile('1', 'f', 'x', ast.PyCF_ONLY_AST))
t(lambda: compile('1', 'f', 'exec', 0x8000))
t(lambda: compile('1', 'f', 'exec', optimize=3))
t(lambda: compile(3, 'f', 'exec'))
t(lambda: ast.dump(compile('(a, *b', 'f', 'func_type', ast.PyCF_ONLY_AST)))
t(lambda: ast.dump(compile('(a, *b)->c\n\n', 'f', 'func_type', ast.PyCF_ONLY_AST)))
t(lambda: ast.dump(compile('(*b, a)->c\n\n', 'f', 'func_type', ast.PyCF_ONLY_AST)))
t(lambda: ast.dump(compile('(a, )->c\n\n', 'f', 'func_type', ast.PyCF_ONLY_AST)))
t(lambda: ast.dump(compile('()->c', 'f', 'func_type', ast.PyCF_ONLY_AST)))
e = ast.Constant(1)
for i in range(5000):
    e = ast.UnaryOp(ast.Not(),e)
t(lambda: s(ast.Expr(e)))
t(lambda: ast.parse('-'*4000+'1'))


def d(n):
    t = ()
    for i in range(n):
        t = (t,)
    return t


t(lambda: s(ast.Expr(ast.Constant(d(100000)))))

# Type comments in trees, and as errors.
import ast
SOURCES = ["x = 1 # type: int", "x = y = 1 # type:  List[int]  \n", "x: int = 1 # type: int", "x += 1 # type: int", "for a in b: # type: int\n pass\nelse: # type: int\n pass",
 "async def f(): # type: () -> int\n async for x in y: # type: X\n  pass\n async with a as b: # type: Y\n  pass", "with (a): # type: A\n pass", "with (a, b): # type: A\n pass", "with (a as b, c): # type: A\n pass", "with a, b: # type: A\n pass",
 "def f(a, # type: A\n b=1, # type: B\n *c, # type: C\n d, # type: D\n e=2, # type: E\n **f # type: F\n):\n # type: (...) -> X\n pass", "def f(a, # type: A\n # type: B\n b): pass", "def f(*, # type: A\n a): pass", "def f(a, /, # type: A\n b): pass",
 "def f(): # type: () -> int\n # type: () -> str\n pass", "def f():\n # type: () -> int\n\n pass", "def f():\n\n # type: () -> int\n pass", "def f():\n # type: () -> int\n # comment\n pass", "def f():\n # comment\n # type: () -> int\n pass", "def f():\n pass\n # type: int", "def f(): pass # type: int",
 "# type: ignore", "# type: ignore\nx = 1 # type: ignore[a]\n  # type: ignore indented\n", "x = (1, # type: ignore\n2)", "x = (1, # type: int\n2)", "#type:int\n", "x = 1 #type:int", "x = 1 #  type:   int # more", "x = 1 # type: ", "x = 1 # type:", "# type: int\nx = 1", "lambda a, # type: A\n b: 1", "(lambda a, # type: A\n b: 1)", "class A: # type: int\n pass",
 "if x:\n # type: ignore\n y = 1 # type: ignored\n", "x = 1 # type: ignore_this", "x = 1 # type: \u03b1\u212b", "x = 1 # type: ignore\u00e9", "def f(\n # type: A\n a): pass", "def f(a # type: A\n): pass", "def f(a): # type: ignore\n # type: (int) -> int\n pass", "async def f():\n # type: () -> int\n await x\nawait = 1", "x = 1 # type: int\n", "x = [ # type: ignore\n]", "def f(a=1 # type: A\n, b=2): pass", "with a:  # type: int\n  # type: int\n  pass",
 "x = '''\n# type: int\n'''", "pass # type: ignore", "if 1: pass # type: ignore\nelse: pass"]
for s in SOURCES:
    for v in None, 5:
        for mode in "exec", "single", "eval":
            if mode != "exec" and v: continue
            try: print(repr(s), mode, v, ast.dump(compile(s, "", mode, ast.PyCF_ONLY_AST | ast.PyCF_TYPE_COMMENTS, _feature_version=-1 if v is None else v)))
            except SyntaxError as e: print(repr(s), mode, v, e.msg, e.lineno, e.offset, e.end_lineno, e.end_offset, repr(e.text))
for s in "() -> int", "(int) -> x", "(*a) -> b", "(a, *b, **c) -> d", "(a,) -> b", "(*a, b) -> c", "(**a, *b) -> c", "() -> int # type: int", "() ->", "(a b) -> c", "() -> int\n\n":
    for flags in 0, ast.PyCF_TYPE_COMMENTS:
        try: print(ast.dump(compile(s, "", "func_type", ast.PyCF_ONLY_AST | flags)))
        except SyntaxError as e: print(repr(s), e.msg, e.lineno, e.offset, e.end_lineno, e.end_offset, repr(e.text))
tree = ast.parse("def f(a, # type: A\n): # type: B\n x = 1 # type: int\n # type: ignore[x]\n", type_comments=True)
exec(compile(tree, "", "exec"))
print(ast.unparse(tree), f.__code__.co_argcount)

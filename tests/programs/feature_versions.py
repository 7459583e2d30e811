# The syntax of older versions: ast.parse(..., feature_version=...).
import ast
S = ["a: int", "a.b: int = 1", "(x := 1)", "f(x := 1)", "def f(a, /): pass", "def f(a=1, /, b=2): pass", "lambda a, /: 1", "lambda a=1, /: 1", "async def f(): pass", "async def f():\n async for x in y: pass",
 "async def f():\n async with x: pass", "async def f(): await x", "async def f(): [x async for x in y]", "a @ b", "a @= b", "with (a as b, c): pass", "with (a, b): pass", "with (a): pass", "match x:\n case 1: pass",
 "try: pass\nexcept* A: pass", "1_0", "f'a'", "f'{x}' 'b'", "'a' f'b'", "@a.b[1]\ndef f(): pass", "@x\nasync def f(): pass", "async = 1", "await = 1", "a[*b]", "def f(*a: *b): pass", "return *a, b", "def f():\n return *a, b", "for x in *a, b: pass",
 "{*a}", "f(**a, **b)", "class A(async=1): pass", "print(async)", "async def f():\n  pass\nasync = 2", "async def f(): pass\nawait = 2", "async def f():\n  def g():\n    await = 1\n", "x = [\n1, a @ b\n]", "if (x := 1): pass", "[x := 1, 2]", "while x:=1: pass", "{a := 1}", "a[b := 1]", "async for x in y: pass", "async with a: pass", "def async(): pass", "import async", "x.await", "a = 1 +", "x: int = 1_0 +", "nonlocal x\nx @ y\n(", "0x_1f", "try:\n pass\nexcept *(A, B) as e:\n pass\nfinally:\n pass", "f'{a @ b}'", "f'{1_0}'", "f'{x:{y}}'", "rf'x'", "b'x'", "f'{x=}'", "f'{x = !r}'"]
for s in S:
    last = None
    for v in range(3, 12):
        try: r = (ast.dump(ast.parse(s, feature_version=(3, v))) if v < 7 else "ok",)
        except SyntaxError as e: r = (e.msg, e.lineno, e.offset, e.end_lineno, e.end_offset, e.text)
        if r != last: print(repr(s), v, r)
        last = r

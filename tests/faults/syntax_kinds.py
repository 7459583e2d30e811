import traceback

for source in ("x = (1,", "x = 'abc", "if x\n  y", "  x = 1", "def f(:\n pass", "x = 1 +", "return 1", "yield 1", "break", "f(a=1, 2)", "print 1", "1 = x", "f() = 1", "x = '''abc", "def f(a, a): pass", "nonlocal x", "def f():\n  x = 1\n  global x", "\tx\n        y", "if 1:\n\tx\n        y", "if 1:\n  x\n y", "x = 08", "x = 1_", "\u20ac = 1", "x = $", "f'{x'", "f'{}'", "f'{a b}'", "from x import", "import a.b as", "async def f():\n  yield from x", "await x", "class A(x for x in y, 1): pass", "x = {1: 2, 3}", "del f()", "*a, *b = c", "a := 1", "(a.b := 1)", "else: pass", "try: x", "with open('x') as 1: pass", "lambda: (yield)", "'\\N{nosuch}'", "b'\u20ac'", "match x:\n  case a | b: pass", "assert (x, 1), x = 1", "raise x from", "for x in", "x++", "x = not", "if x = 1: pass", "f(**a, *b)", "print(f'{x!z}')", "a\\ b", "def f(*): pass", "None = 1", "import x from y", "from __future__ import nosuch"):
    try:
        exec(source)
    except SyntaxError:
        traceback.print_exc()
compile("x = [1, 2\ny = 3", "settings.conf", "exec")

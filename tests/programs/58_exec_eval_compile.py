"""exec, eval and compile: namespaces, code objects, modes, locals, globals, builtins replaced, errors."""


def attempt(f, *args, **named):
    try:
        return repr(f(*args, **named))
    except SyntaxError as error:
        return f"{type(error).__name__}: {error.msg} at {error.lineno}:{error.offset} in {error.filename}"
    except Exception as error:
        return f"{type(error).__name__}: {error}"


print(eval("1 + 2"), eval(" 3 "), eval("x * 2", {"x": 21}), eval("x + y", {"x": 1}, {"y": 2}), eval(compile("[i for i in range(3)]", "<c>", "eval")), exec("z = 5"), z)
space = {}; exec("a = 1\ndef f(): return a\nclass C: v = a", space); print(sorted(k for k in space if k != "__builtins__"), space["f"](), space["C"].v, "__builtins__" in space)
g, l = {"shared": 1}, {}; exec("shared = 2\nnew = shared", g, l); print(g["shared"], l)
def function():
    local = 1
    exec("local = 2; made = 3")
    try: made
    except NameError as error: print(error)
    return local, eval("local + 1"), 'local' in locals()
print(function())
code = compile("x = 1\nx + 1\nprint('printed', x)", "file.py", "exec"); print(code.co_filename, code.co_name, code.co_names, code.co_consts[:2], type(code).__name__); exec(code)
exec(compile("1 + 1\n", "<s>", "single")); exec(compile("None\n", "<s>", "single")); exec(compile("'shown'; 2\n", "<s>", "single"))
for source, mode in [("1 +", "eval"), ("x = 1", "eval"), ("", "eval"), ("", "exec"), ("1; 2", "single"), ("a\nb", "single"), ("if 1:\n  pass\n", "single"), ("def f(:", "exec"), ("1", "wrong"), ("return 1", "exec"), ("yield", "exec"), ("break", "exec"), ("x = = 1", "exec"), ("(", "exec"), ("'abc", "exec"), ("  x", "exec"), ("if 1:\nx", "exec"), ("f(a=1, a=2)", "exec"), ("def f(a, a): pass", "exec"), ("nonlocal x", "exec"), ("def f():\n x = 1\n global x", "exec"), ("1 = x", "exec"), ("f() = 1", "exec"), ("del f()", "exec"), ("a, b += 1", "exec"), ("\x00", "exec"), ("é = 1\né +", "exec"), ("await x", "exec"), ("*a", "exec"), ("x = *a", "exec"), ("def f(): await x", "exec"), ("lambda: (yield)", "eval"), ("[x for x in 1 for", "exec"), ("{**a for a in b}", "exec"), ("None = 1", "exec"), ("class C: return 1", "exec"), ("from x import *", "exec"), ("def f(): from x import *", "exec"), ("try: pass", "exec"), ("else: pass", "exec"), ("0777", "exec"), ("1__0", "exec"), ("0b2", "exec"), ("x = 1 if 2", "exec"), ("print 'x'", "exec"), ("import a.b as", "exec"), ("for x in y", "exec"), ("(a, b): int", "exec"), ("f'{}'", "exec"), ("f'{a b}'", "exec"), ("f'{a!x}'", "exec"), ("'\\N{nothing}'", "exec"), ("match x:\n case a: pass\n case b: pass", "exec"), ("with a as f(): pass", "exec"), ("(x := 1) = 2", "exec"), ("x := 1", "exec"), ("[i := 0 for i in a]", "exec"), ("__debug__ = 1", "exec"), ("continue", "exec"), ("a b", "exec"), ("a = 1 b = 2", "exec"), ("\tif 1:\n        x\n\ty", "exec"), ("raise from x", "exec"), ("@\ndef f(): pass", "exec"), ("assert", "exec"), ("f(x for x in y, 1)", "exec"), ("a[", "exec"), (")", "exec"), ("(]", "exec"), ("a $ b", "exec"), ("a ? b", "exec"), ("“x”", "exec"), ("x = 5 # ok\n  y = 6", "exec")]:
    print(repr(source), mode, "->", (lambda r: "code" if r.startswith("<code") else r)(attempt(compile, source, "<t>", mode)))
for args in [(), ("1", 5), ("1", {}, 5), (5,), (None,), ("1\n2",), ("x = 1",), (b"1 + 1",)]: print(args, attempt(eval, *args))
for args in [(), (5,), ("x", {}, 5), ("x = 1", 5)]: print(args, attempt(exec, *args))
print(attempt(eval, "len('x')", {"__builtins__": {}}), attempt(eval, "len('abc')", {"__builtins__": {"len": lambda s: -len(s)}}), attempt(eval, "y"), attempt(compile, "1", "f"), attempt(compile, 5, "f", "eval"))
class Mapping(dict):
    def __missing__(self, k): return f"<{k}>"
print(eval("a + b", {}, Mapping(a="A")))
def outer():
    hidden = 5
    def inner(): hidden; return eval("hidden")
    def inner2(): return attempt(eval, "hidden")
    return inner(), inner2()
print(outer(), [eval("n", {"n": n}) for n in range(3)])
exec("def recursive(n): return 1 if n == 0 else n * recursive(n - 1)"); print(recursive(10)); exec("import sys as s2; from sys import path as p2"); print(s2.path is p2)
print(globals() is eval("globals()"), vars() is globals(), attempt(vars, 5), sorted(vars(type("V", (), {"q": 1})))[-1], dir(type("W", (), {"only": 1})())[-1], locals() is globals())
exec(""); exec("\n\n# only a comment"); exec("pass;"); print(eval("(\n1,\n2\n)"), eval("lambda: 5")(), eval("'''a\nb'''"))

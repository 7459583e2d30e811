"""code and codeop: an interpreter inside a program: when a line is complete, what is displayed, syntax errors, tracebacks, exit. Prints both streams."""
import code
import codeop
import contextlib
import io
import sys
import warnings


class Console(code.InteractiveConsole):
    def __init__(self, lines, locals=None):
        super().__init__(locals, filename="<test>")
        self.lines = iter(lines)

    def raw_input(self, prompt=""):
        try:
            line = next(self.lines)
        except StopIteration:
            raise EOFError from None
        print(prompt + line)
        return line

    def write(self, data):
        print("E|" + data.replace("\n", "\nE|"))


c = Console("""1 + 1
x = 5
if x:
    print("yes")
else:
    print("no")

def f(n):
    return n / 0

f(3)
'text'
_
None
(1,
2
)
1 +
a b
    indented
'''three
lines'''
for i in range(2): i

class A:
    y = 1

    def m(self): return self.y

A().m()
def broken(:
nosuch
import sys; sys.stdout.write("direct\\n")
@property

def g(): pass

assert not x, "message"
try:
    1/0
except ZeroDivisionError as e:
    raise KeyError("k") from e

x; x + 1
'unfinished
print(1) \\

""".splitlines())
c.interact(banner="Banner", exitmsg="Bye")
print(sorted(k for k in c.locals if not k.startswith("__")), c.locals["x"], c.locals["__name__"])
for source in ["", "x", "x =", "if x:", "if x:\n    y", "if x:\n    y\n", "def f():\n  'doc'", "(", "(\n1)", "'''", "a = 'b", "x\\", "@d", "for", "1 2", "\n", "# comment", "  ", "lambda",
               "try:\n  pass", "try:\n  pass\nexcept:", "class A: pass", "while 0: x", "x = [", "}", "print(1)\nprint(2)", "async def f():", "match x:", "return", "f'{", "\\"]:
    try:
        result = codeop.compile_command(source, "<in>", "single")
        print(repr(source), "incomplete" if result is None else type(result).__name__)
    except (SyntaxError, ValueError, OverflowError) as e:
        print(repr(source), type(e).__name__, e.args[0])
for source, symbol in [("1 +", "eval"), ("1 + 2", "eval"), ("x = 1\ny = 2\n", "exec"), ("x = 1", "eval")]:
    try:
        result = codeop.compile_command(source, symbol=symbol)
        print(source, symbol, result and eval(result, {}))
    except SyntaxError as e:
        print(source, symbol, e)
compiler = codeop.CommandCompiler()
compiler("from __future__ import annotations", "<a>")
scope = {}
exec(compiler("def f(x: nosuch): pass\n", "<b>"), scope)
print(scope["f"].__annotations__)
interpreter = code.InteractiveInterpreter({"k": 1})
err = io.StringIO()
with contextlib.redirect_stderr(err):
    print(interpreter.runsource("k + 1"), interpreter.runsource("if k:"), interpreter.runsource("k k"), interpreter.runsource("k.zz"), interpreter.runsource("k\n"))
print(err.getvalue())
for text in ["raise SystemExit(3)", "exit_now = __import__('sys').exit('msg')"]:
    try:
        interpreter.runsource(text)
    except SystemExit as e:
        print("SystemExit", e.code)
sys.displayhook, kept = lambda v: print("shown", v), sys.displayhook
interpreter.runsource("k")
sys.displayhook = kept
sys.ps1, sys.ps2 = "in: ", "...: "
Console(["k = 2", "if k:", " k", ""]).interact(banner="", exitmsg="")
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    print(codeop.compile_command("1 is 1", "<w>") is not None, [str(w.message) for w in caught])

# What a prompt takes for the beginning of something.
import codeop

for source in (
    "a = 'a\\", "a = 'a\\\n", "a = 'a\\\n\n", "a = 'a\n", "f('a\\", "f('a\\\n", "f('a\\\nb'", "f('''a\\\n", "f('''", '"""\n', "rb'\\", "f'{x\\", "(\\", "a\\\n",
    "if 1:", "if 1:\n", "if 1:\n  x", "if 1:\n  x\n", "if 1:\n  x\n\n", "for x in y:\n pass\nelse:", "@d\n", "@d\nclass C:", "x = (1,", "x = [1\n,2", "{1:", "{1: 'x\\", "lambda", "a +", "a = ",
    "def f():\n  '''", "try:\n  x", "try:\n  x\nexcept E:", "", "\n", "  ", "# comment", "#", "x;", "x; y", "1 1", "'", "'\\", ")", "(]", "a = 'b", "async def f():\n await x", "match x:\n case 1:",
):
    for symbol in "single", "exec", "eval":
        try:
            code = codeop.compile_command(source, "<input>", symbol)
            print(repr(source), symbol, code and "code")
        except Exception as error:
            print(repr(source), symbol, type(error).__name__, error)

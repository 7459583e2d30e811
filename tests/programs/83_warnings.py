# Warnings of the compiler and the runtime: shown on sys.stderr, each with its line, by the default filters.
import sys

shown = []


class Stderr:
    def write(self, text):
        shown.append(text)

    def flush(self):
        pass


stderr = sys.stderr
sys.stderr = Stderr()


def show(source):
    del shown[:]
    try:
        compile(source, "<source>", "exec")
    except SyntaxError as e:
        shown.append("%s at line %s" % (e.msg, e.lineno))
    print(repr(source))
    for line in "".join(shown).splitlines():
        print("   ", line)


for source in [
    "x is 1", "x is not 'a'", "x is ()", "1 is x", "x is -1", "x is None", "x is None is 2", "True is x", "x is ...",
    "assert (x, 'message')", "assert ()", "assert (x), 'message'",
    "'a' (1)", "[1] (2)", "(1, 2)[1.5]", "[1]['a']", "{} (3)", "1(2)", "'s'[1, 2]", "f'x'(1)", "(lambda: 0)[1]",
    "None[0]", "...()", "'%s' (1)", "{1: 2}[1]", "{1}[0]", "[x for x in y]()", "(x for x in y)[0]", "b''.x()", "()()",
    "'\\d'", "b'\\q'", "f'\\w{x}'", "r'\\d'",
    "1if x else 2", "1or 2", "y = 1in [1]", "print(0xfor 3)", "[0x1for x in y]", "1.5and 2", "2jif x else 1", "0b1or 2",
    "def f():\n    x is 1\n    def g():\n        return 'a' (1)\nclass C:\n    y is 2.5\n",
    "x is 1\nx is (\n",
]:
    show(source)

# Once for each place.
del shown[:]
for i in range(3):
    bool(NotImplemented)
eval("1 is 1")
eval("1 is 1")
print(len(shown))
print(shown[0].rpartition("/")[2] if "/" in shown[0] else shown[0], shown[1], sep="", end="")
print(sorted(k[0] if type(k) is tuple else k for k in __warningregistry__ if k != "version"))


def forget():
    async def forgotten():
        pass
    forgotten()


del shown[:]
forget()
forget()
print(len(shown), "was never awaited" in shown[0])
sys.stderr = stderr

# breakpoint() calls a hook.
print(breakpoint, sys.breakpointhook is sys.__breakpointhook__)
sys.breakpointhook = lambda *args, **kwargs: (args, kwargs)
print(breakpoint(1, x=2))
del sys.breakpointhook
try:
    breakpoint()
except RuntimeError as e:
    print(e)

# What there is of threads and tracing can be asked for.
print(sys.getswitchinterval(), sys.gettrace(), sys.getprofile())
sys.setswitchinterval(0.25)
print(sys.getswitchinterval())
for bad in (0, -1, "a", None):
    try:
        sys.setswitchinterval(bad)
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)

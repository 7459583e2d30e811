"""Random small programs, run by ouro and by CPython 3.11: what they print must be the same.

    fuzz_programs.py [--ouro BINARY] [--seconds N] [--seed N] [--ignore FILE]

A program is a list of statements over a few variables; each prints what it did, or the exception's type and message. What differs is
shrunk (statements left out, expressions replaced by their parts or by simple values), printed once per kind, and makes the exit status 1.
Known differences are lines of --ignore: regular expressions for the shrunk program.
"""
import argparse
import os
import random
import re
import subprocess
import sys
import time

MARK = "\x01"  # before the number of each statement, in what is printed
CPYTHON = "/usr/bin/python3.11"
PRELUDE = '''import sys
def show(f):
    try:
        r = f()
    except RecursionError:
        print("RecursionError")
    except Exception as e:
        print(type(e).__name__ + ":", ascii(str(e)))
    else:
        try: print(type(r).__name__, ascii(r))
        except Exception as e: print("repr:", type(e).__name__, ascii(str(e)))
class A:
    def __init__(self, x=0): self.x = x
    def __repr__(self): return "A(%r)" % (self.x,)
    def __eq__(self, o): return isinstance(o, A) and self.x == o.x
    def __hash__(self): return 7
    def __lt__(self, o): return self.x < o.x
    def __index__(self): return 2
    def __len__(self): return 3
    def __getitem__(self, i): return (5, 6, 7)[i]
    def m(self, *a, **k): return a, k
def gen(*a):
    for x in a: yield x
'''
SIMPLE = ["0", "''", "[]", "None", "1", "'a'", "()", "{}", "b''", "1.5"]

INTS = ["0", "1", "-1", "2", "3", "5", "-7", "10", "64", "255", "256", "1000", "-1000", "True", "False", "(2**31)", "(2**63-1)", "(2**63)", "(-2**63)", "(2**64)", "(10**25)", "(-10**30+7)"]
SMALL = ["0", "1", "2", "3", "-1", "-2", "-3", "4", "7", "10", "-10", "None", "True"]
FLOATS = ["0.0", "-0.0", "1.5", "-2.25", "0.1", "1e16", "1e22", "123456789.125", "1e-5", "5e-324", "1.7976931348623157e308", "float('inf')", "float('-inf')", "float('nan')", "3.0", "2.5", "1e100"]
STRS = ["''", "'a'", "'abc'", "'Hello World'", "' x  y '", "'1'", "'-12'", "'1.5'", "'a,b,,c'", "'\\n'", "'a\\tb\\n'", "'\\xe9'", "'\\u20ac1'", "'\\U0001f600x'", "'\\xdf'", "'\\u0130'", "'aXbXc'", "'{} {}'", "'%s'", "'%d'", "'%5.2f|'", "'\\x00z'", "'\\u0660'", "'ab'*5", "'\\ud800'", "'utf-8'", "'ascii'", "'ignore'", "'strict'", "'\\xb2'", "'0x1f'", "'1_0'", "'\\r\\nq'", "'fi\\ufb01'"]
BYTES = ["b''", "b'a'", "b'abc'", "b'a,b'", "b'\\x00\\xff'", "b' x '", "bytearray(b'xyz')", "bytearray()", "bytearray(b'abcabc')", "b'12'", "b'%s|%d'", "b'\\xc3\\xa9'", "b'AbC\\n'"]
OTHER = ["None", "Ellipsis", "NotImplemented", "int", "str", "list", "len", "A()", "A(1)", "A", "object", "slice(1, 3)", "slice(None, None, -1)", "range(5)", "range(10, 0, -3)", "range(0)", "1j", "2-1.5j", "gen(1, 2)", "gen('a', 'b')", "iter([1, 2])", "frozenset()", "{1, 2, 3}", "frozenset({1})", "set()", "{1: 2}", "{'a': 1, 'b': 2}", "{}", "zip([1], 'a')", "map(str, [1, 2])", "enumerate('ab')", "type", "ValueError(1)", "KeyError", "reversed([1, 2])", "(1, 2)", "()", "[1, 2, 3]", "[]", "[[1], [2]]", "('a', 'b')", "[3, 1, 2]", "dict.fromkeys('ab')", "{'a': 1}.items()", "{'a': 1}.keys()", "{1: 2}.values()", "lambda x: x", "(lambda *a: a)", "print.__name__", "staticmethod(len)", "classmethod(len)", "property()", "A().m"]
VALUES = INTS + FLOATS + STRS + BYTES + OTHER

TYPES = ["int", "float", "str", "bytes", "bytearray", "list", "tuple", "dict", "set", "frozenset", "range", "slice", "complex", "bool", "A", "ValueError", "type", "object"]
SKIPPED_METHODS = {"__sizeof__", "__reduce__", "__reduce_ex__", "__dir__", "__subclasshook__", "__subclasses__", "__init_subclass__", "__doc__", "__hash__", "__new__", "__init__", "__delattr__", "__setattr__", "__getstate__", "__setstate__", "__getnewargs__",
                   "__pow__", "__rpow__", "__lshift__", "__rlshift__", "__imul__", "with_traceback", "__class__", "__alloc__", "__class_getitem__", "__getattribute__", "popitem", "pop", "mro", "__prepare__", "__weakref__", "__length_hint__", "__text_signature__", "__getformat__", "__setformat__", "__basicsize__", "__flags__", "__itemsize__", "__weakrefoffset__", "__dictoffset__", "__dict__", "__call__", "__ror__", "__or__"}
BUILTINS = ["abs", "all", "any", "ascii", "bin", "bool", "bytearray", "bytes", "callable", "chr", "complex", "dict", "divmod", "enumerate", "filter", "float", "format", "getattr", "hasattr", "hex", "int", "isinstance", "issubclass", "iter", "len", "list", "map", "max", "min", "next", "oct", "ord", "pow", "range", "repr", "reversed", "round", "set", "slice", "sorted", "str", "sum", "tuple", "type", "zip", "print", "object", "compile", "eval"]
METHODS = {}


def methods(name):
    if name not in METHODS:
        kind = {"A": object}.get(name) or eval(name)
        METHODS[name] = [m for m in dir(kind) if m not in SKIPPED_METHODS] or ["__repr__"]
    return METHODS[name]


class Generator:
    """Expressions are trees: (template with @ for each child, [children]); a leaf is its text."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.names = ["a", "b", "c"]

    def pick(self, choices):
        return self.random.choice(choices)

    def leaf(self):
        if self.random.random() < 0.25:
            return self.pick(self.names)
        return self.pick(self.pick([INTS, FLOATS, STRS, BYTES, OTHER, STRS, INTS]))

    def some(self, depth, least, most):
        return [self.expression(depth) for _ in range(self.random.randint(least, most))]

    def joined(self, before, children, after):
        return (before + ", ".join(["@"] * len(children)) + after, children)

    def expression(self, depth):
        if depth <= 0 or self.random.random() < 0.12:
            return self.leaf()
        return self.pick([self.binary, self.binary, self.unary, self.compare, self.method, self.method, self.method, self.builtin, self.builtin, self.index, self.slice, self.display,
                          self.format, self.percent, self.fstring, self.call_format, self.comprehension, self.power, self.conditional, self.repeat, self.star, self.lambda_])(depth - 1)

    def binary(self, depth):
        return ("(@ %s @)" % self.pick(["+", "-", "/", "//", "%", "&", "|", "^", ">>", "and", "or", "+", "-", "%"]), self.some(depth, 2, 2))

    def repeat(self, depth):
        return self.pick([("(@ * %s)" % self.pick(SMALL), self.some(depth, 1, 1)), ("(%s * @)" % self.pick(SMALL), self.some(depth, 1, 1)), ("(%s * %s)" % (self.pick(INTS + FLOATS), self.pick(INTS + FLOATS)), [])])

    def power(self, depth):
        return ("(%s %s %s)" % (self.pick(INTS + FLOATS), self.pick(["**", "<<", "**"]), self.pick(["0", "1", "2", "-1", "3", "0.5", "-2", "64", "17", "1.5"])), [])

    def unary(self, depth):
        return (self.pick(["(-@)", "(~@)", "(+@)", "(not @)"]), self.some(depth, 1, 1))

    def compare(self, depth):
        return ("(@ %s @)" % self.pick(["==", "!=", "<", "<=", ">", ">=", "in", "not in"]), self.some(depth, 2, 2))

    def method(self, depth):
        name = self.pick(TYPES + ["str"] * 6 + ["list", "bytes", "dict", "set", "int"])
        method = self.pick(methods(name))
        arguments = self.some(depth, 0, 3)
        if self.random.random() < 0.15 and arguments:
            return self.joined("%s.%s(" % (name, method), arguments, ")")
        pool = {"int": INTS, "float": FLOATS, "str": STRS, "bytes": BYTES, "bytearray": BYTES[6:9], "bool": INTS[-9:-7]}.get(name)
        if not pool:
            pool = [v for v in OTHER if v.startswith({"list": "[", "tuple": "(", "dict": "{", "set": "{1, 2", "frozenset": "froz", "range": "range", "slice": "slice", "complex": "2-", "A": "A(", "ValueError": "Value", "type": "int", "object": "A"}[name])] or OTHER
        return self.joined("(%s).%s(" % (self.pick(pool), method), arguments, ")")

    def builtin(self, depth):
        children = self.some(depth, 0, 3)
        name = self.pick(BUILTINS)
        if name == "print":
            return ("print(@, sep=@, end=@)", self.some(depth, 3, 3))
        if name in ("pow", "range"):
            return ("%s(%s)" % (name, ", ".join(self.pick(SMALL + ["1.5", "'a'", "A()"]) for _ in children)), [])
        if name in ("sorted", "max", "min") and children:
            return ("%s(@, %s)" % (name, self.pick(["key=str", "key=lambda x: -x", "key=len", "reverse=True", "default=0", "key=None"])), children[:1])
        if name in ("eval", "compile"):
            return ("eval(%r)" % self.pick(["1 +", "(", "x", "1if 2else 3", "'a' 'b'", "f'{1}'", "0777", "1_0", "a b", "lambda: 0", "[1, *2]", "{**1}", "(yield)", "1.e", "0b2", "not", "print 1", "a = 1", "*a", "é", "$", "'", "1__0", "0x", "f'{'", "f'{a!}'", "{1:}", "[for x in y]", "x for x in y", "f(x for x in y, 1)", "f(a=1, 2)", "f(**a, *b)", "f(a=1, a=2)", "None = 1", "(a, b) += 1", "lambda *: 0", "lambda a, a: 0"]), [])
        if name in ("getattr", "hasattr"):
            return ("%s(@, %s)" % (name, self.pick(["'x'", "'real'", "'__class__'", "'nope'", "'__name__'", "5", "'__doc__'", "''"])), self.some(depth, 1, 1))
        return self.joined(name + "(", children, ")")

    def index(self, depth):
        return ("(@)[@]", self.some(depth, 2, 2))

    def slice(self, depth):
        bounds = [self.pick(SMALL + ["", "", "2**70", "1.5", "A()"]) for _ in range(3)]
        return ("(@)[%s:%s%s]" % (bounds[0], bounds[1], self.pick(["", ":" + bounds[2]])), self.some(depth, 1, 1))

    def display(self, depth):
        children = self.some(depth, 0, 4)
        shape = self.pick(["list", "tuple", "dict", "set"])
        if shape == "dict":
            return ("{" + ", ".join(["@: @"] * (len(children) // 2)) + "}", children[:len(children) // 2 * 2])
        if shape == "set":
            return ("{%s}" % ", ".join(self.pick(INTS + FLOATS[2:-4]) for _ in range(self.random.randint(1, 8))), [])
        return self.joined("[", children, "]") if shape == "list" else self.joined("(", children, ",)" if children else ")")

    def star(self, depth):
        return (self.pick(["[*@, *@]", "(lambda *a: a)(*@, @)", "dict(**@, z=@)", "{**@, 'k': @}", "(lambda a, b=1, *c, d=2, **e: (a, b, c, d, e))(*@, **@)", "(lambda a, /, b: (a, b))(@, b=@)", "print(*@, sep=@)"]), self.some(depth, 2, 2))

    def lambda_(self, depth):
        return (self.pick(["(lambda x: [x, @])(@)", "(lambda x=(@): x)(*[@])", "[y for y in [(@), 1] if y or (@)]", "(x := @, @, x)"]), self.some(depth, 2, 2))

    def spec(self):
        pick = self.pick
        return pick(["", pick(["<", ">", "^", "=", "*<", "é^", "0="])]) + pick(["", "", "+", "-", " "]) + pick(["", "", "z"]) + pick(["", "", "#"]) + pick(["", "", "0"]) + pick(["", "5", "12", "1"]) + pick(["", "", ",", "_"]) + pick(["", "", ".0", ".2", ".5", ".17"]) + pick(["", "d", "x", "X", "b", "o", "e", "E", "f", "F", "g", "G", "%", "n", "s", "c", "r"])

    def format(self, depth):
        return ("format(@, %r)" % self.spec(), self.some(depth, 1, 1))

    def percent(self, depth):
        text = "".join(self.pick(["a", "%" + self.pick(["", "-", "+", " ", "#", "0", "-0", "+#"]) + self.pick(["", "5", "*", "12"]) + self.pick(["", "", ".2", ".0", ".10", ".*"]) + self.pick("diouxXeEfFgGcrsab%")]) for _ in range(self.random.randint(1, 3)))
        children = self.some(depth, 0, 3)
        return self.joined("(%s%r %% (" % (self.pick(["", "", "b"]), text), children, ",))" if children else "))")

    def fstring(self, depth):
        spec = self.spec().replace("'", "").replace("\\", "")
        return ("f'''{%s%s:%s}|{%s!r:>{%s}}'''" % (self.pick(self.names), self.pick(["", "", "!r", "!s", "!a"]), spec, self.pick(self.names), self.pick(["5", "a", "''"])), [])

    def call_format(self, depth):
        text = "".join(self.pick(["x", "{}", "{0}", "{1}", "{k}", "{0!r}", "{:>5}", "{0[0]}", "{0.real}", "{:{}}", "{{", "}}", "{", "}", "{k[a]}", "{!s:^9}"]) for _ in range(self.random.randint(1, 4)))
        if self.random.random() < .7:
            return self.joined(repr(text) + ".format(", self.some(depth, 0, 3), ")")
        return (repr(text) + ".format(@, k=@)", self.some(depth, 2, 2))

    def comprehension(self, depth):
        return (self.pick(["[x for x in @ if @]", "[(@, x) for x in @]", "{x: @ for x in @}", "sorted({x for x in @} - set(@))", "list(x for x in @ for y in @)", "sum(x for x in @)"]), self.some(depth, 2, 2))

    def conditional(self, depth):
        return ("(@ if @ else @)", self.some(depth, 3, 3))

    def statement(self, depth=2):
        e, name = self.expression, self.pick(self.names)
        kind = self.random.random()
        if kind < 0.62:
            return ("show(lambda: @)", [e(depth + 1)])
        if kind < 0.72:
            return ("try: %s = @\nexcept Exception as x: print(type(x).__name__, ascii(str(x)))" % name, [e(depth)])
        if kind < 0.80:
            return ("try: %s %s= @\nexcept Exception as x: print(type(x).__name__, ascii(str(x)))\nshow(lambda: %s)" % (name, self.pick(["+", "-", "|", "&", "^", "//", "%"]), name), [e(depth)])
        if kind < 0.88:
            return ("try: %s[@] = @\nexcept Exception as x: print(type(x).__name__, ascii(str(x)))\nshow(lambda: %s)" % (name, name), [e(depth - 1), e(depth)])
        if kind < 0.91:
            bounds = [self.pick(SMALL + ["", ""]) for _ in range(3)]
            return ("try: %s[%s:%s:%s] = @\nexcept Exception as x: print(type(x).__name__, ascii(str(x)))\nshow(lambda: %s)" % (name, *bounds, name), [e(depth)])
        if kind < 0.94:
            return ("try: del %s[@]\nexcept Exception as x: print(type(x).__name__, ascii(str(x)))\nshow(lambda: %s)" % (name, name), [e(depth - 1)])
        if kind < 0.97:
            return ("try: %s = @\nexcept Exception as x: print(type(x).__name__, ascii(str(x)))\nshow(lambda: (a, b, c))" % self.pick(["a, b", "a, *b", "*a, b, c", "(a, b), c", "[a, [b]]", "a = b"]), [e(depth)])
        return ("try:\n    for i, %s in enumerate(@):\n        if i > 5 or @: break\n        print(ascii(%s))\n    else: print('else')\nexcept Exception as x: print(type(x).__name__, ascii(str(x)))" % (name, name), [e(depth), e(depth - 1)])

    def program(self, size):
        first = ["a = %s\nb = %s\nc = %s" % (self.pick(["[1, 2, 3]", "[]", "['x', 1.5]", "list(range(20))"]), self.pick(["{1: 'a', 'k': 2}", "'text'", "bytearray(b'abcdef')", "{1, 2}"]), self.pick(["5", "'abc'", "(1, 2)", "2.5"]))]
        return first + [self.statement() for _ in range(size)]


def render(tree):
    if isinstance(tree, str):
        return tree
    template, children = tree
    parts = template.split("@")
    return parts[0] + "".join(render(c) + part for c, part in zip(children, parts[1:]))


def source_of(program):
    return PRELUDE + "\n".join("print(%r, %d)\n%s" % (MARK, i, render(s)) for i, s in enumerate(program)) + "\n"


class Runner:
    def __init__(self, binary):
        self.binary = binary

    def one(self, command, source):
        environment = dict(os.environ, PYTHONHASHSEED="0", PYTHONWARNINGS="ignore", PYTHONIOENCODING="utf-8")
        try:
            done = subprocess.run(["bash", "-c", 'ulimit -t 5; [ "$1" ] && ulimit -v 4000000; shift; exec "$@"', "-", "" if "asan" in command else "1", command, "-"], input=source.encode("utf-8"), env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60)
        except subprocess.TimeoutExpired:
            return None
        return done.returncode, re.sub(rb" at 0x[0-9a-f]+", b" at 0x", done.stdout).decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace")

    def differs(self, program):
        """Nothing when the outputs are the same, or when CPython itself fails; else both outputs."""
        source = source_of(program)
        reference = self.one(CPYTHON, source)
        if reference is None or reference[0] < 0 or reference[0] > 128:
            return None
        mine = self.one(self.binary, source)
        if mine is not None and mine[:2] == reference[:2]:
            return None
        return reference, mine


def smaller_trees(tree):
    """Every way to make one expression simpler, larger cuts first."""
    if isinstance(tree, str):
        return
    template, children = tree
    for child in children:
        yield child
    for simple in SIMPLE:
        yield simple
    for i, child in enumerate(children):
        for less in smaller_trees(child):
            yield (template, children[:i] + [less] + children[i + 1:])
        if isinstance(child, str) and child not in SIMPLE:
            for simple in SIMPLE[:4]:
                yield (template, children[:i] + [simple] + children[i + 1:])


def shrink(runner, program, deadline):
    step = max(1, len(program) // 2)
    while step:
        i = 0
        while i < len(program) and time.time() < deadline:
            without = program[:i] + program[i + step:]
            if without and runner.differs(without):
                program = without
            else:
                i += step
        step //= 2
    again = True
    while again and time.time() < deadline:
        again = False
        for i, statement in enumerate(program):
            if isinstance(statement, str):
                continue
            template, children = statement
            for j, child in enumerate(children):
                for less in smaller_trees(child):
                    if time.time() > deadline:
                        break
                    candidate = program[:i] + [(template, children[:j] + [less] + children[j + 1:])] + program[i + 1:]
                    if runner.differs(candidate):
                        program, again = candidate, True
                        break
                if again:
                    break
            if again:
                break
    return program


def first_difference(outputs):
    """The statement where the outputs part, and what the two printed there."""
    reference, mine = outputs
    one, two = [(o[1] if o else "").split(MARK) for o in (reference, mine)]
    for i in range(1, max(len(one), len(two))):
        if one[i:i + 1] != two[i:i + 1]:
            pieces = [(o[i] if i < len(o) else "") for o in (one, two)]
            return int(pieces[0].split(None, 1)[0] if pieces[0] else 0), pieces
    return 0, [reference[2], mine[2] if mine else "timeout"]


def kind_of(lines):
    """What makes two differences one kind: their text without literals and numbers."""
    return re.sub(r"'[^']*'|[-+.\deE]+", "_", "|".join(lines))


def report(runner, seed, program, ignored, seen):
    for start in (program[:1] + program[-1:], program[-1:]):
        if runner.differs(start):
            program = start
    program = shrink(runner, program, time.time() + 40)
    outputs = runner.differs(program)
    if not outputs:
        return 0
    seen.add(kind_of(first_difference(outputs)[1]))
    reference, mine = outputs
    text = "\n".join(render(s) for s in program)
    both = "\n".join([text, reference[1], mine[1] if mine else "timeout"]).replace(MARK, "")
    crash = mine is None or mine[0] not in (0, 1)
    if not crash and any(i.search(both) for i in ignored):
        return 0
    print("--- seed %d\n%s\nCPython %d:%souro %s:%s%s" % (
        seed, text, reference[0], reference[1].replace(MARK, ""), mine and mine[0], mine and mine[1].replace(MARK, ""),
        mine[2][-1500:] if mine and (crash or mine[0]) else ""), flush=True)
    return 1


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--ouro", default="build/release/ouro")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--size", type=int, default=150)
    parser.add_argument("--ignore", default=os.path.join(os.path.dirname(os.path.abspath(__file__)), "fuzz_programs.ignore"))
    options = parser.parse_args()
    seed = options.seed if options.seed is not None else random.randrange(1 << 30)
    ignored = []
    if os.path.exists(options.ignore):
        with open(options.ignore, encoding="utf-8") as file:
            ignored = [re.compile(line.rstrip("\n")) for line in file if line.strip() and not line.startswith("#")]
    runner, end, seen, programs, found = Runner(os.path.abspath(options.ouro)), time.time() + options.seconds, set(), 0, 0
    print("seed", seed, flush=True)
    while time.time() < end:
        program = Generator(seed).program(options.size)
        programs += 1
        while len(program) > 1 and time.time() < end + 30:
            outputs = runner.differs(program)
            if not outputs:
                break
            at, lines = first_difference(outputs)
            kind = kind_of(lines)
            if kind not in seen:
                seen.add(kind)
                found += report(runner, seed, program[:at + 1], ignored, seen)
            program = program[:at] + program[at + 1:] if at else []
        seed += 1
    print("%d programs, %d kinds of difference" % (programs, found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

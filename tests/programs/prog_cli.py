# stdin: red 3\nblue x\n\n# note\ngreen 4 5\n
"""A command line with subcommands: argparse, files and standard input, word counts, roman numbers, diffs, a calculator by ast; run many times in one process. Prints what each says."""
import argparse
import ast
import collections
import contextlib
import difflib
import io
import math
import operator
import os
import pathlib
import re
import shlex
import sys
import tempfile
import textwrap
import unittest

PAIRS = [(1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")]
ROMAN = re.compile("M{0,3}(CM|CD|D?C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})")


def to_roman(n):
    if not isinstance(n, int) or not 0 < n < 4000:
        raise ValueError(f"{n!r} has no roman form")
    out = ""
    for value, letters in PAIRS:
        count, n = divmod(n, value)
        out += letters * count
    return out


def from_roman(text):
    if not text or not ROMAN.fullmatch(text):
        raise ValueError(f"{text!r} is not roman")
    values = [dict((b, a) for a, b in PAIRS)[c] for c in text]
    return sum(-v if v < after else v for v, after in zip(values, values[1:] + [0]))


class Tests(unittest.TestCase):
    def test_all(self):
        for n in range(1, 4000, 7):
            with self.subTest(n=n):
                self.assertEqual(from_roman(to_roman(n)), n)

    def test_known(self):
        self.assertEqual([to_roman(n) for n in (1, 4, 1994, 3999)], ["I", "IV", "MCMXCIV", "MMMCMXCIX"])

    def test_refused(self):
        for bad in (0, 4000, -1, "5", 2.5):
            self.assertRaises(ValueError, to_roman, bad)
        for bad in ("", "IIII", "VX", "mc", "IC"):
            self.assertRaisesRegex(ValueError, "is not roman", from_roman, bad)

    def test_wrong_on_purpose(self):
        self.assertEqual(to_roman(9), "VIIII")


def calculate(text):
    names = {k: getattr(math, k) for k in ("pi", "e", "sqrt", "sin", "log", "gcd", "factorial")}
    operators = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv, ast.FloorDiv: operator.floordiv, ast.Mod: operator.mod, ast.Pow: operator.pow, ast.USub: operator.neg}

    class Walk(ast.NodeVisitor):
        def visit_Expression(self, node):
            return self.visit(node.body)

        def visit_Constant(self, node):
            if not isinstance(node.value, (int, float)):
                raise ValueError(f"not a number: {node.value!r}")
            return node.value

        def visit_BinOp(self, node):
            a, b = self.visit(node.left), self.visit(node.right)
            if isinstance(node.op, ast.Pow) and abs(b) > 1000:
                raise ValueError("the power is too large")
            return operators[type(node.op)](a, b)

        def visit_UnaryOp(self, node):
            return operators[type(node.op)](self.visit(node.operand))

        def visit_Name(self, node):
            if node.id not in names:
                near = difflib.get_close_matches(node.id, names, 1)
                raise ValueError(f"unknown: {node.id}" + (f"; did you mean {near[0]}?" if near else ""))
            return names[node.id]

        def visit_Call(self, node):
            return self.visit(node.func)(*map(self.visit, node.args))

        def generic_visit(self, node):
            raise ValueError(f"{type(node).__name__} at column {getattr(node, 'col_offset', '?')}")
    return Walk().visit(ast.parse(text, mode="eval"))


def words(options):
    counts, lines = collections.Counter(), 0
    for f in options.files:
        with f:
            for line in f:
                lines += 1
                counts.update(w.lower() if options.ignore_case else w for w in re.findall(r"[^\W\d_]+(?:['-]\w+)*", line))
    for word, n in sorted(counts.items(), key=lambda p: (-p[1], p[0]))[:options.top]:
        print(f"{n:>5} {word}")
    print(f"{counts.total()} words, {len(counts)} different, {lines} lines")


def diff(options):
    a, b = (p.read_text().splitlines(keepends=True) for p in (options.old, options.new))
    changes = list(difflib.unified_diff(a, b, options.old.name, options.new.name, n=options.context))
    sys.stdout.writelines(changes)
    return bool(changes)


def roman(options):
    for text in options.numbers:
        print(text, "=", from_roman(text) if text.isalpha() else to_roman(int(text)))


def test(options):
    stream = io.StringIO()
    result = unittest.TextTestRunner(stream, verbosity=2).run(unittest.defaultTestLoader.loadTestsFromTestCase(Tests))
    print(*(line for line in stream.getvalue().splitlines() if "..." in line or line.startswith(("FAILED", "AssertionError"))), sep="\n")
    return not result.wasSuccessful()


def existing(text):
    path = pathlib.Path(text)
    if not path.is_file():
        raise argparse.ArgumentTypeError(f"no file {path.name}")
    return path


parser = argparse.ArgumentParser("kit", description="Small tools.", formatter_class=lambda prog: argparse.HelpFormatter(prog, width=70))
parser.add_argument("-q", "--quiet", action="store_true")
commands = parser.add_subparsers(dest="command", required=True)
p = commands.add_parser("words", help="count words")
p.add_argument("files", nargs="*", type=argparse.FileType(encoding="utf-8"), default=[sys.stdin])
p.add_argument("-t", "--top", type=int, default=3)
p.add_argument("-i", "--ignore-case", action="store_true")
p.set_defaults(run=words)
p = commands.add_parser("diff", help="compare two files")
p.add_argument("old", type=existing)
p.add_argument("new", type=existing)
p.add_argument("-U", dest="context", type=int, choices=range(4), default=1)
p.set_defaults(run=diff)
p = commands.add_parser("roman", help="convert both ways", aliases=["r"])
p.add_argument("numbers", nargs="+")
p.set_defaults(run=roman)
p = commands.add_parser("calc", help="evaluate an expression")
p.add_argument("text", nargs=argparse.REMAINDER)
p.set_defaults(run=lambda o: print(" ".join(o.text), "=", calculate(" ".join(o.text))))
p = commands.add_parser("test")
p.set_defaults(run=test)


def main(arguments):
    options = parser.parse_args(arguments)
    try:
        with contextlib.redirect_stdout(io.StringIO() if options.quiet else sys.stdout):
            return int(options.run(options) or 0)
    except (ValueError, ArithmeticError, SyntaxError, TypeError) as e:
        print(f"kit: {type(e).__name__}: {e}")
        return 2


with tempfile.TemporaryDirectory() as place:
    os.chdir(place)
    pathlib.Path("a.txt").write_text("The cat\nsat on the mat.\nIt's a well-fed cat\n")
    pathlib.Path("b.txt").write_text("The cat\nsat on a mat.\nIt's a well-fed cat\nindeed\n")
    for line in ["words", "words a.txt b.txt -i --top 5", "words none.txt", "diff a.txt b.txt", "diff a.txt a.txt", "diff a.txt c.txt", "diff a.txt b.txt -U 9", "roman 1994 MMXXIV 4", "r IIII", "r 4000", "-q r 5", "calc 2 + 3 * sqrt(16) - -1", "calc pi ** 2", "calc sqr(4)", "calc 1 / 0", "calc 9**9**9", "calc 'x'", "calc [1]", "calc gcd(12, 18) % 4", "calc 1 +", "calc factorial(20) // 7", "calc (lambda: 1)()", "test", "--help", "words --help", "", "nothing"]:
        err = io.StringIO()
        print("$ kit", line)
        try:
            with contextlib.redirect_stderr(err):
                status = main(shlex.split(line) if "'" not in line else line.split())
        except SystemExit as e:
            status = f"exit {e.code}"
        print(textwrap.indent(err.getvalue(), "! ") + f"-> {status}")
    os.chdir("/")

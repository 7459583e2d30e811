"""Sources nested or long beyond reason, and data as deep: a result or the exception of CPython, on any C stack; never a crash.

Each source is either run to its end or refused with an exception that its line here names (what CPython 3.11 raises for it);
a small C stack may end it sooner.
tests/deep/*.py are programs over deep data, run on C stacks of 8 MiB, 1 MiB and 256 KiB.
"""
import functools
import glob
import os
import tempfile

from . import process

N = 100000
# A block of code has at most 65,536 registers, and as many names and constants: an instruction's fields are that wide.
LIMIT = "SyntaxError"


def nested(opening, inner, closing, depth=N):
    return opening * depth + inner + closing * depth + "\n"


def functions(depth):
    return "".join(" " * n + "def f%d():\n" % n for n in range(depth)) + " " * depth + "pass\n"


def blocks(header, depth):
    return "".join(" " * n + header + "\n" for n in range(depth)) + " " * depth + "pass\n"


# name: (source, exceptions it may end with)
SOURCES = {
    "parentheses": (lambda: "x = " + nested("(", "1", ")"), "SyntaxError MemoryError"),
    "parentheses 190": (lambda: "x = " + nested("(", "1", ")", 190), ""),
    "lists": (lambda: "x = " + nested("[", "1", "]"), "SyntaxError MemoryError"),
    "sets and dicts": (lambda: "x = " + nested("{1:", "1", "}"), "SyntaxError MemoryError"),
    "open brackets": (lambda: "x = " + "[" * N, "SyntaxError MemoryError"),
    "open and closed": (lambda: "x = " + "([{" * N, "SyntaxError MemoryError"),
    "100 levels of indentation": (lambda: blocks("if 1:", 100), "IndentationError"),
    "unary minus": (lambda: "x = " + "-" * N + "1\n", "MemoryError RecursionError"),
    "unary minus of a name": (lambda: "y = 1\nx = " + "-" * N + "y\n", "MemoryError RecursionError"),
    "not": (lambda: "x = " + "not " * N + "1\n", "MemoryError RecursionError"),
    "invert": (lambda: "x = " + "~" * N + "1\n", "MemoryError RecursionError"),
    "power": (lambda: "x = " + "1**" * N + "1\n", "MemoryError RecursionError"),
    "sum": (lambda: "x = " + "1+" * N + "1\n", "RecursionError MemoryError"),
    "sum of names": (lambda: "y = 1\nx = " + "y+" * N + "y\n", "RecursionError MemoryError"),
    "and": (lambda: "x = " + "1 and " * N + "1\n", "RecursionError MemoryError"),
    "comparison": (lambda: "x = " + "1<" * N + "1\n", "RecursionError MemoryError"),
    "attributes": (lambda: "a = 1\nx = a" + ".b" * N + "\n", "RecursionError MemoryError AttributeError"),
    "subscripts": (lambda: "a = 1\nx = a" + "[0]" * N + "\n", "RecursionError MemoryError TypeError"),
    "calls of calls": (lambda: "a = 1\nx = a" + "()" * N + "\n", "RecursionError MemoryError TypeError"),
    "nested calls": (lambda: "f = abs\nx = " + nested("f(", "1", ")"), "SyntaxError MemoryError RecursionError"),
    "nested calls 150": (lambda: "f = abs\nx = " + nested("f(", "1", ")", 150), "MemoryError"),
    "lambdas": (lambda: "x = " + "lambda: " * N + "1\n", "MemoryError RecursionError"),
    "conditional": (lambda: "x = " + "1 if 0 else " * N + "1\n", "MemoryError RecursionError"),
    "walrus": (lambda: "x = " + nested("(a := ", "1", ")"), "SyntaxError MemoryError"),
    "await": (lambda: "async def f():\n return " + "await " * N + "1\n", "MemoryError RecursionError SyntaxError"),
    "comprehensions": (lambda: "x = " + nested("[", "1", " for i in (1,)]"), "SyntaxError MemoryError"),
    "comprehensions 150": (lambda: "x = " + nested("[", "1", " for i in (1,)]", 150), "SyntaxError MemoryError RecursionError"),
    "generators": (lambda: "x = " + nested("(i for i in ", "()", ")"), "SyntaxError MemoryError"),
    "clauses of a comprehension": (lambda: "x = [1 " + "for i in () " * N + "]\n", "SyntaxError MemoryError RecursionError"),
    "conditions of a comprehension": (lambda: "x = [1 for i in () " + "if i " * N + "]\n", "SyntaxError MemoryError RecursionError"),
    "formatted strings": (lambda: "x = " + nested("f'{", "1", "}'", 3) + "\n", "SyntaxError"),
    "format spec": (lambda: "x = f'" + "{1:" * N + "}" * N + "'\n", "SyntaxError MemoryError RecursionError"),
    "functions": (lambda: functions(99), "SyntaxError MemoryError RecursionError"),
    "classes": (lambda: blocks("class C:", 99), "SyntaxError MemoryError RecursionError"),
    "ifs": (lambda: blocks("if 1:", 99), "SyntaxError"),
    "whiles": (lambda: blocks("while 1:", 99), "SyntaxError"),
    "trys": (lambda: "".join(" " * n + "try:\n" for n in range(99)), "IndentationError"),
    "indentation": (lambda: blocks("if 1:", 1000), "IndentationError"),
    "elif": (lambda: "if 0: pass\n" + "elif 0: pass\n" * 20000, "MemoryError RecursionError"),
    "else if": (lambda: "x = 5\nif x == 0: pass\n" + "".join("elif x == %d: pass\n" % n for n in range(6, 3000)), "MemoryError RecursionError"),
    "except": (lambda: "try: pass\n" + "except ValueError: pass\n" * 20000, "RecursionError MemoryError"),
    "cases": (lambda: "match 0:\n" + " case 1: pass\n" * 20000, "RecursionError MemoryError"),
    "patterns": (lambda: "match 0:\n case " + nested("[", "1", "]") .strip() + ": pass\n", "SyntaxError MemoryError RecursionError"),
    "alternatives": (lambda: "match 0:\n case " + "1|" * N + "1: pass\n", "SyntaxError MemoryError RecursionError"),
    "statements": (lambda: "x = 1\n" * N, ""),
    "different statements": (lambda: "".join("x%d = %d\n" % (n, n) for n in range(N)), LIMIT),
    "statements on a line": (lambda: "x = 1;" * N + "\n", ""),
    "dict literal": (lambda: "x = {" + ",".join("%d: %d" % (n, n) for n in range(N)) + "}\nassert len(x) == %d\n" % N, ""),
    "list literal": (lambda: "x = [" + ",".join("f(%d)" % n for n in range(N)) + "]\n", "NameError SyntaxError"),
    "list of names": (lambda: "y = 1\nx = [" + "y," * N + "]\nassert len(x) == %d\n" % N, ""),
    "tuple literal": (lambda: "x = (" + "1," * N + ")\n", ""),
    "string pieces": (lambda: "x = (" + "'a' " * N + ")\nassert len(x) == %d\n" % N, ""),
    "formatted pieces": (lambda: "y = 1\nx = f'" + "{y}" * 70000 + "'\nassert len(x) == 70000\n", ""),
    "long string": (lambda: "x = '" + "a" * 10000000 + "'\n", ""),
    "long name": (lambda: "a" * 1000000 + " = 1\n", ""),
    "long integer": (lambda: "x = " + "1" * 100000 + "\n", "SyntaxError"),
    "long hexadecimal": (lambda: "x = 0x" + "1" * 1000000 + "\n", ""),
    "assignments": (lambda: "a = " * N + "1\n", "MemoryError RecursionError"),
    "starred targets": (lambda: ",".join("a%d" % n for n in range(70000)) + " = range(70000)\n", LIMIT),
    "nested targets": (lambda: nested("[", "a", "]").strip() + " = 1\n", "SyntaxError MemoryError TypeError"),
    "deletions": (lambda: "a = 1\ndel " + "(" * 150 + "a" + ")" * 150 + "\n", ""),
    "arguments": (lambda: "def f(*a): return len(a)\nassert f(" + "1," * 70000 + ") == 70000\n", ""),
    "keyword arguments": (lambda: "def f(**k): return len(k)\nassert f(" + ",".join("a%d=1" % n for n in range(70000)) + ") == 70000\n", "SyntaxError"),
    "parameters": (lambda: "def f(" + ",".join("a%d" % n for n in range(70000)) + "): pass\n", LIMIT),
    "locals": (lambda: "def f():\n" + "".join(" a%d = %d\n" % (n, n) for n in range(70000)) + " return a69999\nassert f() == 69999\n", LIMIT),
    "globals in a function": (lambda: "def f():\n" + "".join(" b%d\n" % n for n in range(70000)) + "try: f()\nexcept NameError: pass\n", LIMIT),
    "cells": (lambda: "def f():\n" + "".join(" a%d = %d\n" % (n, n) for n in range(70000)) + " def g():\n  return a0" +
              "".join(", a%d" % n for n in range(70000)) + "\n return g\nassert len(f()()) == 70001\n", LIMIT),
    "constants": (lambda: "def f(): return [" + ",".join("x + %d.5" % n for n in range(70000)) + "]\n", LIMIT),
    "decorators": (lambda: "def d(f): return f\n" + "@d\n" * 20000 + "def f(): pass\n", "MemoryError RecursionError"),
    "bases": (lambda: "class C(" + "object," * 70000 + "): pass\n", "TypeError"),
    "imports": (lambda: "from sys import " + ",".join("path as p%d" % n for n in range(70000)) + "\n", LIMIT),
    "module path": (lambda: "try:\n import a" + ".b" * N + "\nexcept ImportError: pass\n", "RecursionError MemoryError"),
    "with items": (lambda: "class C:\n def __enter__(s): pass\n def __exit__(s, *a): pass\nc = C()\nwith " + ", ".join(["c"] * 70000) + ": pass\n",
                   "SyntaxError MemoryError RecursionError"),
    "a jump over much": (lambda: "x = 0\nwhile x < 2:\n" + " x = x\n" * N + " x += 1\n", ""),
    "a condition over much": (lambda: "if 1 > 2:\n" + " x = y.z\n" * N, ""),
    "line of spaces": (lambda: " " * 1000000 + "\nx = 1\n", ""),
    "comments": (lambda: "#" * 1000000 + "\n" + "#\n" * N + "x = 1\n", ""),
    "continued lines": (lambda: "x = 1 \\\n" + "\\\n" * N + "+ 1\n", "SyntaxError"),
    "type hints": (lambda: "x: " + nested("a[", "1", "]").strip() + " = 1\n", "SyntaxError MemoryError RecursionError NameError"),
}

STACKS = {"8M": 8 << 20, "1M": 1 << 20, "256K": 256 << 10}


def limited(command, stack, timeout, addresses=None):
    """Runs `command` on a C stack of that many bytes, with that many bytes of addresses."""
    limits = "ulimit -s %d; ulimit -v %s" % (stack >> 10, addresses >> 10 if addresses else "unlimited")
    wrapped = ["/bin/sh", "-c", '%s; exec "$@"' % limits, "sh"] + command
    return process.run(wrapped, timeout=timeout)


def last_exception(text):
    lines = [line for line in text.splitlines() if line and not line.startswith(" ")]
    return lines[-1].split(":")[0] if lines else ""


def check_source(binary, path, allowed, stack, addresses=None):
    result = limited([binary, path], stack, timeout=process.HANG, addresses=addresses)
    if result.crash():
        return "%s on a stack of %d KiB\n%s" % (result.crash(), stack >> 10, result.err[-2000:])
    if result.status == 0:
        return None
    if stack < STACKS["8M"]:
        allowed += " MemoryError RecursionError"
    if result.status == 1 and last_exception(result.err) in allowed.split():
        return None
    return "exit status %d, not one of: success %s\n%s" % (result.status, allowed, result.err[-2000:])


def check_program(binary, path, stack):
    with open(os.path.splitext(path)[0] + ".expected") as file:
        expected = file.read()
    result = limited([binary, path], stack, timeout=process.HANG)
    if result.crash() or result.status:
        return "%s on a stack of %d KiB\n%s" % (result.crash() or "exit status %d" % result.status, stack >> 10,
                                              (result.out + result.err)[-2000:])
    return None if result.out == expected else process.difference(expected, result.out)


def run(report, stress):
    binary = os.environ.get("OURO_BINARY") or os.path.abspath("build/release/ouro")
    stacks = STACKS if stress else {"8M": STACKS["8M"], "256K": STACKS["256K"]}
    with tempfile.TemporaryDirectory(prefix="ouro-deep-") as folder:
        tests = []
        for number, (name, (source, allowed)) in enumerate(SOURCES.items()):
            if not report.wants("deep source " + name):
                continue
            path = os.path.join(folder, "source%d.py" % number)
            with open(path, "w") as file:
                file.write(source())
            for label, stack in stacks.items():
                tests.append(("deep source %s on %s" % (name, label), functools.partial(check_source, binary, path, allowed, stack)))
            if name == "unary minus": # the stack must grow although the heap may reserve nearly all addresses
                for size in (1, 2, 4, 8, 16):
                    tests.append(("deep source %s in %d GB of addresses" % (name, size), functools.partial(
                        check_source, binary, path, allowed, STACKS["8M"], size * 1000 ** 3)))
        for path in sorted(glob.glob("tests/deep/*.py")):
            for label, stack in stacks.items():
                tests.append(("deep data %s on %s" % (os.path.basename(path), label),
                              functools.partial(check_program, binary, os.path.abspath(path), stack)))
        report.run_all(tests)

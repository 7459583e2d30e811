"""Refusing the Nth allocation, alone or with all after it: a run ends normally or with a reported MemoryError, without crash, hang
or leak, whatever N is.

Start-up and tests/failing/*.py, which are written to allocate little: every N over their whole length with --stress, a sample otherwise.
All of tests/programs, at points spread geometrically. What those print then is their own affair: many catch a MemoryError.
"""
import glob
import os
import random

from . import process, programs

FIRST = 300       # tried one by one in every run
LATER = 200       # then this many, spread geometrically
SPREAD = 300, 200000  # where allocations of tests/programs are refused


def points(total, stress, seed):
    if stress:
        return range(1, total + 1)
    chosen = set(range(1, min(FIRST, total) + 1))
    generator = random.Random(seed)
    n = float(len(chosen))
    ratio = (total / n) ** (1.0 / LATER) if total > n else 1.0
    for _ in range(LATER):
        n *= ratio
        chosen.add(min(total, max(1, int(n * generator.uniform(0.97, 1.03)))))
    return sorted(chosen)


def count_allocations(binary, arguments):
    """How many allocations a whole run makes: the least N whose refusal, and that of all after it, is not noticed."""
    expected = process.run([binary] + arguments).out
    low, high = 0, 1 << 16
    while high - low > 1:
        middle = (low + high) // 2
        result = process.run([binary] + arguments, {"OURO_FAIL_AT": str(middle)})
        if result.status == 0 and result.out == expected and not result.err:
            high = middle
        else:
            low = middle
    return high


def check(binary, arguments, where, expected):
    result = process.run([binary] + arguments, {"OURO_FAIL_AT": where, "OURO_LEAKS": "report"})
    problem = result.crash()
    if not problem and (result.status == 99 or "left when the runtime closed" in result.err):
        problem = "leak"
    if not problem and result.status == 0 and result.out != expected and "MemoryError" not in result.err:
        problem = "other output"
    if not problem and result.status and "MemoryError" not in result.err and "not enough memory" not in result.err:
        problem = "exit status %d without a MemoryError" % result.status
    return problem and "%s with OURO_FAIL_AT=%s\n%s" % (problem, where, result.err[-2000:])


def check_program(binary, path, where):
    result = programs.run_program(binary, path, {"OURO_FAIL_AT": where, "OURO_LEAKS": "report"}, process.HANG)
    problem = result.crash()
    if not problem and (result.status == 99 or "left when the runtime closed" in result.err):
        problem = "leak"
    if not problem and result.status and not result.err and "MemoryError" not in result.out:
        problem = "exit status %d without a word" % result.status
    return problem and "%s with OURO_FAIL_AT=%s\n%s" % (problem, where, result.err[-2000:])


def program_tests(binary, stress, seed):
    generator = random.Random(seed)
    least, most = SPREAD
    for path in sorted(glob.glob("tests/programs/*.py")):
        if "release" not in programs.directives(path).get("modes", "release"):
            continue
        for _ in range(LATER if stress else 3):
            n = int(least * (most / least) ** generator.random())
            where = "%d:1" % n if generator.random() < 0.5 else str(n)
            yield ("failing %s at %s" % (os.path.basename(path), where),
                   lambda path=path, where=where: check_program(binary, path, where))


def run(report, stress):
    seed = random.randrange(1 << 30)
    print("failing: seed %d" % seed)
    binary = os.environ.get("OURO_BINARY") or os.path.abspath("build/release/ouro")
    runs = [("start-up", ["-c", "pass"])]
    runs += [(os.path.basename(path), [os.path.abspath(path)]) for path in sorted(glob.glob("tests/failing/*.py"))]
    tests = []
    for label, arguments in runs:
        name = "failing " + label
        if not report.wants(name):
            continue
        total = count_allocations(binary, arguments)
        expected = process.run([binary] + arguments).out
        for n in points(total, stress, seed):
            for where in ("%d:1" % n, str(n)):
                tests.append(("%s at %s" % (name, where), lambda arguments=arguments, where=where, expected=expected:
                              check(binary, arguments, where, expected)))
    tests += program_tests(binary, stress, seed)
    report.run_all(tests)

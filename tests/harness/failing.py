"""Refusing the Nth allocation: whatever N is, a run ends normally or with a reported MemoryError, without crash, hang or leak.

tests/failing/*.py are written to allocate little; every N over their whole length is tried with --stress, a sample otherwise.
"""
import glob
import os
import random

from . import process

FIRST = 300       # tried one by one in every run
LATER = 60        # then this many, spread geometrically
STRESS_LATER = 2000


def points(total, stress, seed):
    chosen = set(range(1, min(FIRST if stress else FIRST // 5, total) + 1))
    generator = random.Random(seed)
    n, count = float(len(chosen) or 1), STRESS_LATER if stress else LATER
    ratio = (total / n) ** (1.0 / count) if total > n else 1.0
    for _ in range(count):
        n *= ratio
        chosen.add(min(total, max(1, int(n * generator.uniform(0.97, 1.03)))))
    return sorted(chosen)


def count_allocations(binary, path):
    """How many allocations a whole run makes: the smallest power of two that fails nothing bounds it."""
    limit = 1024
    expected = process.run([binary, path]).out
    while limit < 1 << 24:
        result = process.run([binary, path], {"OURO_FAIL_AT": str(limit)})
        if result.status == 0 and result.out == expected and not result.err:
            return limit
        limit *= 2
    return limit


def check(binary, path, n, expected):
    result = process.run([binary, path], {"OURO_FAIL_AT": "%d:1" % n}, timeout=60)
    if result.crash():
        return "%s with OURO_FAIL_AT=%d:1\n%s" % (result.crash(), n, result.err[-2000:])
    if result.status == 99 or "leak" in result.err.lower():
        return "leak with OURO_FAIL_AT=%d:1\n%s" % (n, result.err[-2000:])
    if result.status == 0:
        return None
    if "MemoryError" in result.err or "not enough memory" in result.err:
        return None
    return "exit status %d without a MemoryError with OURO_FAIL_AT=%d:1\n%s" % (result.status, n, result.err[-2000:])


def run(report, stress):
    seed = random.randrange(1 << 30)
    print("failing: seed %d" % seed)
    binary = os.path.abspath("build/release/ouro")
    tests = []
    for path in sorted(glob.glob("tests/failing/*.py")):
        path = os.path.abspath(path)
        name = "failing " + os.path.basename(path)
        if not report.wants(name):
            continue
        total = count_allocations(binary, path)
        expected = process.run([binary, path]).out
        for n in points(total, stress, seed):
            tests.append(("%s at %d" % (name, n), lambda path=path, n=n, expected=expected: check(binary, path, n, expected)))
    report.run_all(tests)

"""tests/limits/*.py under memory limits, in the release build and under AddressSanitizer: what they print, how they end, and that
nothing is left behind.

Comments at the head of a program: "limits" and "asan" are the limits that it runs under in either build, "exit" is the exit status
(0), "stderr" what standard error holds (nothing).
"""
import glob
import os

from . import process
from .programs import directives

BUILDS = {"release": "limits", "asan": "asan"}


def check(path, build, limit, given):
    command = [os.path.abspath("build/%s/ouro" % build), "--memory-limit", limit, os.path.basename(path)]
    result = process.run(command, cwd=os.path.dirname(path))
    problems = []
    if result.crash():
        problems.append(result.crash())
    elif result.status != int(given.get("exit", 0)):
        problems.append("exit status %d" % result.status)
    with open(os.path.splitext(path)[0] + ".expected", encoding="utf-8") as file:
        expected = file.read()
    if result.out != expected:
        problems.append(process.difference(expected, result.out))
    wanted = given.get("stderr", "").replace("\\n", "\n")
    if wanted not in result.err or (result.err and not wanted):
        problems.append("standard error should hold %r" % wanted if wanted else "unexpected standard error")
    return "\n".join(problems + [result.err[-1500:]]) if problems else None


def check_least(binary):
    """A limit too small to start: the figure that the message gives is one with which a program runs."""
    result = process.run([binary, "--memory-limit", "100K", "-c", "print(1)"])
    figure = result.err.rpartition("give ")[2].split(" ")[0]
    if result.status != 1 or not figure.endswith("K"):
        return "exit status %d\n%s" % (result.status, result.err[-500:])
    second = process.run([binary, "--memory-limit", figure, "-c", "print(1)"])
    if (second.status, second.out, second.err) != (0, "1\n", ""):
        return "with %s: exit status %d\n%s" % (figure, second.status, second.err[-500:])
    third = process.run([binary, "--memory-limit", "%dK" % (int(figure[:-1]) // 2), "-c", "print(1)"])
    return "half of %s is enough, too" % figure if third.status == 0 else None


def run(report, stress):
    tests = []
    for path in sorted(glob.glob("tests/limits/*.py")):
        given = directives(path)
        for build, key in BUILDS.items():
            for limit in given.get(key, "").split():
                name = "limit %s %s %s" % (limit, build, os.path.basename(path))
                tests.append((name, lambda p=path, b=build, l=limit, g=given: check(p, b, l, g)))
    for build in BUILDS:
        binary = os.path.abspath("build/%s/ouro" % build)
        tests.append(("limit too small, " + build, lambda binary=binary: check_least(binary)))
    report.run_all(tests)

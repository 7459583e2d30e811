"""Programs that must fail: standard error is exactly NAME.expected, the exit status is 1, or N where the program says '# exit: N'.

tests/errors holds sources that cannot be compiled, tests/faults programs that end with an uncaught exception (or tell of several).
What they must print is CPython's text: tests/tools/expect_faults.py writes it. Paths are shown from the root on, as python3 does;
the folder is taken off before the texts are compared, and the address in '<... at 0x...>' goes too. Nothing else is forgiven.
"""
import glob
import os
import re

from . import process, programs

ADDRESS = re.compile(r"(?<= at )0x[0-9a-f]{6,}(?=>)")
PRESETS = [programs.MODES[mode][:2] for mode in ("release", "asan")]


def printed(command, path, environment=None):
    """The result of the program at `path`, its folder and addresses taken off what it wrote to standard error."""
    result = process.run(command + [os.path.basename(path)], environment, cwd=os.path.dirname(path))
    result.err = ADDRESS.sub("0x...", result.err.replace(os.path.abspath(os.path.dirname(path)) + "/", ""))
    return result


def expected_status(path):
    return int(programs.directives(path).get("exit", 1))


def check(path, preset, environment):
    result = printed([os.path.abspath("build/%s/ouro" % preset)], path, environment)
    with open(os.path.splitext(path)[0] + ".expected", encoding="utf-8", errors="surrogateescape", newline="") as file:
        expected = file.read()
    status = expected_status(path)
    if result.timed_out or (result.crash() and result.status != status):
        return result.crash() + "\n" + result.err
    if result.status != status:
        return "exit status %d\n%s" % (result.status, result.err)
    return None if result.err == expected else process.difference(expected, result.err)


def run(report, stress):
    report.run_all([("error " + os.path.basename(path), lambda path=path: check(path, "release", None))
                    for path in sorted(glob.glob("tests/errors/[0-9]*.py"))])


def run_faults(report, stress):
    report.run_all([("fault %s %s" % (preset, os.path.basename(path)),
                     lambda path=path, preset=preset, environment=environment: check(path, preset, environment))
                    for preset, environment in PRESETS
                    for path in sorted(glob.glob("tests/faults/*.py"))])

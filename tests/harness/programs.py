"""Python programs with what they must print, in every mode.

tests/programs/NAME.py is run; its standard output must be NAME.expected. Lines '# key: value' at the top of the program:
  exit: N      exit status (0)
  args: ...    arguments
  stdin: ...   text for standard input, with \\n for newlines
  stderr: ...  text that standard error must contain
  limit: SIZE  run under --memory-limit
  modes: release, asan ...   only in these modes (say why in the program)
  slow: ...    left out of the slow modes (say why)
"""
import glob
import os
import re

from . import process

# name: (preset, environment, slow)
MODES = {
    "release": ("release", {}, False),
    "asan": ("asan", {"ASAN_OPTIONS": "detect_leaks=1", "UBSAN_OPTIONS": "print_stacktrace=1"}, False),
    "debug-heap": ("release", {"OURO_HEAP": "debug"}, False),
    "collect-young": ("release", {"OURO_COLLECT_EVERY": "1"}, True),
    "collect-full": ("release", {"OURO_COLLECT_EVERY": "1000:1000"}, True),
}


# Programs may print where they stand, which is elsewhere in every checkout.
HERE = re.compile(r"/[^\s\"']*/tests/programs/")


def directives(path):
    found = {}
    with open(path, encoding="utf-8", errors="surrogateescape") as source:
        for line in source:
            if not line.startswith("#"):
                break
            key, colon, value = line[1:].partition(":")
            if colon:
                found[key.strip()] = value.strip()
    return found


def run_program(binary, path, environment, timeout):
    """Runs a program as its directives say."""
    given = directives(path)
    command = [os.path.abspath(binary)]
    if "limit" in given:
        command += ["--memory-limit", given["limit"]]
    command += [os.path.basename(path)] + given.get("args", "").split()
    stdin = given["stdin"].replace("\\n", "\n").encode() if "stdin" in given else None
    return process.run(command, environment, timeout=timeout, cwd=os.path.dirname(path), stdin=stdin)


def check(path, mode):
    preset, environment, slow = MODES[mode]
    given = directives(path)
    result = run_program("build/%s/ouro" % preset, path, environment, process.HANG * (2 if slow or preset == "asan" else 1))
    with open(os.path.splitext(path)[0] + ".expected", encoding="utf-8", errors="surrogateescape") as file:
        expected = file.read()
    problems = []
    if result.crash():
        problems.append(result.crash())
    elif result.status != int(given.get("exit", 0)):
        problems.append("exit status %d" % result.status)
    printed = HERE.sub("", result.out)
    if printed != HERE.sub("", expected):
        problems.append(process.difference(expected, printed))
    if "stderr" in given:
        if given["stderr"] not in result.err:
            problems.append("stderr lacks %r" % given["stderr"])
    elif result.err and "exit" not in given:
        problems.append("unexpected stderr")
    if not problems:
        return None
    return "\n".join(problems + [result.err[-1500:]])


def run(report, stress):
    tests = []
    for mode in MODES:
        for path in sorted(glob.glob("tests/programs/*.py")):
            given = directives(path)
            if "modes" in given and mode not in given["modes"]:
                continue
            if "slow" in given and MODES[mode][2] and not stress:
                continue
            name = "program %s %s" % (mode, os.path.basename(path))
            tests.append((name, lambda path=path, mode=mode: check(path, mode)))
    report.run_all(tests)

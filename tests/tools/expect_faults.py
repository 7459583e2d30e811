#!/usr/bin/env python3
"""Writes tests/faults/NAME.expected: what CPython 3.11 prints to standard error. Refuses a program whose exit status is not as it says.

CPython runs without frozen modules, so that it shows their lines too, and where the program says '# without: NAME ...' without those modules:
C modules whose Python twins serve in Ouro, which have frames of their own in a traceback.

usage: tests/tools/expect_faults.py [NAME ...]     all of them without a name
"""
import glob
import os
import sys
import tempfile

TESTS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")
sys.path.insert(0, TESTS)
from harness import programs, sources  # noqa: E402

PYTHON = ["/usr/bin/python3.11", "-B", "-X", "frozen_modules=off"]


def run(path):
    absent = programs.directives(path).get("without", "").split()
    with tempfile.TemporaryDirectory() as folder:  # sitecustomize runs before the program and leaves no frame
        with open(os.path.join(folder, "sitecustomize.py"), "w", encoding="utf-8") as file:
            file.write("import sys\nsys.modules.update(dict.fromkeys(%r))\n" % absent)
        return sources.printed(PYTHON, path, {"PYTHONPATH": folder})


def main():
    os.chdir(os.path.join(TESTS, ".."))
    paths = ["tests/faults/%s.py" % name for name in sys.argv[1:]] or sorted(glob.glob("tests/faults/*.py"))
    wrong = 0
    for path in paths:
        result = run(path)
        if result.status != sources.expected_status(path):
            print("%s: exit status %d\n%s" % (path, result.status, result.err), file=sys.stderr)
            wrong += 1
            continue
        with open(os.path.splitext(path)[0] + ".expected", "w", encoding="utf-8", errors="surrogateescape", newline="") as file:
            file.write(result.err)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

"""Faulty sources: tests/errors/NAME.py must be refused with exactly the text of NAME.expected on stderr, exit status 1.

The program's path is shown from the root on, as python3 does; the folder is taken off before the texts are compared.
"""
import glob
import os

from . import process


def check(path):
    result = process.run([os.path.abspath("build/release/ouro"), os.path.basename(path)], cwd=os.path.dirname(path))
    with open(os.path.splitext(path)[0] + ".expected", encoding="utf-8", errors="surrogateescape") as file:
        expected = file.read()
    if result.crash():
        return result.crash() + "\n" + result.err
    if result.status != 1:
        return "exit status %d\n%s" % (result.status, result.err)
    printed = result.err.replace(os.path.abspath(os.path.dirname(path)) + "/", "")
    return None if printed == expected else process.difference(expected, printed)


def run(report, stress):
    report.run_all([("error " + os.path.basename(path), lambda path=path: check(path))
                    for path in sorted(glob.glob("tests/errors/[0-9]*.py"))])

"""The C unit tests: every test_* program of the release and the sanitized build."""
import glob
import os

from . import process

SANITIZERS = {"ASAN_OPTIONS": "detect_leaks=1:abort_on_error=0", "UBSAN_OPTIONS": "print_stacktrace=1"}


def check(program):
    result = process.run([os.path.abspath(program)], SANITIZERS, timeout=600, cwd=os.path.dirname(program))
    if result.status == 0 and not result.timed_out:
        return None
    return (result.crash() or "exit status %d" % result.status) + "\n" + (result.out + result.err)[-3000:]


def run(report, stress):
    tests = []
    for preset in ["release", "asan"]:
        for program in sorted(glob.glob("build/%s/test_*" % preset)):
            if os.access(program, os.X_OK) and os.path.isfile(program):
                tests.append(("unit %s %s" % (preset, os.path.basename(program)), lambda program=program: check(program)))
    report.run_all(tests)

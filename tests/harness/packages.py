"""Real packages: what a program of tests/packages prints with them, to both streams, is what CPython 3.11 prints, and its exit status too.

The packages are Debian's, unmodified (tools/install-packages). The two run in turn; only the address in '<... at 0x...>' is forgiven.
"""
import functools
import glob
import os

from . import process, sources

PYTHON = "/usr/bin/python3.11"
ENVIRONMENT = {"PYTHONPATH": "/usr/lib/python3/dist-packages", "PYTHONDONTWRITEBYTECODE": "1", "PYTHONHASHSEED": "0"}


def run_program(command, path, environment):
    result = process.run([command, os.path.basename(path)], environment, cwd=os.path.dirname(path), timeout=300)
    result.out, result.err = (sources.ADDRESS.sub("0x...", text) for text in (result.out, result.err))
    return result


@functools.lru_cache(maxsize=None)
def expected(path):
    return run_program(PYTHON, path, ENVIRONMENT)


def check(path, preset, environment):
    wanted = expected(path)
    result = run_program(os.path.abspath("build/%s/ouro" % preset), path, dict(ENVIRONMENT, **environment or {}))
    problems = [result.crash()] if result.crash() else []
    if result.status != wanted.status:
        problems.append("exit status %d, not %d" % (result.status, wanted.status))
    for name in ("out", "err"):
        if getattr(result, name) != getattr(wanted, name):
            problems.append("std%s:\n%s" % (name, process.difference(getattr(wanted, name), getattr(result, name))))
    return "\n".join(problems) or None


def run(report, stress):
    report.run_all([("package %s %s" % (preset, os.path.basename(path)),
                     lambda path=path, preset=preset, environment=environment: check(path, preset, environment))
                    for preset, environment in sources.PRESETS
                    for path in sorted(glob.glob("tests/packages/*.py"))])

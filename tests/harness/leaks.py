"""`ouro leaks` on the programs of tests/leaks: what it finds, how it explains that, and its exit status.

Comments at the head of a program: "leaks" is how many it has; "type", "line", "function", "chain", "holder" and "advice" are what
must be said of the first: its type, text of the line that allocated it, the function, the holder's chain, the holder's
type and a word of the cure; "least" and "most" are bounds of the bytes that freeing it gives back; "also" what it keeps besides.
"options" stand before the program. "status" is the exit status where it is not 1 for leaks and 0 for none.
"""
import glob
import json
import os
import re

from . import process
from .programs import directives

BUILDS = {"release": {}, "asan": {"ASAN_OPTIONS": "detect_leaks=1"}}
BYTES = {"bytes": 1, "byte": 1, "KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30}


def run_leaks(build, path, options, environment):
    command = [os.path.abspath("build/%s/ouro" % build), "leaks", *options, os.path.basename(path)]
    return process.run(command, environment, cwd=os.path.dirname(path))


def line_of(path, text):
    with open(path, encoding="utf-8") as file:
        return next(number for number, line in enumerate(file, 1) if line.rstrip().endswith("# " + text))


def check_text(given, path, out):
    """What the sentences lack."""
    name = os.path.basename(path)
    if given["leaks"] == "0":
        return [] if "No leak found in %s" % name in out else ["it does not say that there is none"]
    wanted = [r"%s objects? of type %s \(" % (given.get("number", r"\d,\d+"), re.escape(given["type"])), r"kept by %s, an? %s " % (re.escape(given["chain"]), given["holder"]),
              r"Allocated at %s:%d in %s" % (re.escape(name), line_of(path, "allocated"), re.escape(given["function"])),
              r"Held by %s" % re.escape(given["chain"]), r"Cure: .*%s" % re.escape(given["advice"])]
    if "also" in given:
        wanted.append(r"With them stay .*%s" % given["also"])
    problems = ["it lacks %r" % pattern for pattern in wanted if not re.search(pattern, out)]
    freed = re.search(r"Freeing it would give back ([\d.]+) (\w+)", out)
    freed = float(freed[1]) * BYTES[freed[2]] if freed else -1
    if not int(given["least"]) <= freed <= int(given["most"]):
        problems.append("freeing gives back %d bytes" % freed)
    return problems


def check(path, build, given):
    options = given.get("options", "").split()
    status = int(given.get("status", given["leaks"] != "0"))
    result = run_leaks(build, path, options, BUILDS[build])
    problems = [result.crash()] if result.crash() else []
    if result.status != status:
        problems.append("exit status %d" % result.status)
    if result.err and "stderr" not in given or given.get("stderr", "") not in result.err:
        problems.append("standard error: " + result.err[-1500:])
    problems += check_text(given, path, result.out)
    data = run_leaks(build, path, ["--json", "-o", "/dev/stderr", *options], BUILDS[build])
    try:
        found = json.loads(data.err[data.err.index("{\n"):])
        if len(found["leaks"]) != int(given["leaks"]):
            problems.append("%d leaks in the JSON" % len(found["leaks"]))
        elif found["leaks"] and (found["leaks"][0]["type"], found["leaks"][0]["line"]) != (given["type"], line_of(path, "allocated")):
            problems.append("the JSON tells of %(type)s, line %(line)d" % found["leaks"][0])
    except ValueError as error:
        problems.append("no JSON: %s" % error)
    return "\n".join(problems + [result.out[-3000:]]) if problems else None


# Arguments of the command: (exit status, what standard error holds)
CASES = {
    "": (2, "there is no program to run"),
    "missing.py": (2, "can't open file 'missing.py': [Errno 2]"),
    "-m missing_module": (2, "No module named missing_module"),
    "--each nothing_like_it fine_cycles.py": (2, "nothing_like_it was not called: there is no such function"),
    "--between first second fine_cycles.py": (2, "first was not reached"),
    "--each build --between a b fine_cycles.py": (2, "do not go together"),
    "--min-growth much fine_cycles.py": (2, "'much' is no number of bytes"),
    "--min-growth 1G growing_cache.py": (0, ""),
    "--each build fine_cycles.py": (0, ""),
    "--each Server.handle growing_cache.py": (1, ""),
    "-m growing_cache": (1, ""),
}


def check_case(build, arguments, status, text):
    result = process.run([os.path.abspath("build/%s/ouro" % build), "leaks", *arguments.split()], BUILDS[build], cwd="tests/leaks")
    problems = [result.crash()] if result.crash() else []
    if result.status != status:
        problems.append("exit status %d, not %d" % (result.status, status))
    if text not in result.err or (result.err and not text):
        problems.append("standard error: " + result.err[-1500:])
    return "\n".join(problems) or None


def run(report, stress):
    tests = []
    for build in BUILDS:
        for path in sorted(glob.glob("tests/leaks/*.py")):
            tests.append(("leaks %s %s" % (build, os.path.basename(path)),
                          lambda path=path, build=build: check(path, build, directives(path))))
        tests += [("leaks %s with %r" % (build, arguments), lambda build=build, given=(arguments, *wanted): check_case(build, *given))
                  for arguments, wanted in CASES.items()]
    report.run_all(tests)

"""Runtimes in threads, under ThreadSanitizer: what runs Python in several threads at once must bring no report."""
import os
import subprocess

from . import process

BUILD = "build/tsan"
OPTIONS = {"TSAN_OPTIONS": "halt_on_error=0:exitcode=66"}


def build():
    """Only what is run here. None, or what went wrong."""
    if not os.path.exists(BUILD + "/build.ninja"):
        configured = subprocess.run(["cmake", "--preset", "tsan"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if configured.returncode:
            return configured.stdout
    for words in [["cmake", "--build", BUILD, "--target", "test_embed"],
                  ["cc", "-std=c17", "-g", "-fsanitize=thread", "-Iinclude", "examples/c/two_runtimes.c", "-o", BUILD + "/two_runtimes",
                   BUILD + "/libouro.a", "-lgmp", "-lutf8proc", "-lm", "-pthread"]]:
        done = subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if done.returncode or "warning:" in done.stdout:
            return done.stdout[-4000:]
    return None


def check(program, expected=None):
    result = process.run([os.path.abspath(BUILD + "/" + program)], OPTIONS, timeout=600)
    if result.crash() or result.status or "ThreadSanitizer" in result.err:
        return "%s\n%s" % (result.crash() or "exit status %d" % result.status, (result.out + result.err)[-6000:])
    if expected:
        with open(expected) as file:
            text = file.read()
        return None if result.out == text else process.difference(text, result.out)
    return None


def run(report, stress):
    if not any(report.wants(name) for name in ["threads build", "threads test_embed", "threads two_runtimes"]):
        return
    problem = build()
    report.add("threads build", problem)
    if problem:
        return
    tests = [("threads test_embed", lambda: check("test_embed"))]
    tests += [("threads two_runtimes", lambda: check("two_runtimes", "examples/c/two_runtimes.expected"))] * (20 if stress else 1)
    report.run_all(tests)

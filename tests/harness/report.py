"""Counting results, and running many tests two at a time."""
import os
import threading
from concurrent.futures import ThreadPoolExecutor

WORKERS = max(2, os.cpu_count() or 2)


class Report:
    def __init__(self, pattern=""):
        self.pattern = pattern
        self.passed = self.failed = 0
        self._lock = threading.Lock()

    def wants(self, name):
        return self.pattern in name

    def add(self, name, problem):
        """Counts a test; `problem` is None when it passed, else what went wrong."""
        with self._lock:
            if problem is None:
                self.passed += 1
            else:
                self.failed += 1
                print("FAILED %s\n%s" % (name, indent(problem)), flush=True)

    def run_all(self, tests):
        """tests: pairs (name, function giving None or the problem)."""
        def one(test):
            name, function = test
            try:
                self.add(name, function())
            except Exception as error:  # the harness itself went wrong: that is a failure of this test
                self.add(name, "%s: %s" % (type(error).__name__, error))
        with ThreadPoolExecutor(WORKERS) as pool:
            list(pool.map(one, [test for test in tests if self.wants(test[0])]))


def indent(text, limit=4000):
    if len(text) > limit:
        text = text[:limit] + "\n..."
    return "\n".join("    " + line for line in text.splitlines())

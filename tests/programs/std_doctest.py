"""doctest: examples that pass and fail, options, exceptions, directives, the finder, files, verbose runs. Prints its reports.

>>> 1 + 1
2
>>> print("a\\n\\nb")
a
<BLANKLINE>
b
"""
import doctest
import os
import sys
import tempfile
import types
import unittest


def good(n):
    """
    >>> good(3)
    9
    >>> good('x')
    Traceback (most recent call last):
        ...
    TypeError: can't multiply sequence by non-int of type 'str'
    >>> [good(i)    # a comment
    ...  for i in range(4)]
    [0, 1, 4, 9]
    >>> good(2) # doctest: +SKIP
    5
    """
    return n * n


def poor():
    """
    >>> poor()
    'right'
    >>> 1 / 0
    1
    >>> raise KeyError('k')
    Traceback (most recent call last):
    KeyError: 'other'
    >>> print('a  b', 'c')  # doctest: +NORMALIZE_WHITESPACE
    a b
        c
    >>> list(range(20)) # doctest: +ELLIPSIS
    [0, 1, ..., 18, 19]
    >>> for i in range(3):
    ...     print(i)
    0
    1
    3
    >>> nosuch
    >>> raise ValueError('detail') # doctest: +IGNORE_EXCEPTION_DETAIL
    Traceback (most recent call last):
    ValueError: another detail
    >>> True # doctest: +DONT_ACCEPT_TRUE_FOR_1
    1
    """
    return "wrong"


class Holder:
    """
    >>> Holder().method()
    'm'
    """
    def method(self):
        """
        >>> h = Holder(); h.method()
        'm'
        """
        return "m"

    @property
    def prop(self):
        """
        >>> Holder().prop
        5
        """
        return 5

    @staticmethod
    def static():
        """>>> Holder.static()
        6
        """
        return 6


def report(f, flags=0, verbose=False):
    module = types.ModuleType("sample")
    runner = doctest.DocTestRunner(optionflags=flags, verbose=verbose)
    for test in doctest.DocTestFinder().find(f, f.__name__, module=module, globs=globals()):
        test.filename, test.lineno = "sample.py", 10
        runner.run(test, clear_globs=False)
    print(runner.summarize(verbose))


report(good, verbose=True)
report(poor)
report(poor, doctest.REPORT_UDIFF | doctest.FAIL_FAST)
report(poor, doctest.REPORT_NDIFF | doctest.REPORT_ONLY_FIRST_FAILURE)
print(doctest.testmod(), [t.name for t in doctest.DocTestFinder(exclude_empty=True).find(Holder)])
finder = doctest.DocTestFinder(recurse=False)
print(finder.find(good)[0], [(e.source, e.want, e.lineno, e.indent, e.exc_msg) for e in finder.find(good)[0].examples][1:3])
parser = doctest.DocTestParser()
print(parser.parse("Text\n>>> x = 1\n>>> x\n1\n\nmore >>> not\n")[0], [type(p).__name__ for p in parser.parse("Text\n>>> x = 1\n>>> x\n1\n\nmore\n")])
for text in [">>>x", ">>> 1\n...2", "  >>> 1\n 1", ">>> 1 # doctest: +NOSUCH", ">>> x # doctest: SKIP", ">>> # doctest: +SKIP\n"]:
    try:
        print([e.options for e in parser.get_examples(text, "name")])
    except ValueError as e:
        print("ValueError:", e)
print(doctest.script_from_examples("Intro\n>>> 1 + 1\n2\n>>> if 1:\n...     2\n2\nEnd\n"))
with tempfile.TemporaryDirectory() as place:
    path = os.path.join(place, "t.txt")
    with open(path, "w") as f:
        f.write("A file\n======\n\n>>> name\n'given'\n>>> name * 2\n'no'\n")
    here = os.getcwd()
    os.chdir(place)
    print(doctest.testfile("t.txt", module_relative=False, globs={"name": "given"}, report=False))
    suite = doctest.DocFileSuite("t.txt", module_relative=False, globs={"name": "given"})
    os.chdir(here)
result = unittest.TestResult()
suite.run(result)
print(result.testsRun, len(result.failures), result.failures[0][1].splitlines()[-6:])
checker = doctest.OutputChecker()
print(checker.check_output("a\n", "a\n", 0), checker.check_output("1\n", "True\n", 0), checker.check_output("a...b", "aXXb", doctest.ELLIPSIS), checker.check_output("...\n", "any\n", doctest.ELLIPSIS))
try:
    doctest.DebugRunner(verbose=False).run(doctest.DocTest([doctest.Example("1 + 1\n", "3\n")], {}, "n", "f", 0, None))
except doctest.DocTestFailure as e:
    print(e.example.want, e.got, e.test)
doctest.run_docstring_examples(">>> 2\n3\n", {}, name="text")

"""unittest: a suite of every outcome run by the text runner; assertions' messages; fixtures in order; subtests; skips; loaders, filters, results. Prints the reports."""
import io
import re
import sys
import unittest
import warnings
from unittest import TestCase, TestLoader, TestSuite, TextTestRunner

log = []


def setUpModule():
    log.append("module up")


def tearDownModule():
    log.append("module down")


class Outcomes(TestCase):
    """All that can come of a test."""

    def test_passes(self):
        """A line of description.

        And more that is not shown."""

    def test_fails(self):
        self.assertEqual([1, 2, 3], [1, 2, 4], "with a message")

    def test_error(self):
        {}["key"]

    @unittest.skip("for a reason")
    def test_skipped(self):
        pass

    def test_skips_itself(self):
        self.skipTest("inside")

    @unittest.skipIf(sys.maxsize > 1, "condition")
    def test_skip_if(self):
        pass

    @unittest.expectedFailure
    def test_expected(self):
        self.fail("as expected")

    @unittest.expectedFailure
    def test_surprise(self):
        pass

    def test_subtests(self):
        for i in range(4):
            with self.subTest("msg", i=i):
                self.assertNotEqual(i % 2, 1)
            with self.subTest(skip=i):
                if i == 3:
                    self.skipTest("three")

    def test_raises(self):
        with self.assertRaisesRegex(ValueError, "^inv.*7"):
            int("x", 7)
        with self.assertRaises(KeyError) as caught:
            raise KeyError("k")
        self.assertEqual(caught.exception.args, ("k",))
        with self.assertWarns(UserWarning):
            warnings.warn("w")
        with self.assertLogs("some", "INFO") as logs:
            __import__("logging").getLogger("some.where").info("hello %d", 5)
        self.assertEqual(logs.output, ["INFO:some.where:hello 5"])


class Fixtures(TestCase):
    @classmethod
    def setUpClass(cls):
        log.append("class up")
        cls.addClassCleanup(log.append, "class cleanup")

    @classmethod
    def tearDownClass(cls):
        log.append("class down")

    def setUp(self):
        log.append("up " + self._testMethodName)
        self.addCleanup(log.append, "cleanup 1")
        self.addCleanup(log.append, "cleanup 2")

    def tearDown(self):
        log.append("down")

    def test_b(self):
        log.append("b")
        self.fail()

    def test_a(self):
        log.append("a")


class BrokenSetUp(TestCase):
    @classmethod
    def setUpClass(cls):
        raise RuntimeError("no class")

    def test_never(self):
        pass


def show(text):
    text = re.sub(r'File ".*?([^/"]+)", line \d+', r'File "\1"', text)
    print(re.sub(r"in \d+\.\d+s", "in T", text))


def run(*cases, verbosity=1, **options):
    out = io.StringIO()
    suite = TestSuite(TestLoader().loadTestsFromTestCase(c) for c in cases)
    result = TextTestRunner(out, verbosity=verbosity, **options).run(suite)
    show(out.getvalue())
    return result


r = run(Outcomes, verbosity=2)
print(r, r.wasSuccessful(), len(r.failures), len(r.errors), len(r.skipped), len(r.expectedFailures), [str(x).split()[0] for x in r.unexpectedSuccesses])
run(Fixtures)
print(log)
log.clear()
run(Fixtures, BrokenSetUp, failfast=True)
print(log)
run(BrokenSetUp, verbosity=0)


class Messages(TestCase):
    maxDiff = 400

    def runTest(self):
        pass


m = Messages()
for call in [lambda: m.assertEqual(1, 2), lambda: m.assertEqual("a\nb\n", "a\nc\n"), lambda: m.assertEqual({"a": 1, "b": 2}, {"a": 1, "b": 3}), lambda: m.assertEqual({1, 2}, {2, 3}), lambda: m.assertEqual((1, 2), (1,)), lambda: m.assertEqual(list(range(90)), list(range(91))), lambda: m.assertTrue(0, "why"), lambda: m.assertFalse([1]), lambda: m.assertIs([], []), lambda: m.assertIsNot(None, None), lambda: m.assertIsNone(3), lambda: m.assertIsNotNone(None), lambda: m.assertIn(1, [2]), lambda: m.assertNotIn(1, [1]), lambda: m.assertIsInstance(1, str), lambda: m.assertNotIsInstance(1, int), lambda: m.assertAlmostEqual(1.0, 1.1), lambda: m.assertAlmostEqual(1, 1.2, delta=0.1), lambda: m.assertNotAlmostEqual(1, 1.00000001), lambda: m.assertGreater(1, 2), lambda: m.assertLessEqual(3, 2), lambda: m.assertRegex("abc", "x+"), lambda: m.assertNotRegex("abc", "b"), lambda: m.assertCountEqual([1, 2, 2], [2, 1, 1]), lambda: m.assertMultiLineEqual("x", "y"), lambda: m.assertSequenceEqual([1], (2,)), lambda: m.assertListEqual([1], (1,)), lambda: m.assertDictEqual({}, []), lambda: m.assertRaises(ValueError, int, "5"), lambda: m.assertRaisesRegex(ValueError, "zzz", int, "q"), lambda: m.assertWarns(UserWarning, len, "x"), lambda: m.assertNotEqual(1, 1), lambda: m.fail(), lambda: m.fail("text"), lambda: m.assertLogs().__enter__() and None or m.assertNoLogs, lambda: m.assertRaises(3), lambda: m.assertRaises(ValueError, None, 3)]:
    try:
        call()
        print("fine")
    except Exception as e:
        print(type(e).__name__, e)
loader = TestLoader()
loader.testNamePatterns = ["*pass*", "*_a"]
print(loader.getTestCaseNames(Outcomes), loader.loadTestsFromTestCase(Fixtures).countTestCases(), [str(x) for x in TestLoader().loadTestsFromName("Outcomes.test_passes", sys.modules[__name__])], TestLoader().loadTestsFromNames(["Fixtures"], sys.modules[__name__]).countTestCases())
bad = TestLoader().loadTestsFromName("nosuch.module")
print([type(x).__name__ for x in bad], TestLoader().loadTestsFromName("Nope", sys.modules[__name__])._tests[0]._testMethodName)
case = Outcomes("test_passes")
print(case, repr(case), case.id(), case.shortDescription(), case == Outcomes("test_passes"), hash(case) == hash(Outcomes("test_passes")), case.countTestCases(), TestSuite([case, case]))
result = unittest.TestResult()
unittest.FunctionTestCase(lambda: log.append("function"), description="a function").run(result)
print(result.testsRun, log[-1], result)
try:
    Outcomes("test_none")
except ValueError as e:
    print(e)
out = io.StringIO()
sys.argv, sys.stderr, kept = ["prog", "-q", "Fixtures.test_a"], out, sys.stderr
program = unittest.main(exit=False)
sys.stderr = kept
show(out.getvalue())
print(program.result.wasSuccessful())

import io
import sys
import unittest


class Test(unittest.TestCase):
    def test_equal(self):
        self.assertEqual([1, 2, 3], [1, 2, 4])

    def test_error(self):
        int("x")


stream = io.StringIO()
result = unittest.TextTestRunner(stream=stream, verbosity=0).run(unittest.defaultTestLoader.loadTestsFromTestCase(Test))
print(stream.getvalue().partition("Ran")[0], file=sys.stderr)
sys.exit(not result.wasSuccessful())

"""ouro.track: limits, and what is raised when they are passed."""
import re
import unittest

import ouro

kept = []


def work(keep=False):
    data = [str(n) * 50 for n in range(100, 120)]
    if keep:
        kept.append(data)
    return len(data)


def attempt(function, **limits):
    try:
        with ouro.track(**limits) as t:
            function()
    except ouro.TrackError as error:
        text = str(error)
        print(isinstance(error, AssertionError), error.tracked is not None, re.sub(r"\d+$", "N", text.splitlines()[0]))
        return text
    print("within", limits)
    return ""


work()
kept.extend([None] * 100)  # it will not grow below
kept.clear()
attempt(work, max_leaked=0, max_leaked_bytes=0)
attempt(work, max_blocks=1000, max_bytes=100000, max_peak=50000)
text = attempt(lambda: work(True), max_leaked=0)
print(sorted(set(re.findall(r"(\+\d+) .*  (list|str)  ", text))), "in work" in text)
attempt(lambda: work(True), max_leaked=30)
attempt(lambda: work(True), max_leaked_bytes=100)
text = attempt(work, max_blocks=10, max_bytes=1000)
print(len(re.findall("^allocated in all: at most", text, re.M)), "blocks" in text)
attempt(work, max_peak=100)
attempt(lambda: bytes(100), max_bytes=10 ** 9)

# What the block raises goes on, and nothing is judged.
for error in (ValueError("mine"), KeyboardInterrupt(), ouro.TrackError("nested", None)):
    try:
        with ouro.track(max_blocks=0) as t:
            kept.append(str(t))
            raise error
    except BaseException as caught:
        print(caught is error, t.blocks > 0)


# Decorators.
calls = []


@ouro.track(max_leaked=0)
def steady(a, b=2):
    """Doc."""
    calls.append(a)
    calls.clear()
    return a + b


print(steady(1), steady(5, b=1), steady.__name__, steady.__doc__, steady.tracked.leaked)


@ouro.track(max_leaked=0, warmup=3)
def table(cache={}):
    calls.append(1)
    if not cache:
        cache["made once"] = [1.5] * 100


calls.extend([1] * 10)
calls.clear()
table()
print(len(calls))


@ouro.track(max_leaked=5)
def growing():
    kept.append([object() for _ in range(10)])


try:
    growing()
except AssertionError as error:
    print("growing:", str(error).splitlines()[0])


class Test(unittest.TestCase):
    @ouro.track(max_leaked=0)
    def test_fine(self):
        work()

    @ouro.track(max_leaked=0)
    def test_leaking(self):
        work(True)


result = unittest.TestResult()
unittest.defaultTestLoader.loadTestsFromTestCase(Test).run(result)
print(result.testsRun, [str(test) for test, _ in result.failures], result.errors)


async def later(keep):
    work(keep)


def run(coroutine):
    try:
        coroutine.send(None)
    except StopIteration:
        print("ended")


tracked = ouro.track(max_leaked=0)(later)
run(tracked(False))
try:
    run(tracked(True))
except ouro.TrackError as error:
    print("coroutine:", str(error).splitlines()[0][:24])

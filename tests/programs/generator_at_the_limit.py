# A generator that meets the recursion limit when it is resumed has ended: the exception is its own.
import sys


def generate():
    yield 1
    yield 2


def resumed_at_the_limit():
    for n in range(1, 200):
        it = generate()

        def at(n):
            return at(n - 1) if n else next(it)

        try:
            at(n)
        except RecursionError:
            return it


limit = sys.getrecursionlimit()
sys.setrecursionlimit(100)
it = resumed_at_the_limit()
sys.setrecursionlimit(limit)
print(list(it), it.gi_frame, it.gi_running)

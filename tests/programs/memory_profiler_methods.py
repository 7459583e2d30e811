# Methods of every kind, nested functions, wrapped functions, functions of one line.
import os, sys
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "modules"))
import functools
import io
from memory_profiler import profile
from memory_tables import rows

out = io.StringIO()
measured = profile(stream=out, backend="ouro")


class Box:
    @measured
    def __init__(self):
        self.kept = bytearray(2 ** 20)

    @classmethod
    @measured
    def make(cls):
        return cls()

    @property
    @measured
    def double(self):
        return bytearray(2 * len(self.kept))

    class Inner:
        @staticmethod
        @measured
        def build(): return bytearray(2 ** 20)


def twice(function):
    @functools.wraps(function)
    def calls(*args):
        return function(*args), function(*args)
    return calls


@twice
@measured
def wrapped(n):
    return bytearray(n * 2 ** 20)


outside = measured(twice(lambda n: bytearray(n * 2 ** 20)))
box = Box.make()
print(len(box.double), len(Box.Inner.build()), len(wrapped(3)), len(outside(2)))
for row in rows(out.getvalue()):
    print(*row)
print(Box.make.__name__, wrapped.__name__, Box.Inner.build.__qualname__)

# A call counts to the line that made it; a line that runs again further in is not counted twice.
import io
import re

from memory_profiler import profile

out = io.StringIO()


def show():
    for line in out.getvalue().splitlines():
        row = re.match(r" +\d+ +[\d.]+ MiB +(-?[\d.]+) MiB +(\d+)   (.*)", line)
        if row and not row[3].startswith(("@", "def recursive")):
            print("%-60s %6.1f MiB %3s" % (row[3].strip(), float(row[1]) + 0.0, row[2]))
    out.truncate(0)
    out.seek(0)


def not_measured():
    return bytearray(3 * 2 ** 20)


@profile(stream=out, backend="ouro")
def calls():
    kept = not_measured()
    rows = [bytearray(2 ** 20) for number in range(4)]
    make = lambda: bytearray(2 * 2 ** 20)
    other = make()

    def inner():
        return bytearray(2 ** 22)
    last = inner()
    return kept, rows, other, last


calls()
show()


def recursive(depth):
    own = bytearray(2 ** 20)
    below = recursive(depth - 1) if depth else None
    return own, below


profile(recursive, stream=out, backend="ouro")(3)
show()


class Box:
    @profile(stream=out, backend="ouro")
    def fill(self, size):
        self.data = bytearray(size)
        return self

    @staticmethod
    @profile(stream=out, backend="ouro")
    def make(size):
        return Box().fill(size)


print(len(Box.make(2 ** 21).data))
print(out.getvalue().count("Filename: "))

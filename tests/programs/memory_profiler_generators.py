# A generator's table is written when it is through or closed; what its user allocates between is not counted to it.
import io
import re

from memory_profiler import profile

out = io.StringIO()


@profile(stream=out, backend="ouro")
def numbers(count):
    first = bytearray(2 ** 20)
    for number in range(count):
        got = yield number
    second = bytearray(2 * 2 ** 20)
    return len(first) + len(second)


def show():
    for line in out.getvalue().splitlines():
        row = re.match(r" +\d+ +[\d.]+ MiB +(-?[\d.]+) MiB +(\d+)   (.*)", line)
        if row and "@" not in row[3]:
            print("%-35s %6.1f MiB %3s" % (row[3].strip(), float(row[1]) + 0.0, row[2]))
    out.truncate(0)
    out.seek(0)


kept = []
for number in numbers(3):
    kept.append(bytearray(5 * 2 ** 20))
print(len(kept), numbers.__name__)
show()

generator = numbers(9)
print(next(generator), generator.send("x"), repr(out.getvalue()))
generator.close()
show()


def outer():
    return (yield from numbers(2))


generator = outer()
try:
    while True:
        next(generator)
except StopIteration as stop:
    print(stop.value)

generator = numbers(2)
next(generator)
try:
    generator.throw(KeyError("thrown"))
except KeyError as error:
    print(repr(error))

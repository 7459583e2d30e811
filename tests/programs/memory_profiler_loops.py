# What lines in a loop allocate adds up, freed or not; the lines of the loop itself stay at nothing.
import io
import re

from memory_profiler import profile

out = io.StringIO()


@profile(stream=out, precision=3, backend="ouro")
def grow():
    kept = []
    for number in range(20):
        kept.append(bytearray(2 ** 19 - 64))
        passing = bytearray(2 ** 20 - 64)
        del passing
    while kept:
        kept.pop()
    return kept


grow()
for line in out.getvalue().splitlines():
    row = re.match(r" +\d+ +[\d.]+ MiB +(-?[\d.]+) MiB +(\d+)   (.*)", line)
    if row and "@" not in row[3]:
        print("%-35s %6.1f MiB %3s" % (row[3].strip(), round(float(row[1]), 1) + 0.0, row[2]))

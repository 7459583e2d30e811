# The backend 'ouro' counts live bytes of the heap: exact to the byte, and a line that allocates nothing costs nothing.
import io
import re

from memory_profiler import profile

out = io.StringIO()


@profile(stream=out, precision=6, backend="ouro")
def work():
    pass
    pass
    a = bytearray(2 ** 20 - 64)
    b = [None] * 2 ** 17
    del a
    pass
    return b


work()
for line in out.getvalue().splitlines():
    row = re.match(r" +\d+ +[\d.]+ MiB +(-?[\d.]+) MiB +(\d+)   (.*)", line)
    if row and "@" not in row[3]:
        whole = round(float(row[1]))
        print("%-30s %2d MiB, within 256 bytes: %s" % (row[3].strip(), whole, abs(float(row[1]) - whole) < 256 / 2 ** 20))

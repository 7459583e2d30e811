# The documented example: the table's form exactly, its figures within what the lists must take.
# modes: release, debug-heap, collect-young, collect-full (a sanitizer's own memory is resident, too)
import io
import re

from memory_profiler import profile

out = io.StringIO()


@profile(stream=out, precision=3)
def my_func():
    a = [1] * (10 ** 6)
    b = [2] * (2 * 10 ** 7)
    del b
    return a


print(len(my_func()))
table = out.getvalue()
rows = re.findall(r"^ +(\d+) +([\d.]+) MiB +(-?[\d.]+) MiB +(\d+)   (.*)$", table, re.MULTILINE)
increments = {text.strip(): float(increment) for _, _, increment, _, text in rows}
print(6.5 < increments["a = [1] * (10 ** 6)"] < 9)
print(151 < increments["b = [2] * (2 * 10 ** 7)"] < 154)
print(-154 < increments["del b"] < -145)
print(abs(increments["return a"]) < 1)
print(rows[0][1] == rows[0][2])
print([len(line) for line in table.splitlines()][1:4], table.endswith("    return a\n\n\n"))
print(re.sub(r" *-?\d+\.\d{3} MiB", lambda m: "#" * len(m[0]), re.sub("Filename: .*", "Filename: F", table)))

# With heap=True the table has the live bytes of the heap beside resident memory: to the byte, for each line.
import os, sys
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "modules"))
import io
import re
import subprocess
import tempfile
from memory_profiler import LineProfiler, profile

out = io.StringIO()


@profile(stream=out, heap=True, precision=2)
def work():
    pass
    a = bytearray(2 ** 20)
    pass
    for _ in range(10):
        pass
    b = [None] * 1000
    del a
    pass
    return b


work()
text = out.getvalue()
header = next(line for line in text.splitlines() if line.startswith("Line #"))
print(header)
print(len(header) == len(text.splitlines()[3]))
row = re.compile(r" +\d+ +[\d.]+ MiB +-?[\d.]+ MiB +(\d+) +([\d,]+) +(-?[\d,]+)   (.*)")
found = [row.match(line) for line in text.splitlines()]
found = [match for match in found if match and "@" not in match[4]]
for match in found:
    gained = int(match[3].replace(",", ""))
    wanted = {"a = bytearray(2 ** 20)": 2 ** 20, "del a": -2 ** 20, "b = [None] * 1000": 8000}.get(match[4].strip(), 0)
    print(match[4].strip(), match[1], wanted, gained == 0 if wanted == 0 else 1 <= gained / wanted < 1.05)

prof = LineProfiler(heap=True)
prof.add_function(work.__wrapped__)
prof.runctx("f()", {"f": work.__wrapped__}, {})
print(sorted({len(figures) for figures in prof.code_map[work.__wrapped__.__code__].values()}))
with open(os.path.join(tempfile.mkdtemp(), "p.py"), "w") as file:
    file.write("@profile\ndef f():\n    return bytearray(10 ** 6)\nf()\n")
done = subprocess.run([sys.executable, "-m", "memory_profiler", "--heap", file.name], stdout=subprocess.PIPE, text=True)
print("Heap bytes      Heap incr." in done.stdout, re.search("  1,0[01][0-9],[0-9]{3} +return", done.stdout) is not None)

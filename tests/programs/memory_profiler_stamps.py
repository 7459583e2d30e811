# -m memory_profiler --timestamp: when functions ran, one in another; what did not end is left out.
import os, sys
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "modules"))
import re
import subprocess
import tempfile

folder = tempfile.mkdtemp()
with open(os.path.join(folder, "p.py"), "w") as file:
    file.write('''import asyncio, os, sys
@profile
def outer(n):
    for _ in range(2):
        inner()
    if n:
        return outer(n - 1)
@profile()
def inner():
    with profile.timestamp("a_block"):
        pass
@profile
def numbers():
    yield 1
    inner()
@profile
async def waits():
    await asyncio.sleep(0)
class C:
    @profile
    def method(self):
        raise KeyError
@profile
def leaves():
    sys.exit(3)
outer(1)
list(numbers())
asyncio.run(waits())
try:
    C().method()
except KeyError:
    pass
leaves()
''')
done = subprocess.run([sys.executable, "-m", "memory_profiler", "--timestamp", "-o", "stamps", "p.py"], cwd=folder)
print(done.returncode)
with open(os.path.join(folder, "stamps")) as file:
    for line in file:
        match = re.fullmatch(r"FUNC (\S+) (\d+\.\d{4}) (\d+\.\d{4}) (\d+\.\d{4}) (\d+\.\d{4}) (\d+)\n", line)
        print(match[1], match[6], float(match[3]) <= float(match[5]))

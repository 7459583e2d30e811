# slow: it runs a program many times
"""--dump-on-oom wherever memory is refused: the program goes on as without it, and the dump is whole."""
import os
import subprocess
import sys
import tempfile

from ouro import dumps

PROGRAM = """
class Node:
    def __init__(self, number):
        self.number = number
        self.parts = {"part %d" % number: [number] * 3}
        self.me = self

    def __del__(self):
        self.parts.clear()

def pairs(count):
    for i in range(count):
        yield Node(i), "text %d" % i

def work(count):
    kept = []
    for node, text in pairs(count):
        kept.append((node, text))
        kept.append({text: node for _ in range(2)})
        if len(kept) > 20:
            del kept[:15]
    return sorted(kept, key=lambda item: str(type(item))), {frozenset((i, str(i))) for i in range(count)}

try:
    work(60)
except MemoryError:
    pass
"""

path = os.path.join(tempfile.mkdtemp(), "refused.dump")
written = whole = 0
for n in range(2000, 6000, 100):
    for environment in ({"OURO_FAIL_AT": "%d:1" % n}, {"OURO_FAIL_AT": "%d:40" % n, "OURO_HEAP": "debug"}):
        done = subprocess.run([sys.executable, "--dump-on-oom", path, "-c", PROGRAM], env={**os.environ, **environment},
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        if done.returncode not in (0, 1, 120):
            print(n, done.returncode, done.stderr)
        if os.path.exists(path):
            written += 1
            dump = dumps.load(path)
            whole += len(dump) > 1000 and not dump.figures.incomplete
            os.remove(path)
print(written > 5, whole == written)
os.rmdir(os.path.dirname(path))

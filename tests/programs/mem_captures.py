# Captures: cut at every byte they are read up to there or refused in words; damaged ones are refused, or read, never worse.
# slow: reads some thousand captures
import re
import os
import random
import subprocess
import sys
import tempfile

from ouro import advice, captures, report

folder = tempfile.mkdtemp()
name = os.path.join(folder, "run.capture")
with open(os.path.join(folder, "program.py"), "w") as file:
    file.write("""import os, gc
class Node:
    def __init__(self): self.me = self
for n in range(2000): Node()
floats = [n * 0.5 for n in range(3000)]
gc.collect()
pid = os.fork()
if not pid: os._exit(0)
os.waitpid(pid, 0)
""")
subprocess.run([sys.executable, "-I", "-X", "capture=%s,mean=16K" % name, "program.py"], cwd=folder, check=True)
with open(name, "rb") as file:
    whole = file.read()


def look(data):
    capture = captures.Capture("it")
    capture.take(data)
    lines = report.text(capture)
    found = advice.find(capture)
    return capture, lines, found


capture, lines, found = look(whole)
print(capture.end.status, capture.truncated, len(capture.points) > 1, len(capture.snapshots) > 1, capture.children != [])
print({garbage.type: garbage.count >= 1990 for garbage in capture.garbage}["Node"],
      [(cycle.type, cycle.attribute, cycle.target) for cycle in capture.cycles][:1])
messages, states = set(), set()
for length in range(len(whole)):
    try:
        capture = captures.Capture("it")
        capture.take(whole[:length])
        states.add(capture.truncated)
        if length % 16 == 0:
            look(whole[:length])
    except captures.CaptureError as error:
        messages.add(str(error))
print(sorted(messages), states)

chance, refused, read = random.Random(3), set(), 0
for attempt in range(400):
    data = bytearray(whole)
    for _ in range(chance.randrange(1, 6)):
        place = chance.randrange(len(data))
        kind = chance.randrange(3)
        if kind == 0:
            data[place] = chance.randrange(256)
        elif kind == 1:
            data[place:place + chance.randrange(40)] = bytes(chance.randrange(256) for _ in range(chance.randrange(40)))
        else:
            data[place] = 255
    try:
        look(bytes(data))
        read += 1
    except captures.CaptureError as error:
        refused.add(re.sub(r"\d+", "N", str(error)))
known = re.compile(r"it (is no capture|ends before anything was recorded|is a capture of version N; this reads version N"
                   r"|is damaged, in the record at byte N: (a|an|its) .*)")
print(read > 40, len(refused) > 4, all(known.fullmatch(text) for text in refused))
for data in (b"", b"\x89", b"\x89MEMCAP", b"\x89MEMCAP\1", b"\x89MEMCAP\2abc", b"\x7fELF", whole[:8] + b"\1\xff\xff\xff\xff"):
    try:
        look(data)
    except captures.CaptureError as error:
        print(error)

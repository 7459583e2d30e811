# Captures: cut at every byte they are read up to there or refused in words; damaged ones and ones of strange records are refused, or read, never worse.
# slow: reads some thousand captures
import re
import os
import random
import subprocess
import sys
import tempfile

from ouro import advice, captures, report, report_picture, report_processes

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


def records(data):
    """[(kind, content)]"""
    found, at = [], 8
    while at < len(data):
        length = int.from_bytes(data[at + 1:at + 5], "little")
        found.append((data[at], data[at + 5:at + 5 + length]))
        at += 5 + length
    return found


def number():
    """In base 128: mostly small, at times more than fits."""
    value = chance.randrange(1 << chance.choice((1, 3, 6, 7, 10, 20, 40, 63, 64, 70)))
    data = bytearray()
    while value > 127:
        data.append(value & 127 | 128)
        value >>= 7
    return bytes(data) + bytes([value])


def mangled(all_):
    """Records that are well framed, but left out, repeated, moved, of another kind, or with other numbers."""
    all_ = list(all_)
    for _ in range(chance.randrange(1, 4)):
        place, how = chance.randrange(len(all_)), chance.randrange(6)
        kind, content = all_[place]
        at = chance.randrange(len(content) + 1)
        if how == 0:
            del all_[place]
        elif how == 1:
            all_.insert(chance.randrange(len(all_)), all_[place])
        elif how == 2:
            all_[place] = chance.randrange(1, 19), content
        elif how == 3:
            all_[place] = kind, content[:at]
        elif how == 4:
            all_[place] = kind, content[:at] + number() + content[at + chance.randrange(3):]
        else:
            all_[place] = chance.randrange(1, 19), b"".join(number() for _ in range(chance.randrange(12)))
    return whole[:8] + b"".join(bytes([kind]) + len(content).to_bytes(4, "little") + content for kind, content in all_)


assert b"".join([whole[:8], *(bytes([k]) + len(c).to_bytes(4, "little") + c for k, c in records(whole))]) == whole
good = records(whole)
for attempt in range(1200):
    try:
        capture, lines, found = look(mangled(good))
        read += 1
        if attempt % 10 == 0:
            report_picture.draw(os.devnull, capture, [one.text for one in found])
            report_processes.text([capture, capture])
    except captures.CaptureError as error:
        refused.add(re.sub(r"\d+", "N", str(error)))
print({kind for kind, content in good} >= {1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 13, 14, 15, 17})
known = re.compile(r"it (is no capture|ends before anything was recorded|is a capture of version N; this reads version N"
                   r"|is damaged, in the record at byte N: (a|an|its) .*)")
print(read > 200, len(refused) > 8, all(known.fullmatch(text) for text in refused))
for data in (b"", b"\x89", b"\x89MEMCAP", b"\x89MEMCAP\1", b"\x89MEMCAP\2abc", b"\x7fELF", whole[:8] + b"\1\xff\xff\xff\xff"):
    try:
        look(data)
    except captures.CaptureError as error:
        print(error)

# ouro mem -o: a picture that stands by itself, with what is under the pointer in titles.
import os
import re
import subprocess
import sys
import tempfile
from html.parser import HTMLParser

folder = tempfile.mkdtemp()
with open(os.path.join(folder, "program.py"), "w") as file:
    file.write("""class A:
    def __init__(self, n):
        self.text = "<&%d>" % n
def make(count):
    return [A(n) for n in range(count)]
def deep(n):
    return make(15000) if n == 0 else deep(n - 1)
kept = deep(10)
del kept
import gc
gc.collect()
left = {"a & b <c>": make(3000)}
""")
done = subprocess.run([sys.executable, "mem", "--exact", "-o", "picture.svg", "program.py"], stdout=subprocess.PIPE,
                      stderr=subprocess.PIPE, text=True, cwd=folder)
print(done.returncode, done.stderr, done.stdout.splitlines()[-1])
with open(os.path.join(folder, "picture.svg")) as file:
    text = file.read()
print(re.findall(r"(?:href|src|url)\s*[=(]", text), text.count("http"))


class Reader(HTMLParser):
    """Checks that what is opened is closed, in order; gathers elements as [name, attributes, text, where]."""

    def __init__(self):
        super().__init__()
        self.open, self.all = [], []

    def handle_starttag(self, name, attributes):
        element = [name, dict(attributes), "", list(self.open)]
        self.open.append(element)
        self.all.append(element)

    def handle_startendtag(self, name, attributes):
        self.handle_starttag(name, attributes)
        self.open.pop()

    def handle_endtag(self, name):
        assert self.open and self.open[-1][0] == name, (name, self.open[-1:])
        self.open.pop()

    def handle_data(self, data):
        if self.open:
            self.open[-1][2] += data


reader = Reader()
reader.feed(text.replace("<![CDATA[", "").replace("]]>", ""))
print(reader.open, [element[0] for element in reader.all][:2])
root = reader.all[0][1]
print(float(root["width"]) > 1000, 500 < float(root["height"]) < 4000)
words = [element[2] for element in reader.all if element[0] == "text"]
for heading in ("program.py", "Memory over time", "resident memory", "live heap by type", "A", "str", "collector stops",
                "Live at the peak, by the lines that allocated it", "Still live at the end"):
    print(heading, heading in words)


def tips(kind):
    return [element[2] for element in reader.all
            if element[0] == "title" and element[3] and element[3][-1][1].get("class") == kind]


print(any(tip.startswith("make\n") and "return [A(n) for n in range(count)]" in tip for tip in tips("frame")))
print(len([tip for tip in tips("frame") if tip.startswith("deep\n") and "n - 1" in tip]) in (1, 2, 3, 4))
print(len(tips("column")) > 5, all(" resident, " in tip for tip in tips("column")))
rects = [element[1] for element in reader.all if element[0] == "rect"]
print(all(float(rect.get("x", 0)) + float(rect["width"]) <= float(root["width"]) + 1
          and float(rect.get("y", 0)) + float(rect["height"]) <= float(root["height"]) + 1 for rect in rects))

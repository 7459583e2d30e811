# The documentation's session: run a program, list what was recorded, plot it in several ways, remove it.
import os, sys
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "modules"))
import re
import subprocess
import tempfile

folder = tempfile.mkdtemp()
with open(os.path.join(folder, "script.py"), "w") as file:
    file.write("@profile\ndef my_func():\n    a = [1] * (10 ** 6)\n    return a\n\nif __name__ == '__main__':\n    my_func()\n")


def mprof(*words):
    done = subprocess.run([sys.executable, "-m", "mprof", *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=folder)
    text = re.sub(r"\d\d:\d\d:\d\d \d\d/\d\d/\d{4}", "TIME DATE", re.sub(r"\d{14}", "STAMP", done.stdout))
    print("$ mprof", *words, "->", done.returncode, done.stderr)
    print(re.sub(r"\d+\.\d{3} MiB", "N MiB", text), end="")


mprof("run", "-T", "0.01", "script.py")
mprof("list")
mprof("peak")
mprof("plot", "-o", "a.svg")
mprof("plot", "-t", "Recorded memory usage", "-o", "titled.svg")
mprof("plot", "-n", "-o", "plain.svg")
mprof("plot", "-s", "-o", "slope.svg")
mprof("plot", "--flame", "-o", "flame.svg")
mprof("plot")
for name in ("a.svg", "titled.svg", "plain.svg", "slope.svg", "flame.svg"):
    with open(os.path.join(folder, name), encoding="utf-8") as file:
        text = file.read()
    print(name, "__main__.my_func" in text, "Recorded memory usage" in text, "slope" in text, "script.py</text>" in text)
mprof("rm", "--dry-run", "0")
mprof("rm", "0")
mprof("list")
mprof("clean")
print(sorted(re.sub(r"\d{14}", "STAMP", name) for name in os.listdir(folder)))

# ouro mem: the report of a program, by samples and exactly; its streams, arguments and exit status.
import os
import re
import subprocess
import sys
import tempfile

folder = tempfile.mkdtemp()
with open(os.path.join(folder, "program.py"), "w") as file:
    file.write("""import sys
class Item:
    def __init__(self, number):
        self.number, self.text = number, "item %d" % number
kept = [Item(n) for n in range(20000)]
print(sys.argv[1:], sys.stdin.read())
print("to stderr", file=sys.stderr)
sys.exit(int(sys.argv[1]))
""")


def run(*words, text=""):
    return subprocess.run([sys.executable, "mem", *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=folder,
                          input=text)


def shown(text):
    """A report with its figures taken out."""
    text = re.sub(r"[▁▂▃▄▅▆▇█ ]{60,}", "GRAPH", text)
    text = re.sub(r"\d[\d.,]* ?(KiB|MiB|B|µs|ms|s|min)\b", "N", text)
    return re.sub(r" {2,}", " ", text)


for options in ([], ["--exact"]):
    done = run(*options, "program.py", "3", "x y", text="typed")
    lines = shown(done.stdout).splitlines()
    print(done.returncode, repr(done.stderr), lines[:9])
    print(lines[10:12])
    titles = [line for line in lines if re.match("by |collector|advice", line)]
    print(*[re.sub(r"\d.*", "...", title) for title in titles], sep="\n")
    rows = {name: count for count, name in re.findall(r"([\d,]+)  (\w+)$", done.stdout, re.M)}
    print(rows["Item"], int(rows["str"].replace(",", "")) > 20000)
    own = [line for line in done.stdout.splitlines() if "program.py:" in line]
    print({re.search(r"program.py:\d+", line)[0] for line in own if "KiB" in line or "MiB" in line} >= {"program.py:4", "program.py:5"})
    print(any("kept = [Item(n) for n in range(20000)]" in line for line in own))
    allocated = re.search(r"allocated in all \((.*)\)", done.stdout)[1]
    print(allocated)
done = run("--top", "2", "--no-advice", "program.py", "0")
print(done.stdout.count("program.py:") in (2, 3, 4), "more types" in done.stdout, "advice" in done.stdout, done.returncode)
done = run("-c", "import sys; print(sys.argv, sys._xoptions.keys() - {'capture'})", "a", "-h")
print(done.stdout.splitlines()[0], done.stdout.splitlines()[2].split(" ran")[0])
with open(os.path.join(folder, "module.py"), "w") as file:
    file.write("import sys\nprint(__name__, [w[-9:] for w in sys.argv])\n")
done = run("-m", "module", "--top")
print(done.stdout.splitlines()[0], done.stdout.splitlines()[2].split(" ran")[0])

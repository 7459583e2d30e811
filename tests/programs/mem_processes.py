# ouro mem --children: copies of the program and other programs run by ouro record beside it, however they end; one report shows all.
import os
import re
import subprocess
import sys
import tempfile

from ouro import captures

folder = tempfile.mkdtemp()
with open(os.path.join(folder, "program.py"), "w") as file:
    file.write("""import os, signal, subprocess, sys
first = [bytes(1000) for n in range(1000)]
pid = os.fork()
if pid == 0:
    garbage = [bytes(1000) for n in range(4000)]
    if os.fork() == 0:
        class Deep: pass
        deep = [Deep() for n in range(20000)]
        os._exit(4)
    os.wait()
    sys.exit(3)
os.waitpid(pid, 0)
subprocess.run([sys.executable, "-c", "x = [str(n) for n in range(50000)]", "word"])
subprocess.run([sys.executable, "-c", "import os; x = bytes(3000000); y = [str(n) for n in range(20000)]; os.kill(os.getpid(), 9)"])
subprocess.run(["true"])
subprocess.run([sys.executable, "-c", "pass"], env={})
print("OURO_CAPTURE" in os.environ)
""")


def run(*words):
    return subprocess.run([sys.executable, "mem", *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=folder)


def kept():
    return sorted(name for name in os.listdir(folder) if name.startswith("run.capture"))


done = run("--keep", "run.capture", "program.py")
print(done.returncode, repr(done.stderr), kept(), "processes" in done.stdout, done.stdout.splitlines()[0])
before = set()
for options in ([], ["--exact"]):
    done = run("--children", *options, "--keep", "run.capture", "-o", "picture.svg", "program.py")
    names = set(kept())
    print(done.returncode, repr(done.stderr), len(names), names & before <= {"run.capture"})
    before = names
    first = captures.read(os.path.join(folder, "run.capture"))
    others = sorted(captures.of_children(os.path.join(folder, "run.capture")), key=lambda capture: capture.clock)
    print(all(capture.exact == bool(options) for capture in others), all(capture.clock > first.clock for capture in others))
    for capture in others:
        counts = {name: count for name, (count, size) in capture.censuses[-1].rows.items()} if capture.censuses else {}
        print(capture.arguments, capture.end and capture.end.status, counts.get("bytes", 0) > 5000, counts.get("Deep"))
    copy, deep = others[:2]
    print(copy.parent == first.pid, deep.parent == copy.pid, copy.arguments)
    table = done.stdout.split("\nprocesses: ")[1]
    print(table.split(",")[0])
    for row in re.findall(r"^ +\d+ .* [MK]iB  (.*)$", table, re.M):
        print(row.replace(str(first.pid), "FIRST").replace(str(copy.pid), "COPY"))
    print(table.count("of bytes by program.py:5"), "of str by <string>:1" in table, re.findall("not recorded here: (.*)", done.stdout)[:1])
    with open(os.path.join(folder, "picture.svg")) as file:
        texts = re.findall(r"<text[^>]*>([^<]*)</text>", file.read())
    print("Processes" in texts, sum(text.startswith("%d" % capture.pid) for capture in others for text in texts))
    again = run("--read", "run.capture", "--children")
    print(again.stdout.split("\nprocesses: ")[1].strip() == table.split("\n\ndrawn")[0].strip())
damaged = os.path.join(folder, sorted(kept())[1])
with open(damaged, "wb") as file:
    file.write(b"no capture")
print(run("--read", "run.capture", "--children").stdout.split("\nprocesses: ")[1].split(",")[0])

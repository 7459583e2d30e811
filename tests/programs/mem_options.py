# ouro mem: what makes no sense is said in one line, with status 2.
import os
import subprocess
import sys
import tempfile

folder = tempfile.mkdtemp()
with open(os.path.join(folder, "program.py"), "w") as file:
    file.write("print('ran')\n")


def run(*words):
    done = subprocess.run([sys.executable, "mem", *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=folder)
    print(done.returncode, *words, "|", *[line.replace(folder, "") for line in done.stderr.splitlines()[:1]])
    return done


for words in ([], ["--wrong"], ["--top"], ["--top", "0", "program.py"], ["--top=x", "program.py"], ["--mean", "0", "program.py"],
              ["--mean=1Q", "program.py"], ["--read", "a", "program.py"], ["--read", "none.capture"], ["--read", "program.py"],
              ["--keep", "a,b", "program.py"], ["--", ], ["-m"], ["missing.py"], ["-X", "capture=", "program.py"],
              ["--keep", "no/such/folder", "program.py"], ["--keep", "/dev/full", "program.py"], ["-o", "no/such/folder.svg", "program.py"]):
    run(*words)
print(run("--help").stdout.splitlines()[0])
for words in (["--keep", "run.capture", "program.py"], ["--mean", "4K", "program.py"], ["-O", "-W", "error", "--", "program.py"]):
    print(run(*words).stdout.splitlines()[0])
again = run("--read", "run.capture").stdout
print(again.splitlines()[0].split(" ran")[0])
with open(os.path.join(folder, "run.capture"), "ab") as file:
    file.write(b"x")
print(run("--read=run.capture").stdout.splitlines()[1:] == again.splitlines()[1:])
done = subprocess.run([sys.executable, "-X", "capture=a,wrong", "program.py"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=folder)
print(done.returncode, done.stderr)

# mprof run: the file it writes, its options, the exit status.
import os
import re
import subprocess
import sys
import tempfile

folder = tempfile.mkdtemp()
with open(os.path.join(folder, "program.py"), "w") as file:
    file.write("import sys, time\ntry:\n    profile\nexcept NameError:\n    profile = lambda f: f\n    print('plain')\n"
               "@profile\ndef f():\n    a = bytearray(b'x') * 30000000\n    time.sleep(0.3)\n\nf()\nsys.exit(int(sys.argv[1]))\n")
with open(os.path.join(folder, "parent.py"), "w") as file:
    file.write("import subprocess, sys\nsubprocess.run([sys.executable, '-c', \"import time; x = bytearray(b'x') * 30000000; time.sleep(0.5)\"])\n")


def run(*words):
    before = set(os.listdir(folder))
    done = subprocess.run([sys.executable, "-m", "mprof", *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=folder)
    print("--", *[word.replace(sys.executable, "ouro") for word in words], "->", done.returncode)
    print((done.stdout + done.stderr).replace(sys.executable, "ouro"), end="")
    for name in set(os.listdir(folder)) - before - {"__pycache__"}:
        print(re.sub(r"\d{14}", "DATE", name))
        with open(os.path.join(folder, name)) as file:
            lines = file.read().splitlines()
        print(lines[0].replace(sys.executable, "ouro"))
        print(sorted({line.split()[0] for line in lines}), {"-t", "--multiprocess"} & set(words) != set() or max([0.0] + [float(line.split()[1]) for line in lines if line[:3] == "MEM"]) > 28)
        forms = r"MEM \d+\.\d{6} \d+\.\d{4}|CHLD \d+ \d+\.\d{6} \d+\.\d{4}|FUNC \S+( \d+\.\d{4}){4} \d+|CMDLINE .*"
        print(all(re.fullmatch(forms, line) for line in lines))
        os.remove(os.path.join(folder, name))


run("run", "-T", "0.02", "program.py", "0")
run("run", "--interval", "0.02", "-E", "program.py", "4")
run("run", "--interval", "0.02", "program.py", "4")
run("run", "-T", "0.02", "--nopython", "-E", sys.executable, "program.py", "0")
run("run", "-T", "0.02", "-o", "chosen.dat", "--python", "program.py", "0")
run("run", "-T", "0.02", "--multiprocess", "-o", "children.dat", "parent.py")
run("run", "-T", "0.02", "-C", "-o", "sum.dat", "parent.py")
run("run", "-T", "0.02", "-t", "0.2", "-o", "short.dat", "program.py", "0")
run("run", "-o", "none.dat", "-E", "./not-there")
run("run")

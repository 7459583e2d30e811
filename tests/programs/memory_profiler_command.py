# ouro -m memory_profiler and its options.
import os
import re
import subprocess
import sys
import tempfile

folder = tempfile.mkdtemp()
program = os.path.join(folder, "program.py")
with open(program, "w") as file:
    file.write("import sys\n\n@profile\ndef f():\n    a = [1] * 10 ** 6\n    return a\n\nf()\nprint(sys.argv[1:], __name__)\n"
               "if 'exit' in sys.argv:\n    sys.exit(5)\n")


def run(*words, stdin=""):
    done = subprocess.run([sys.executable, "-m", "memory_profiler", *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                          cwd=folder, input=stdin)
    text = done.stdout.replace(folder, "F")
    text = re.sub(r" *-?\d+\.\d+ MiB", lambda m: "#" * len(m[0]), text)
    text = re.sub(r"FUNC (\S+) [\d.]+ \d+\.\d{4} [\d.]+ \d+\.\d{4} (\d)", r"FUNC \1 M T M T \2", text)
    print("--", *[word.replace(folder, "F") for word in words], "->", done.returncode)
    print(text)
    return done.stderr


run("program.py", "one", "-o", "two")
run("--precision", "1", "program.py")
run("--backend", "ouro", "--precision", "6", program)
run("--timestamp", "program.py")
print(run("program.py", "exit"))
run("-o", "out", "program.py")
run("-o", "out", "--timestamp", "--include-children", "program.py")
with open(os.path.join(folder, "out")) as file:
    print([line.split()[0] for line in file if line.strip()])
run("program")
print(run("missing.py").strip().splitlines()[-1].replace(sys.executable, "ouro"))
print(run("--backend", "nonsense", "program.py").strip().splitlines()[-1].partition("(choose")[0])
run("--version")
run("--pdb-mmem", "1", "program.py", stdin="p 1 + 1\nc\n")

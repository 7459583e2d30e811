# -m memory_profiler runs a module of a package by its name, with its arguments; several functions, appended to a file.
import os, sys
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "modules"))
import subprocess
import tempfile
from memory_tables import form

folder = tempfile.mkdtemp()
os.mkdir(os.path.join(folder, "package"))
for name, text in (("package/__init__.py", ""), ("package/helper.py", "@profile\ndef helps(n):\n    return [n] * n\n"),
                   ("package/tool.py", "import sys\nfrom . import helper\n\n@profile\ndef main():\n    '''Text\n    of two lines.'''\n    if len(sys.argv) > 9:\n"
                    "        return None\n    return helper.helps(5)\n\nprint(main(), sys.argv[1:], __name__, __package__)\n")):
    with open(os.path.join(folder, name), "w") as file:
        file.write(text)


def run(*words):
    done = subprocess.run([sys.executable, "-m", "memory_profiler", *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=folder)
    print(words, done.returncode, done.stderr.strip().splitlines()[-1:])
    print(form(done.stdout))


run("package.tool", "x", "-y", "--precision")
run("-o", "report", "--precision", "0", "package.tool")
run("-o", "report", "package.tool")
with open(os.path.join(folder, "report")) as file:
    print(form(file.read()))
run("package.missing")
run()
run("missing.py")
run("--precision", "x", "package.tool")

# ouro mem: however a program ends, the report comes and the status is the program's.
import os
import re
import signal
import subprocess
import sys
import tempfile
import time

folder = tempfile.mkdtemp()
FATES = {
    "killed": "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)",
    "terminated": "import os, signal\nos.kill(os.getpid(), signal.SIGTERM)",
    "_exit": "import os\nos._exit(7)",
    "exit": "raise SystemExit(5)",
    "abort": "import os\nos.abort()",
    "error": "{}['key']",
    "memory": "more = bytearray(1 << 40)",
    "text": "import sys\nsys.exit('goodbye')",
    "full": "import resource\nresource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))\n"
            "more = [bytes(1000) for n in range(9000)]\nprint('went on')",
    "exec": "import os, sys\nos.execv(sys.executable, [sys.executable, '-c', 'print(12)'])",
}


def report(done):
    print(done.returncode, *done.stderr.replace(folder, "").splitlines(), sep="\n  ")
    lines = done.stdout.splitlines()
    first = next(i for i, line in enumerate(lines) if line.startswith("program.py"))
    print(lines[:first - 1], re.sub(r" [\d.]+ m?s", " N", lines[first]))
    places = "\n".join(line for line in lines[first:] if "program.py:" in line)
    print("program.py:2" in places, any(line.split()[1:2] == ["MiB"] and line.endswith("live on the heap at most, at")
                                        or "live on the heap at most" in line and " MiB " in line for line in lines))


for name, end in FATES.items():
    print("--", name)
    with open(os.path.join(folder, "program.py"), "w") as file:
        file.write("def fill():\n    return [bytes(1000) for n in range(3000)]\nkept = fill()\n" + end + "\n")
    for options in ([], ["--exact"]):
        done = subprocess.run([sys.executable, "mem", *options, "program.py"], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              text=True, cwd=folder)
        report(done)

print("-- a limit")
with open(os.path.join(folder, "program.py"), "w") as file:
    file.write("kept = []\ndef grow(): kept.append(bytes(100000))\nwhile True:\n    grow()\n")
report(subprocess.run([sys.executable, "mem", "--memory-limit", "24M", "program.py"], stdout=subprocess.PIPE,
                      stderr=subprocess.PIPE, text=True, cwd=folder))

print("-- a signal is passed on")
with open(os.path.join(folder, "program.py"), "w") as file:
    file.write("import signal, sys, time\nkept = [bytes(1000) for n in range(3000)]\n"
               "signal.signal(signal.SIGTERM, lambda *a: sys.exit(9))\nprint('ready', flush=True)\nwhile True: time.sleep(0.01)\n")
process = subprocess.Popen([sys.executable, "mem", "program.py"], stdout=subprocess.PIPE, text=True, cwd=folder)
print(process.stdout.readline(), end="")
process.send_signal(signal.SIGTERM)
text = process.communicate()[0]
print(process.returncode, "exit status 9" in text, "program.py:2" in text)

# A recording is there after a kill of the recorder, up to its last whole line.
import os, sys
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "modules"))
import re
import signal
import subprocess
import tempfile
import time

os.chdir(tempfile.mkdtemp())
watched = subprocess.Popen([sys.executable, "-c", "import sys; sys.stdin.read()"], stdin=subprocess.PIPE)
recorder = subprocess.Popen([sys.executable, "-m", "mprof", "attach", "-T", "0.01", "-o", "a.dat", str(watched.pid)], stdout=subprocess.DEVNULL)
while recorder.poll() is None and (not os.path.exists("a.dat") or os.path.getsize("a.dat") < 300):
    time.sleep(0.01)
recorder.send_signal(signal.SIGKILL)
print(recorder.wait())
watched.communicate()
with open("a.dat") as file:
    text = file.read()
lines = text.splitlines()
print(lines[0].startswith("CMDLINE "), len(lines) > 5, all(re.fullmatch(r"MEM \d+\.\d{6} \d+\.\d{4}", line) for line in lines[1:-1]))
with open("cut.dat", "w") as file:
    file.write(text[:text.rindex("MEM") + 7])
import mprof
for name in ("a.dat", "cut.dat"):
    recording = mprof.Recording(name)
    print(len(recording.samples) > 3, recording.samples[0][0], recording.peak() > 1)
# Ctrl-C ends the recording as well, and says nothing.
watched = subprocess.Popen([sys.executable, "-c", "import sys; sys.stdin.read()"], stdin=subprocess.PIPE)
recorder = subprocess.Popen([sys.executable, "-m", "mprof", "attach", "-T", "0.01", "-o", "b.dat", str(watched.pid)], stdout=subprocess.DEVNULL,
                            stderr=subprocess.PIPE)
while recorder.poll() is None and (not os.path.exists("b.dat") or os.path.getsize("b.dat") < 300):
    time.sleep(0.01)
recorder.send_signal(signal.SIGINT)
print(recorder.communicate()[1], recorder.returncode)
watched.communicate()

# ouro mem: a program that traces, tracks and clears for itself is told of as any other is.
import os
import subprocess
import sys
import tempfile

folder = tempfile.mkdtemp()
with open(os.path.join(folder, "program.py"), "w") as file:
    file.write("""\
import tracemalloc
import ouro
tracemalloc.start(5)
kept = [bytes(1000) for n in range(3000)]
print(tracemalloc.get_object_traceback(kept[0])[-1].lineno, tracemalloc.get_traced_memory()[0] > 3000000)
tracemalloc.clear_traces()
tracemalloc.stop()
with ouro.track() as track:
    more = [bytes(2000) for n in range(3000)]
print(track.peak >= 6000000)
tracemalloc.start()
rest = [bytes(1000) for n in range(6000)]
%s""")
for end in "", "tracemalloc.stop()\n", "ouro.sample(1000)\n":
    with open(os.path.join(folder, "program.py")) as file:
        source = file.read()
    with open(os.path.join(folder, "ended.py"), "w") as file:
        file.write(source % end)
    done = subprocess.run([sys.executable, "mem", "ended.py"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          cwd=folder)
    print(done.returncode, *done.stdout.splitlines()[:2])
    print([line for line in (4, 9, 12) if "ended.py:%d " % line in done.stdout or "ended.py:%d\n" % line in done.stdout])

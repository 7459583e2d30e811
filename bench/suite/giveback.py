"""Memory given back: 4 million objects of 48 bytes, then all but one in N dropped; resident MiB, beside CPython 3.11.

The resident figure is the process's own at its end, read from /proc by a sibling: the program stops itself after the drop.
"""
import os
import signal
import subprocess
import time

from . import _measure as m

CODE = """
import gc, time
gc.disable()
kept = [(None, None, i & 7) for i in range(4000000)]
%s
time.sleep(1.5)
x = [None] * 100
gc.collect()
print("ready", flush=True)
time.sleep(60)
"""


def resident(command, code):
    process = subprocess.Popen(command + ["-c", code], stdout=subprocess.PIPE)
    try:
        process.stdout.readline()
        time.sleep(0.1)
        with open("/proc/%d/statm" % process.pid) as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()


def run(options):
    rows = []
    for label, drop in [("all kept", ""), ("none kept", "kept = None"), ("1 in 100", "kept = kept[::100]"),
                        ("1 in 1000", "kept = kept[::1000]"), ("1 in 30,000", "kept = kept[::30000]")]:
        figures = {peer: [] for peer in m.PEERS}
        for _ in range(max(1, options.rounds // 2)):
            for peer, command in m.PEERS.items():
                figures[peer].append(resident(command, CODE % drop) / 2**20)
        ours, theirs = m.median(figures["ouro"]), m.median(figures["cpython"])
        rows.append([label, "%.1f" % ours, "%.1f" % theirs, "%.2f" % (ours / theirs)])
    m.table("Resident MiB after dropping (4 million tuples of 3)", ["kept", "ouro", "cpython", "ratio"], rows, options.markdown)

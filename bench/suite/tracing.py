"""tracemalloc, beside CPython 3.11's: how much slower a program runs while it is traced, and what tracing itself takes. And
sampling, beside ourselves without it."""
import glob
import math
import os
import re
import subprocess

from . import _measure as m

TIMED = """
import sys, time
work(1)
if FRAMES:
    import tracemalloc
    tracemalloc.start(FRAMES)
start = time.process_time()
kept = work(ROUNDS)
print(time.process_time() - start)
"""
PROGRAMS = [
    ("small lists, dropped at once", """
def leaf(n):
    return [n], [n], [n]
def work(rounds):
    for n in range(rounds * 100000):
        leaf(n)
"""),
    ("instances and dicts, kept", """
class Node:
    def __init__(self, n):
        self.n, self.text, self.more = n, str(n), {n: [n]}
def work(rounds):
    return [Node(n) for n in range(rounds * 20000)]
"""),
    ("binary trees, 20 frames deep", """
def tree(depth):
    return (tree(depth - 1), tree(depth - 1)) if depth else (None, None)
def deep(n, f):
    return f() if n == 0 else deep(n - 1, f)
def work(rounds):
    for _ in range(rounds):
        deep(20, lambda: tree(13))
"""),
    ("text: split, joined, replaced", """
line = "some words of a line, %d of them, " * 4
def work(rounds):
    for n in range(rounds * 4000):
        " ".join(word.replace("o", "00") for word in (line % (n, n, n, n)).split())
"""),
]
OWN = """
import tracemalloc
tracemalloc.start(FRAMES)
before = len(tracemalloc.take_snapshot().traces)
kept = [[None] for n in range(1000000)]
own = tracemalloc.get_tracemalloc_memory()
tracemalloc_blocks = len(tracemalloc._get_traces()) - before
print(own / tracemalloc_blocks)
"""


def seconds(code, frames, options, rounds_inside):
    """{peer: median}, each run of a peer in turn with the others."""
    code = (code + TIMED).replace("FRAMES", str(frames)).replace("ROUNDS", str(rounds_inside))
    samples = m.in_turn(["-c", code], max(1, options.rounds // 2))
    return {peer: m.median([float(s.out) for s in samples[peer]]) for peer in samples}


def instructions(arguments):
    """That one run takes, as callgrind counts them: exact also on a machine that does other things."""
    done = subprocess.run(["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", m.OURO] + arguments,
                          capture_output=True, text=True, env=dict(os.environ, PYTHONHASHSEED="0"))
    return int(re.search(r"Collected : (\d+)", done.stderr).group(1))


def sampled(options):
    """CPU time with and without samples, in turn; and of the small programs, which callgrind can count, instructions."""
    peers = {"off": [m.OURO], "on": [m.OURO, "-X", "sample"]}
    programs = [(os.path.basename(path), [path], False) for path in sorted(glob.glob("bench/programs/*.py"))]
    programs += [(name, ["-c", code + "\nfor _ in range(10): work(1)\n"], True) for name, code in PROGRAMS]
    rows, ratios = [], []
    for name, arguments, counted in programs:
        samples = m.in_turn(arguments, options.rounds, peers)
        cpu = {peer: min(s.cpu for s in samples[peer]) for peer in samples}
        ratios.append(cpu["on"] / cpu["off"])
        count = instructions(["-X", "sample"] + arguments) / instructions(arguments) if counted else None
        rows.append([name, "%.3f" % cpu["off"], "%.3f" % cpu["on"], "%.3f" % ratios[-1], "%.4f" % count if count else ""])
        print(".", end="", flush=True)
    rows.append(["geometric mean", "", "", "%.3f" % math.exp(sum(map(math.log, ratios)) / len(ratios)), ""])
    m.table("Sampling, one sample for 512 KiB: CPU s, the least of %d runs" % options.rounds,
            ["", "off", "on", "ratio", "instructions"], rows, options.markdown)


def run(options):
    traced(options)
    sampled(options)


def traced(options):
    rows = []
    for name, code in PROGRAMS:
        plain, one, many = (seconds(code, frames, options, 10) for frames in (0, 1, 25))
        rows.append([name] + ["%.2f" % (traced[peer] / plain[peer]) for peer in ("ouro", "cpython") for traced in (one, many)])
        print(".", end="", flush=True)
    m.table("tracemalloc: slowdown while tracing", ["", "ouro, 1 frame", "25", "cpython, 1 frame", "25"], rows, options.markdown)
    rows = []
    for frames in (1, 25):
        samples = m.in_turn(["-c", OWN.replace("FRAMES", str(frames))], 1)
        rows.append(["%d frames" % frames] + ["%.1f" % float(samples[peer][0].out) for peer in ("ouro", "cpython")])
    m.table("tracemalloc: its own bytes for each traced block, a million small lists kept", ["", "ouro", "cpython"], rows,
            options.markdown)

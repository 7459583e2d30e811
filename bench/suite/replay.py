"""Recorded allocations replayed against this heap, glibc, mimalloc, jemalloc and pymalloc, in turn.

OURO_TRACES names a folder of traces (*.tr, *.tr.zst); without it a made-up trace of random frees runs alone.
"""
import glob
import os
import subprocess

FOLDER = "build/bench/bench/replay"


def run(options):
    traces = sorted(glob.glob(os.path.join(os.environ.get("OURO_TRACES", "/nonexistent"), "*.tr*")))
    print("\nReplayed traces (medians of %d)" % options.rounds, flush=True)
    subprocess.run([FOLDER + "/replay", "-r", str(options.rounds)] + traces + ["random"], check=True)

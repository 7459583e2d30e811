"""The empty program: wall-clock and CPU milliseconds, peak resident memory, beside CPython 3.11."""
import os
import tempfile
import time

from . import _measure as m


def run(options):
    with tempfile.NamedTemporaryFile("w", suffix=".py") as file:
        wall = {name: [] for name in m.PEERS}
        samples = {name: [] for name in m.PEERS}
        for _ in range(options.rounds * 10):
            for name, command in m.PEERS.items():
                start = time.perf_counter()
                samples[name].append(m.once(command + [file.name]))
                wall[name].append(time.perf_counter() - start)
    rows = []
    for name in m.PEERS:
        rows.append([name, "%.1f" % (1000 * m.median(wall[name])), "%.1f" % (1000 * m.median([s.cpu for s in samples[name]])),
                     "%.1f" % (m.median([s.peak for s in samples[name]]) / 2**20)])
    m.table("Empty program (medians of %d)" % (options.rounds * 10), ["", "wall ms", "CPU ms", "peak MiB"], rows, options.markdown)

"""The nine small programs: CPU seconds and peak resident memory, beside CPython 3.11."""
import glob
import math
import os

from . import _measure as m


def compare(options, title, pattern):
    """A table of all programs of a folder, with what they print compared."""
    rows, ratios = [], []
    for path in sorted(glob.glob(pattern)):
        samples = m.in_turn([path], options.rounds)
        cpu = {name: m.median([s.cpu for s in samples[name]]) for name in samples}
        peak = {name: m.median([s.peak for s in samples[name]]) for name in samples}
        same = samples["ouro"][0].out == samples["cpython"][0].out
        ratio = cpu["ouro"] / cpu["cpython"]
        ratios.append(ratio)
        rows.append([os.path.basename(path), "%.3f" % cpu["ouro"], "%.3f" % cpu["cpython"], "%.2f" % ratio,
                     "%.1f" % (peak["ouro"] / 2**20), "%.1f" % (peak["cpython"] / 2**20),
                     "%.2f" % (peak["ouro"] / peak["cpython"]), "yes" if same else "NO"])
    mean = math.exp(sum(map(math.log, ratios)) / len(ratios))
    rows.append(["geometric mean", "", "", "%.2f" % mean, "", "", "", ""])
    m.table("%s (CPU s, peak MiB; medians of %d)" % (title, options.rounds),
            ["program", "ouro", "cpython", "ratio", "ouro MiB", "cpython MiB", "ratio", "same output"], rows, options.markdown)


def run(options):
    compare(options, "Nine programs", "bench/programs/*.py")

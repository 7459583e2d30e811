"""ouro mem: what recording a capture costs the nine programs, by samples and exactly; and the whole command with its report."""
import glob
import math
import os
import tempfile

from . import _measure as m


def mean(ratios):
    return math.exp(sum(map(math.log, ratios)) / len(ratios))


def run(options):
    with tempfile.TemporaryDirectory() as folder:
        capture = os.path.join(folder, "capture")
        picture = os.path.join(folder, "report.svg")
        peers = {"plain": [m.OURO], "sampled": [m.OURO, "-X", "capture=" + capture],
                 "exact": [m.OURO, "-X", "capture=" + capture + ",exact"], "command": [m.OURO, "mem", "-o", picture],
                 "command, exact": [m.OURO, "mem", "--exact", "-o", picture]}
        rows, ratios = [], {name: [] for name in peers}
        for path in sorted(glob.glob("bench/programs/*.py")):
            samples = m.in_turn([path], options.rounds, peers)
            cpu = {name: m.median([s.cpu for s in samples[name]]) for name in peers}
            for name in peers:
                ratios[name].append(cpu[name] / cpu["plain"])
            rows.append([os.path.basename(path), "%.3f" % cpu["plain"]] + ["%.2f" % ratios[name][-1] for name in list(peers)[1:]])
        rows.append(["geometric mean", ""] + ["%.2f" % mean(ratios[name]) for name in list(peers)[1:]])
    m.table("ouro mem: CPU time beside the plain run (the command with its report and picture; medians of %d)" % options.rounds,
            ["program", "plain s", *list(peers)[1:]], rows, options.markdown)

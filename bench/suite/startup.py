"""The empty program: wall-clock and CPU milliseconds, peak resident memory, beside CPython 3.11."""
import tempfile

from . import _measure as m


def run(options):
    rounds = options.rounds * 10
    with tempfile.NamedTemporaryFile("w", suffix=".py") as file:
        samples = m.in_turn([file.name], rounds)
    rows = [[name, "%.1f" % (1000 * m.median([s.wall for s in samples[name]])),
             "%.1f" % (1000 * m.median([s.cpu for s in samples[name]])),
             "%.1f" % (m.median([s.peak for s in samples[name]]) / 2**20)] for name in samples]
    m.table("Empty program (medians of %d)" % rounds, ["", "wall ms", "CPU ms", "peak MiB"], rows, options.markdown)

"""Importing modules of the standard library with a warm cache: CPU milliseconds of the whole command, and beyond the empty one's."""
import tempfile

from . import _measure as m

MODULES = ("typing dataclasses enum re json argparse logging asyncio pathlib subprocess").split()
PEERS = {"ouro": [m.OURO], "cpython": [m.PYTHON, "-S", "-E"], "with site": [m.PYTHON, "-E"]}


def cpu_of(code, rounds, env):
    """{peer: median CPU seconds}; what is measured finds every cache file written."""
    m.in_turn(["-c", code], 1, PEERS, env)
    samples = m.in_turn(["-c", code], rounds, PEERS, env)
    return {name: m.median([s.cpu for s in samples[name]]) for name in samples}


def run(options):
    rounds = options.rounds * 4
    programs = [("nothing", "pass"), ("unittest", "import unittest")]
    programs += [(name, "import " + name) for name in MODULES]
    programs.append(("these ten", "import " + ", ".join(MODULES)))
    rows = []
    with tempfile.TemporaryDirectory() as cache:
        env = {"XDG_CACHE_HOME": cache}
        for title, code in programs:
            cpu = cpu_of(code, rounds, env)
            if code == "pass":
                empty = cpu
            beyond = {name: cpu[name] - empty[name] for name in cpu}
            rows.append([title] + ["%.1f" % (1000 * cpu[name]) for name in PEERS] +
                        ["%.2f" % (cpu["ouro"] / cpu["cpython"]),
                         "%.2f" % (beyond["ouro"] / beyond["cpython"]) if code != "pass" else ""])
    m.table("Imports with a warm cache (CPU ms; medians of %d)" % rounds,
            ["imported", "ouro", "cpython -S -E", "cpython -E", "ratio to -S -E", "beyond nothing"], rows, options.markdown)

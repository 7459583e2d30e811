"""Running commands in turn, and showing medians."""
import os
import statistics
import subprocess
import tempfile

OURO = os.path.abspath("build/bench/ouro")
MEASURE = os.path.abspath("build/bench/bench/measure/bench_measure")
PYTHON = "/usr/bin/python3.11"
PEERS = {"ouro": [OURO], "cpython": [PYTHON, "-S", "-E"]}


class Sample:
    def __init__(self, cpu, wall, peak, out):
        self.cpu, self.wall, self.peak, self.out = cpu, wall, peak, out


def once(command, extra_env=None):
    """CPU and wall-clock seconds and peak resident bytes of one process, and what it printed."""
    env = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "OURO"))}
    env.update(extra_env or {})
    env["XDG_CACHE_HOME"] = os.path.abspath("build/cache")  # of this build alone: the first run fills it
    with tempfile.NamedTemporaryFile("r") as figures:
        done = subprocess.run([MEASURE, figures.name] + command, stdout=subprocess.PIPE, env=env)
        cpu, wall, peak, status = figures.read().split()
    if done.returncode or status != "0":
        raise SystemExit("%s ended with status %s" % (" ".join(command), status))
    return Sample(float(cpu), float(wall), int(peak), done.stdout.decode())


def in_turn(arguments, rounds, peers=None, extra_env=None):
    """{peer: [Sample]} of `peer + arguments`, each round running every peer once."""
    peers = peers or PEERS
    samples = {name: [] for name in peers}
    for _ in range(rounds):
        for name, command in peers.items():
            samples[name].append(once(command + arguments, extra_env))
    return samples


def median(values):
    return statistics.median(values)


def table(title, header, rows, markdown):
    if markdown:
        print("\n### %s\n" % title)
        print("| " + " | ".join(header) + " |")
        print("|" + "---|" * len(header))
        for row in rows:
            print("| " + " | ".join(row) + " |")
        return
    widths = [max(len(str(row[i])) for row in [header] + rows) for i in range(len(header))]
    print("\n" + title)
    for row in [header] + rows:
        print("  " + "  ".join(cell.ljust(w) if i == 0 else cell.rjust(w) for i, (cell, w) in enumerate(zip(row, widths))))

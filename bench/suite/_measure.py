"""Running commands in turn, and showing medians."""
import os
import statistics
import subprocess
import tempfile

OURO = os.path.abspath("build/release/ouro")
PYTHON = "/usr/bin/python3.11"
PEERS = {"ouro": [OURO], "cpython": [PYTHON, "-S", "-E"]}


class Sample:
    def __init__(self, cpu, peak, out):
        self.cpu, self.peak, self.out = cpu, peak, out


def once(command):
    """CPU seconds and peak resident bytes of one process, and what it printed."""
    env = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "OURO"))}
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen(command, stdout=out, env=env)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = status
        if status:
            raise SystemExit("%s ended with status %d" % (" ".join(command), status))
        out.seek(0)
        return Sample(usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024, out.read().decode())


def in_turn(arguments, rounds, peers=None):
    """{peer: [Sample]} of `peer + arguments`, each round running every peer once."""
    peers = peers or PEERS
    samples = {name: [] for name in peers}
    for _ in range(rounds):
        for name, command in peers.items():
            samples[name].append(once(command + arguments))
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

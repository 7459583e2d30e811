"""Resident bytes for a million of each kind of object, the holder list not counted, beside CPython 3.11."""
from . import _measure as m

COUNT = 1000000
# Peak resident memory of a process that makes them all, less that of one that makes none.
PRELUDE = """
class Plain:
    def __init__(self, a, b):
        self.a = a
        self.b = b
class Slotted:
    __slots__ = ("a", "b")
    def __init__(self, a, b):
        self.a = a
        self.b = b
def closure(n):
    def inner():
        return n
    return inner
def generator(n):
    yield n
def fill(make, count):
    for i in range(count):
        holder[i] = make(i)
holder = [None] * %d
fill(%s, %d)
"""
KINDS = [
    ("int (one word)", "lambda i: i + 1000000"),
    ("float", "lambda i: i + 0.5"),
    ("str of 5 ASCII characters", "lambda i: '%05d' % (i % 100000)"),
    ("bytes of 5", "lambda i: b'%05d' % (i % 100000)"),
    ("tuple of 2", "lambda i: (None, i % 100)"),
    ("list of 2 (literal)", "lambda i: [None, i % 100]"),
    ("dict of 2", "lambda i: {'a': None, 'b': None}"),
    ("instance with 2 attributes", "lambda i: Plain(None, None)"),
    ("instance with 2 __slots__", "lambda i: Slotted(None, None)"),
    ("set of 2", "lambda i: {1, 2}"),
    ("closure", "lambda i: closure(None)"),
    ("generator", "lambda i: generator(None)"),
]


def bytes_of(command, make):
    empty, full = (m.once(command + ["-c", PRELUDE % (COUNT, make, count)]).peak for count in (0, COUNT))
    return (full - empty) / COUNT


def run(options):
    rows = []
    for name, make in KINDS:
        samples = {peer: [] for peer in m.PEERS}
        for _ in range(max(1, options.rounds // 2)):
            for peer, command in m.PEERS.items():
                samples[peer].append(bytes_of(command, make))
        ours, theirs = m.median(samples["ouro"]), m.median(samples["cpython"])
        rows.append([name, "%.0f" % ours, "%.0f" % theirs, "%.2f" % (ours / theirs)])
    m.table("Resident bytes per object (a million of each)", ["kind", "ouro", "cpython", "ratio"], rows, options.markdown)

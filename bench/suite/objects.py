"""Resident bytes for a million of each kind of object, the holder list not counted, beside CPython 3.11."""
from . import _measure as m

COUNT = 1000000
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
def resident():
    return %(resident)s
def measure(make, count):
    holder = [None] * count
    make(0), make(1)
    before = resident()
    for i in range(count):
        holder[i] = make(i)
    return (resident() - before) / count
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
# Both read the same figure of the operating system: pages resident, from /proc.
RESIDENT = "int(open('/proc/self/statm').read().split()[1]) * 4096"


def bytes_of(command, make, resident):
    code = PRELUDE % {"resident": resident} + "import gc\ngc.disable()\nprint(measure(%s, %d))\n" % (make, COUNT)
    return float(m.once(command + ["-c", code]).out)


def run(options):
    rows = []
    for name, make in KINDS:
        ours, theirs = [], []
        for _ in range(max(1, options.rounds // 2)):
            ours.append(bytes_of(m.PEERS["ouro"], make, "__import__("sys")._resident()"))
            theirs.append(bytes_of(m.PEERS["cpython"], make, RESIDENT))
        a, b = m.median(ours), m.median(theirs)
        rows.append([name, "%.0f" % a, "%.0f" % b, "%.2f" % (a / b)])
    m.table("Resident bytes per object (a million of each)", ["kind", "ouro", "cpython", "ratio"], rows, options.markdown)

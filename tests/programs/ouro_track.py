"""ouro.track: exact figures of what a block allocates and leaves."""
import ouro


class Thing:
    def __init__(self):
        self.me = None


kept = []


def ten_things(keep):
    for _ in range(10):
        thing = Thing()
        if keep:
            kept.append(thing)


def show(t):
    print(t.blocks, t.allocated, t.peak, t.leaked, t.leaked_bytes)


with ouro.track() as t:
    pass
show(t)
ten_things(False)
kept.extend([None] * 100)  # so that it does not grow below
del kept[:]

with ouro.track() as t:
    ten_things(False)
print("came and went:", t.blocks >= 10, t.allocated >= 10 * 16, t.allocated > t.peak > 0, t.leaked, t.leaked_bytes)
first = t.blocks, t.allocated, t.peak
for _ in range(5):
    with ouro.track() as t:
        ten_things(False)
    print("the same again:", (t.blocks, t.allocated, t.peak) == first)

with ouro.track() as t:
    ten_things(True)
print("stayed:", t.leaked, [(name, function, count) for name, _, _, function, count, _ in t.stats().leaked if name == "Thing"])

with ouro.track() as t:
    kept[0] = Thing()  # another took its place
print("another in its place:", t.leaked, t.leaked_bytes)

with ouro.track() as t:
    kept.clear()
print("freed:", t.leaked, t.leaked_bytes, [(name, count) for name, *_, count, _ in t.stats().leaked if name == "Thing"])


def cycles():
    for _ in range(50):
        a, b = Thing(), Thing()
        a.me, b.me = b, a


cycles()
with ouro.track() as t:
    cycles()
print("cycles:", t.leaked, t.leaked_bytes, t.peak >= 50 * 2 * 16)


def large():
    return len(bytes(100000))


large()
with ouro.track() as t:
    large()
    large()
print("one after the other:", t.allocated // 100000, t.peak // 100000)

with ouro.track() as t:
    values = [bytes(5000) for _ in range(10)]
print("by line:", [(function, blocks >= 10, size // 50000) for _, _, function, blocks, size in t.stats().allocated][:1])
print(repr(t)[:13], str(t.stats()).splitlines()[0], "Left:" in str(t.stats()))

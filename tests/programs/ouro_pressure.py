# limit: 64M
"""ouro.on_pressure: called once when a share of the limit is reached, again only after memory fell below it."""
import gc
import ouro

MIB = 1 << 20
log = []


def settle():
    """Passes safe points."""
    for _ in range(3):
        pass


def raises(f, *args):
    try:
        f(*args)
    except Exception as e:
        print(type(e).__name__, e)


for bad in ((0, print), (1.5, print), (-1, print), (float("nan"), print), ("x", print), (0.5, 3), (0.5,)):
    raises(ouro.on_pressure, *bad)
gc.collect()
ouro.trim()
base = ouro.heap()
print(ouro.limit() == 64 * MIB == base.limit, base.committed < 16 * MIB)
ouro.on_pressure(0.5, lambda: log.append("half"))
ouro.on_pressure(0.75, lambda: log.append("three quarters"))
print(log)
for size in (10, 40, 10):
    held = bytearray(size * MIB)
    settle()
    print(size, log)
    log.clear()
    del held
for step in range(3):
    held = [bytearray(100000) for n in range(500)]
    print(log)
    log.clear()
    more = [bytearray(1000) for n in range(1000)]
    print(log)
    del held, more

# Small objects.
log.clear()
held = []
while not log:
    held.append([len(held)])
used = ouro.heap()
print(log, 28 * MIB < used.committed - used.idle < 48 * MIB)
del held
gc.collect()

# A callback that frees: the program goes on where it would have been refused.
cache = {}
freed = 0


def drop():
    global freed
    freed += 1
    cache.clear()


ouro.on_pressure(0.75, None)
ouro.on_pressure(0.5, drop)
for n in range(3000):
    cache[n] = bytearray(100000)
print(freed >= 5, len(cache) < 400)
cache.clear()


# One that raises: where the program is.
def stop():
    raise KeyError("too much")


ouro.on_pressure(0.5, stop)
held = []
try:
    for n in range(1000):
        held.append(bytearray(100000))
except KeyError as e:
    print(e, 200 < len(held) < 360)
print(len(held) == len([bytearray(1) for o in held]))
held.clear()

# Taken away, replaced from within, too many.
ouro.on_pressure(0.5, None)
ouro.on_pressure(0.5, None)
log.clear()


def again():
    log.append(1)
    ouro.on_pressure(0.5, lambda: log.append(2))


ouro.on_pressure(0.5, again)
held = bytearray(40 * MIB)
settle()
print(log)
del held
settle()
held = bytearray(40 * MIB)
settle()
print(log)
raises(lambda: [ouro.on_pressure(n / 100, settle) for n in range(70, 99)])
for n in range(70, 99):
    ouro.on_pressure(n / 100, None)

# The limit moves.
log.clear()
ouro.on_pressure(0.5, lambda: log.append("moved"))
settle()
print(log)
log.clear()
del held
ouro.limit(None)
held = bytearray(100 * MIB)
settle()
print(log)
ouro.limit(120 * MIB)
settle()
print(log)
del held
ouro.on_pressure(1, lambda: 1 / 0)


class Late:
    def __del__(self):
        ouro.on_pressure(0.1, print)


late = Late()

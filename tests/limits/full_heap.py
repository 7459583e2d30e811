# limits: 2M 8M 16M
# asan: 8M
# exit: 1
# stderr: MemoryError
# In a heap filled to the brim the collector works, a handler can say what happened, and what nobody catches is reported.
import gc

MAKERS = (lambda h: [], lambda h: (h, h), lambda h: {1: 2}, lambda h: 12345 * len(h), lambda h: "x%d" % len(h), lambda h: 1.5 * len(h),
          lambda h: {1}, lambda h: b"x" * 20, lambda h: object())
SIZES = (1 << 20, 1 << 16, 1 << 12, 512, 64, 8)


def fill():
    hoard = []
    for size in SIZES:
        try:
            while True:
                hoard.append(bytearray(size))
        except MemoryError:
            pass
    for make in MAKERS:
        try:
            while True:
                hoard.append(make(hoard))
        except MemoryError:
            pass
    return hoard


class Node:
    pass


def nothing():
    pass


def make_rings():
    for i in range(1000):
        node = Node()
        node.node = node
        node.list = [node]


class Finalized:
    died = 0

    def __del__(self):
        Finalized.died += 1


def make_finalized():
    for i in range(200):
        node = Finalized()
        node.node = node


def ask(hoard):
    try:
        gc.collect()
        gc.collect(0)
        gc.collect(1)
    except MemoryError:
        hoard.clear()
        print("gc.collect() was refused memory")
    try:
        [None] * 100000000
    except MemoryError as e:
        try:
            print("caught", repr(e), e, "traceback" if e.__traceback__ else "no traceback")
            e = None
            gc.collect()
            gc.get_count()
            gc.get_stats()
        except MemoryError:
            hoard.clear()
            print("the handler was refused memory")


gc.disable()
for make in nothing, make_rings, make_finalized:
    make()
    hoard = fill()
    ask(hoard)
    hoard = None
    gc.collect()
    print(make.__name__, "done")
print(Finalized.died, "finalizers ran", flush=True)
hoard = fill()


def inner():
    [None] * 100000000


def outer():
    inner()


outer()

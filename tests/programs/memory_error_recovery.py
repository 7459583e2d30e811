# limit: 48M
# MemoryError under a budget: each way to ask for too much is refused with the program, its objects and the operands intact,
# and what was taken is given back. Prints what was refused and that all goes on.
import gc


class Watch:
    alive = 0
    def __init__(self): Watch.alive += 1
    def __del__(self): Watch.alive -= 1


def attempt(f, *args):
    try:
        f(*args)
        return "went through"
    except MemoryError as error:
        return "MemoryError"
    except OverflowError as error:
        return "OverflowError"


BIG = 1 << 30


def endless_list():
    kept = []
    while True:
        kept.append([Watch()] * 10000)


def endless_text():
    s = "x"
    while True:
        s += s


def endless_dict():
    d = {}
    i = 0
    while True:
        d[i] = bytes(1000)
        i += 1


def endless_chain():
    node = None
    while True:
        node = (node, bytearray(5000))


def endless_set():
    s = set()
    for i in range(BIG):
        s.add("text %d" % i)


def endless_generator():
    return list(bytes(10000) for _ in range(BIG))


def endless_objects():
    class Node: pass
    head = Node()
    head.loop = head
    while True:
        new = Node()
        new.next, new.fill, head.prev = head, [0] * 2000, new
        head = new


def in_handler():
    try:
        endless_text()
    except MemoryError:
        endless_dict()


def in_finally():
    try:
        1 / 0
    finally:
        endless_chain()


def in_comprehension(): return [[j for j in range(10**6)] for i in range(1000)]
def in_sort(): return sorted([Watch() for _ in range(10)], key=lambda w: bytes(BIG))
def in_join(): return ",".join(["x" * 1000] * 10**6)
def in_format(): return "%*d" % (BIG, 1), f"{1:{BIG}}"
def in_int(): return 1 << (BIG * 8)
def in_unpack(): a, *b = range(BIG); return b
def in_star(): return (lambda *a: a)(*range(BIG))
def in_class(): return type("T", (), {"x": bytearray(BIG)})
def in_replace(): return ("a" * 10**6).replace("a", "b" * 1000)
def in_encode(): return ("é" * (1 << 23)).encode("utf-16") * 100
def in_repeat(): return [None] * BIG, (None,) * BIG, b"a" * BIG
def in_slices(): x = [0] * 10**6; x[5:5] = x * 100
def in_extend(): x = [0] * 10**6; x.extend(0 for _ in range(BIG))
def in_pad(): return "a".center(BIG), "a".zfill(BIG), b"a".ljust(BIG)
def in_array(): return __import__("array").array("d", bytes(8)) * BIG
def in_io(): b = __import__("io").BytesIO(); b.seek(BIG); b.write(b"x")


operand = [Watch() for _ in range(5)]
text = "kept" * 100
for f in (endless_list, endless_text, endless_dict, endless_chain, endless_set, endless_generator, endless_objects, in_handler, in_finally, in_comprehension, in_sort, in_join, in_format, in_int, in_unpack, in_star, in_class, in_replace, in_encode, in_repeat, in_slices, in_extend, in_pad, in_array, in_io):
    print(f.__name__, attempt(f), end=" ")
    gc.collect()
    assert Watch.alive == 5 and text == "kept" * 100, Watch.alive
    assert len(bytes(10 << 20)) == 10 << 20
print()
x = [1, 2, 3]
print(attempt(lambda: x.__imul__(BIG)), x, attempt(lambda: x.__setitem__(slice(1, 1), range(BIG))), x)
d = {"a": 1}
refused = attempt(lambda: d.update((i, i) for i in range(BIG)))
first = d.pop("a")
d.clear()
print(refused, first)
b = bytearray(b"abc")
print(attempt(lambda: b.extend(bytes(BIG))), b, attempt(lambda: b.__imul__(BIG)), b)
try:
    endless_list()
except MemoryError as error:
    print(type(error).__name__, error.args, error.__context__, error.__traceback__.tb_next.tb_frame.f_code.co_name)
try:
    try:
        raise KeyError("first")
    except KeyError:
        endless_chain()
except MemoryError as error:
    print(repr(error.__context__))
operand.clear()
gc.collect()
print(Watch.alive)

# Slice assignment and deletion of lists, bytearrays and arrays, plain and extended; self assignment, iterators that change the
# list, odd indexes, slice objects and classes of the program that take them. Prints contents and refusals.
import array


def attempt(f, *args):
    try:
        return f(*args)
    except Exception as error:
        return "%s: %s" % (type(error).__name__, error)


def put(make, key, value):
    target = make()
    result = attempt(target.__setitem__, key, value)
    return target if result is None else "%s %s" % (result, target)


def take(make, key):
    target = make()
    result = attempt(target.__delitem__, key)
    return target if result is None else "%s %s" % (result, target)


numbers = lambda: list(range(6))
for key, value in (
    (slice(1, 3), "ab"), (slice(3, 1), "ab"), (slice(None), ()), (slice(2, 2), [9]), (slice(-2, None), "xyz"), (slice(10, 20), [7]), (slice(-20, -10), [7]), (slice(None, None, 2), "abc"), (slice(None, None, -1), range(6)), (slice(None, None, 2), "ab"),
    (slice(5, 1, -2), "ab"), (slice(1, 5, -2), ""), (slice(1, 5, -2), "a"), (slice(0, 0, 2), []), (slice(1, 3), 5), (slice(None, None, 2), 5), (slice(0, 6, 0), []), (slice(1, 2, 10**30), "z"), (slice(None, None, -10**30), "z"), (slice(-10**30, 10**30), "q"), (slice(1.0, 2), []), (slice("a"), []), (1.5, 0), ("a", 0), (None, 0), (6, 0), (-7, 0), (-6, "first"), (True, "bool"), (10**30, 0), (slice(None, None, 1), {1: 2}), (slice(0, 3, 3), iter("k")),
):
    print(key, repr(value) if not hasattr(value, "__next__") else "iter", "->", put(numbers, key, value), "| del", take(numbers, key))

a = [1, 2, 3]
a[:] = a; print(a)
a[1:1] = a; print(a)
a[::2] = a[::2]; print(a)
a[::-1] = a; print(a)
a[1:] = a; print(a)
a[:0] = (x * 2 for x in a); print(a)
del a[::3]; print(a)
del a[-1::-2]; print(a)
a += a; a *= 2; del a[10:]; a[3:7:3] = [[], {}]; print(a)
b = [0, 1, 2, 3]


def shrinking():
    for n in "xyz":
        b.pop()
        yield n


b[1:3] = shrinking(); print(b)
b = [0, 1, 2, 3]
b = list(range(5))
print(attempt(b.__setitem__, slice(1, 3), (1 // n for n in (1, 0))), b)
b = list(range(10))


class Sly:
    def __init__(self, n): self.n = n

    def __index__(self):
        b.clear()
        return self.n


print(attempt(lambda: b[Sly(2):5]), b)
b = list(range(10)); b[Sly(1):Sly(4)] = "new"; print(b)
b = list(range(10)); print(attempt(b.__setitem__, slice(None, None, Sly(2)), "ab"), b)
b = list(range(10)); print(attempt(b.__delitem__, slice(Sly(1), 5, 2)), b)
b = list(range(10)); print(attempt(b.__getitem__, Sly(1)), b)
b = list(range(3)); print(attempt(b.insert, Sly(1), "i"), b, attempt(b.pop, Sly(0)), b)

data = lambda: bytearray(b"abcdef")
for key, value in (slice(1, 3), b"XYZ"), (slice(None, None, 2), b"123"), (slice(None, None, 2), b"12"), (slice(1, 1), [65, 66]), (slice(1, 3), "no"), (slice(1, 3), 5), (slice(1, 3), [256]), (slice(1, 3), memoryview(b"q")), (slice(None, None, -1), bytearray(b"uvwxyz")), (0, 66), (0, 256), (0, b"a"), (9, 1), (slice(0, 0), iter([1, 2])), (slice(None, 0, 2), b""), ("a", 1), (slice(5, 2), b"--"), (0, -1):
    print(key, "->", put(data, key, value), "| del", take(data, key))
d = data(); d[2:4] = d; print(d); d[::2] = d[1::2]; print(d); d[:] = b""; print(d)
arr = lambda: array.array("i", range(6))
for key, value in (slice(1, 3), array.array("i", [7, 7, 7])), (slice(1, 3), [7]), (slice(None, None, 2), array.array("i", [8, 8, 8])), (slice(None, None, 2), array.array("i", [8])), (slice(1, 3), array.array("d", [1])), (0, "a"), (0, 2**40), (-1, 5):
    print(key, "->", put(arr, key, value), "| del", take(arr, key))


class Shows:
    def __getitem__(self, key): return "get", key
    def __setitem__(self, key, value): print("set", key, value)
    def __delitem__(self, key): print("del", key)


s = Shows()
print(s[1:2], s[::], s[:, 1], s[..., ::2, None], s["a":"b":"c"], s[()], s[1,], s[(1, 2)], s[*[1, 2], 3])
s[1:2, ::3] = 5
s[:] = s[:] = 1
del s[1:], s[...], (s["k"])
x = slice(1, 10, 3)
print(x, x.start, x.stop, x.step, x.indices(5), slice(None, None, -1).indices(4), slice(-3, None).indices(2), attempt(x.indices, -1), attempt(x.indices, "a"), x == slice(1, 10, 3), x < slice(2, 1), slice(1) != slice(2), attempt(hash, x), attempt(slice), attempt(slice, 1, 2, 3, 4), x.__reduce__()[1], attempt(slice(0, 5, 0).indices, 5), attempt(slice(1.5).indices, 3))
print("abcdef"[x], (0, 1, 2, 3, 4)[x], range(100)[10:50:7][::-1], range(10)[x], b"abcdef"[::-2], "añb\U0001F600"[::-1], ""[::-1], "abc"[5:], "abc"[-1:-5:-1], [1, 2, 3][slice(None)], attempt(lambda: "abc"[1.0:]), attempt(lambda: "abc"[::0]), attempt(lambda: (1,)["a":]), attempt(lambda: {}[1:2]))

# marshal: every kind of object, versions, references, code, hostile input.
import marshal
import sys


def attempt(f, *args):
    try:
        print(f(*args))
    except Exception as e:
        print(type(e).__name__ + ":", e)


values = [None, True, False, ..., StopIteration, 0, 1, -1, 255, 2**31 - 1, -2**31, 2**31, -2**31 - 1, 2**62, 2**64, -2**64, 10**40, -10**40,
          2**15, 2**30 - 1, 2**45, 0.0, -0.0, 1.5, 1e300, float("inf"), 2.5 + 3j, -0.0j, "", "a", "abc", "x" * 300, "é", "€uro", "\U0001f600",
          "a\ud800b", b"", b"abc", bytes(range(256)), (), (1,), (1, 2, 3), tuple(range(300)), [], [1, [2, [3]]], {}, {"a": 1, 2: [3]},
          set(), {1}, frozenset(), frozenset([1]), {"k": (1, 2.5, "x", b"y", None)}, frozenset({"a", "b", "c"}), [[[]]], ((),)]
for v in values:
    for version in range(-1, 6):
        data = marshal.dumps(v, version)
        back = marshal.loads(data)
        assert type(back) is type(v) and (back == v or v != v), (v, back)
        assert repr(back) == repr(v) or isinstance(v, (set, frozenset)), (v, back)
        assert marshal.loads(bytearray(data) + b"rest") == back
        for n in range(len(data) if len(data) < 100 else 40):
            try:
                marshal.loads(data[:n])
                print("cut", v, n)
            except (EOFError, ValueError, TypeError):
                pass
for v in (5, -5, 2**31, 10**20, -10**20, 1.5, 1 + 2j, b"ab", (1, 2), [1], {1: 2}, {3}, frozenset([3]), None, True, ..., StopIteration, "é€"):
    print([marshal.dumps(v, version) for version in (0, 2)])
print(float("nan") != marshal.loads(marshal.dumps(float("nan"))), marshal.version)
print(marshal.dumps({3, 1, 2}, 2) == marshal.dumps({2, 3, 1}, 2), marshal.dumps(frozenset("abc"), 2))
print(marshal.loads(marshal.dumps(bytearray(b"ab"))), marshal.loads(marshal.dumps(memoryview(b"abcd")[1:3])))
attempt(marshal.dumps, memoryview(b"abcd")[::2])

# References: identity is kept from version 3 on.
shared = [1]
pair = marshal.loads(marshal.dumps([shared, shared]))
print(pair[0] is pair[1], marshal.loads(marshal.dumps([shared, shared], 2)))
loop = []
loop.append(loop)
back = marshal.loads(marshal.dumps(loop))
print(back[0] is back)
t = ([], {})
t[0].append(t)
t[1]["t"] = t
back = marshal.loads(marshal.dumps(t))
print(back[0][0] is back, back[1]["t"] is back)
attempt(marshal.dumps, loop, 2)
name = sys.intern("interned_name")
print(marshal.loads(marshal.dumps(name)) is name)

for v in (object(), int, len, [object()], {1: object()}, range(3), slice(1), type("X", (int,), {})(5), lambda: 0):
    attempt(marshal.dumps, v)
attempt(marshal.dumps, 1, "x")
attempt(marshal.dumps)
attempt(marshal.loads, "text")
attempt(marshal.loads, 5)
deep = []
for _ in range(3000):
    deep = [deep]
attempt(marshal.dumps, deep)
attempt(marshal.loads, b"[\1\0\0\0" * 5000)
attempt(lambda: len(marshal.dumps([[]] * 5)))
for data in (b"", b"0", b"(\1\0\0\0" + b"0", b"[\1\0\0\0" + b"0", b"<\1\0\0\0" + b"0", b"{N0", b"{[\0\0\0\0N0", b"<\1\0\0\0[\0\0\0\0", b"i\0", b"?", b"\x7f",
             b"[\xff\xff\xff\xff", b"(\xff\xff\xff\xff", b"s\xff\xff\xff\xff", b"u\xff\xff\xff\xff", b"<\xff\xff\xff\xff", b"l\0\0\0\x80",
             b"l\2\0\0\0\1\0\0\0", b"l\1\0\0\0\0\x80", b"l\0\0\0\0", b"r\0\0\0\0", b"r\xff\xff\xff\xff", b"u\1\0\0\0\xff", b"I\1\0\0\0\0\0\0\x80",
             b"f\x031.5", b"x\x011\x012", b"z\2ab", b"Z\2ab", b"a\1\0\0\0\xe9", b")\2NT", b"\xa9\1r\0\0\0\0"[0:2] + b"N", b"\xbe\1\0\0\0r\0\0\0\0"):
    attempt(marshal.loads, data)


# Code.
def outer(a, b=2, *args, c, d=4, **kwargs):
    "doc"
    x = [i * a for i in range(b) if i in {1, 2, 3}]

    def inner(y):
        nonlocal x
        x = x + [y, a]
        return x

    class C:
        attr = 10**20

        def method(self):
            return __class__, self.attr

    try:
        inner(c)
        inner(1 / (d - 4))
    except ZeroDivisionError as e:
        kwargs["e"] = str(e)
    finally:
        args += (f"{a!r:>5}",)
    return x, args, kwargs, C().method()[1]


def generator(n):
    for i in range(n):
        got = yield i
        if got:
            yield from [got, "é€", b"x", 1.5, 2j, ..., None]


def rebuilt(f, data=None):
    code = marshal.loads(marshal.dumps(f.__code__) if data is None else data)
    g = type(f)(code, f.__globals__, f.__name__, f.__defaults__)
    g.__kwdefaults__ = f.__kwdefaults__
    return g


for round in range(3):
    print(outer(1, 3, c=5), rebuilt(outer)(1, 3, 9, c=5, z=1), list(rebuilt(generator)(2)))
print(rebuilt(outer).__code__ == outer.__code__, rebuilt(outer).__code__.co_varnames == outer.__code__.co_varnames)
code = marshal.loads(marshal.dumps(compile("import sys\nfor i in range(100):\n    v = len(str(i))\n    w = sys.maxsize\nresult = [v, w > 0, i]\n", "file.py", "exec")))
space = {}
exec(code, space)
print(space["result"], code.co_filename, code.co_name)
again = marshal.loads(marshal.dumps(code))
exec(again, space)
print(again == code, eval(marshal.loads(marshal.dumps(compile("1 + 2 * 3", "", "eval")))))
try:
    exec(marshal.loads(marshal.dumps(compile("\n\nraise KeyError('x')", "lines.py", "exec"))))
except KeyError as e:
    print(e.__traceback__.tb_next.tb_lineno)
data = marshal.dumps(outer.__code__)
refused = 0
if sys.implementation.name == "cpython":  # which believes what it is given
    data = b""
for i in range(0, len(data), 7):
    for change in (1, 0x80):
        broken = bytearray(data)
        broken[i] ^= change
        try:
            marshal.loads(broken)
        except (ValueError, EOFError, TypeError, UnicodeDecodeError):
            refused += 1
for i in range(0, len(data) - 1, 11):
    try:
        marshal.loads(data[:i])
    except (ValueError, EOFError, TypeError):
        refused += 1
print(refused > 100 or sys.implementation.name == 'cpython')


class File:
    def __init__(self, data=b"", step=10**9):
        self.data, self.at, self.step = data, 0, step

    def write(self, data):
        self.data += data
        return len(data)

    def read(self, n=-1):
        n = min(n, self.step)
        piece = self.data[self.at:self.at + n]
        self.at += n if n > 0 else 0
        return piece

    def readinto(self, buffer):
        piece = self.data[self.at:self.at + len(buffer)]
        buffer[:len(piece)] = piece
        self.at += len(piece)
        return len(piece)


f = File()
for v in values:
    marshal.dump(v, f)
marshal.dump(outer.__code__, f)
print([type(marshal.load(f)).__name__ for v in values] == [type(v).__name__ for v in values], marshal.load(f) == outer.__code__)
attempt(marshal.load, f)
attempt(marshal.load, File(b"[\xff\xff\xff\x7f"))
attempt(marshal.load, File(b"i\0"))
attempt(marshal.load, 5)


class Text:
    def read(self, n):
        return ""


attempt(marshal.load, Text())
attempt(marshal.dump, 1, 5)

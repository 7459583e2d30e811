"""io in use: layers over one's own raw file, text with each newline mode, seeking, buffers that fill, mixed reading and writing, memory files. Prints what passes."""
import io
import os
import tempfile


def t(f, *args, **kwargs):
    try:
        print(f(*args, **kwargs))
    except Exception as e:
        print(type(e).__name__ + ":", e)


class Raw(io.RawIOBase):
    """A raw file that tells what is asked of it."""
    def __init__(self, data=b"", step=4):
        self.data, self.at, self.step, self.log = bytearray(data), 0, step, []

    def readable(self):
        return True

    writable = seekable = readable

    def readinto(self, buffer):
        self.log.append(f"r{len(buffer)}")
        piece = self.data[self.at:self.at + min(self.step, len(buffer))]
        buffer[:len(piece)] = piece
        self.at += len(piece)
        return len(piece)

    def write(self, data):
        data = bytes(data)[:self.step * 2]
        self.log.append(f"w{data.decode()}")
        self.data[self.at:self.at + len(data)] = data
        self.at += len(data)
        return len(data)

    def seek(self, offset, whence=0):
        self.log.append(f"s{offset}/{whence}")
        self.at = {0: 0, 1: self.at, 2: len(self.data)}[whence] + offset
        return self.at

    def tell(self):
        return self.at

    def truncate(self, size=None):
        self.log.append(f"t{size}")
        del self.data[self.at if size is None else size:]
        return len(self.data)


raw = Raw(b"0123456789abcdefghij")
print(raw.read(3), raw.readall(), raw.read(), raw.log)
raw = Raw(b"0123456789abcdefghij")
b = io.BufferedReader(raw, 8)
print(b.read(2), b.peek(1), b.read1(100), b.read(5), b.seek(1), b.read(3), b.seek(-2, 2), b.read(), b.tell(), raw.log)
raw = Raw()
b = io.BufferedWriter(raw, 5)
print([b.write(x) for x in (b"ab", b"cd", b"efg", b"0123456789", b"z")], raw.log, bytes(raw.data), b.flush(), bytes(raw.data), b.tell())
b.seek(2)
b.write(b"XY")
print(b.truncate(6), bytes(raw.data), b.detach() is raw)
t(b.write, b"x")
raw = Raw(b"one two three four")
b = io.BufferedRandom(raw, 6)
print(b.read(4), b.write(b"TWO"), b.read(4), b.tell(), b.seek(0), b.readline(), bytes(raw.data))
t(io.BufferedReader, raw, 0)
t(io.BufferedReader, 3)
t(io.BufferedRWPair(Raw(b"in"), Raw()).read, 5)
t(io.BufferedReader(Raw(b"x")).write, b"y")

for newline in [None, "", "\n", "\r", "\r\n"]:
    text = io.TextIOWrapper(Raw(b"a\r\nb\rc\nd\r\n\r\n\r", 3), "ascii", newline=newline)
    print(repr(newline), list(text), text.newlines)
    out = io.BytesIO()
    text = io.TextIOWrapper(out, "ascii", newline=newline, write_through=True)
    text.write("x\ny\r\nz\r")
    print("   ", out.getvalue())
    print("   ", [line for line in io.StringIO("a\r\nb\rc\n", newline)], io.StringIO("p\nq\r\n", newline).getvalue().encode())
t(io.TextIOWrapper, io.BytesIO(), newline="x")
t(io.TextIOWrapper, io.BytesIO(), "nosuch")
t(io.TextIOWrapper, io.BytesIO(), "rot13")

text = io.TextIOWrapper(io.BytesIO("h\u00e9llo w\u00f6rld\nsecond \u20ac line\nthird".encode()), "utf-8")
print(ascii(text.read(3)), (place := text.tell()), ascii(text.readline()), ascii(text.read(9)), text.seek(place), ascii(text.read(2)), text.seek(0, 2), text.write("!"), text.seek(0), ascii(text.read()[-7:]))
t(text.seek, 3, 1)
t(text.seek, -1)
text.seek(0)
next(text)
t(text.tell)
t(text.reconfigure, newline="\n")
text.reconfigure(line_buffering=True)
print(text.line_buffering, text.errors, text.encoding, text.buffer.tell() > 0, text.detach().read())
t(text.read)
t(lambda: io.TextIOWrapper(io.BytesIO(b"ok\xff"), "utf-8").read())
t(lambda: io.TextIOWrapper(io.BytesIO(), "ascii").write("\u20ac"))
s = io.StringIO("start")
print(s.read(2), s.write("XYZ"), s.getvalue(), s.seek(0, 2), s.write("+"), s.seek(9), s.write("far"), ascii(s.getvalue()), s.truncate(3), s.getvalue(), s.tell(), s.readable(), s.line_buffering)
t(s.write, b"x")
t(s.seek, -1)
t(s.seek, 1, 1)
b = io.BytesIO(b"abcdef")
view = b.getbuffer()
view[1:3] = b"XY"
t(b.write, b"z" * 100)
t(b.close)
view.release()
print(b.getvalue(), b.seek(-2, 2), b.read(), b.seek(10), b.write(b"!"), b.getvalue(), b.readinto(bytearray(3)), b.seek(0), b.readlines(), b.read1(), b.closed)
b.close()
t(b.getvalue)
with tempfile.TemporaryDirectory() as place:
    path = os.path.join(place, "f")
    for mode in ["w", "a+", "r+", "x", "rb+", "w+b", "rw", "U", "b", "", "rbt", "wb0"]:
        try:
            with open(path, mode, 0 if mode.endswith("b") and mode != "b" else -1) as f:
                f.write("one\ntwo\n" if "b" not in mode else b"bytes\n")
                f.seek(0)
                print(mode, type(f).__name__, f.mode, f.read() if "+" in mode else "-")
        except (ValueError, OSError) as e:
            print(mode, type(e).__name__, str(e).replace(place, ""))
    for bad in [dict(mode="rb", encoding="utf-8"), dict(mode="rb", newline=""), dict(mode="r", buffering=0), dict(mode="rb", errors="strict"), dict(closefd=False), dict(mode="r", opener=lambda p, f: -1)]:
        try:
            open(path, **bad)
        except (ValueError, OSError) as e:
            print(bad.get("mode"), type(e).__name__, str(e).replace(place, ""))
    with open(path, "w", buffering=1, opener=lambda p, flags: os.open(p, flags, 0o600)) as f:
        f.write("line one\npart")
        with open(path) as g:
            print(repr(g.read()), oct(os.stat(path).st_mode & 0o777), f.isatty())
    with open(os.open(path, os.O_RDONLY), closefd=True) as f:
        print(isinstance(f.name, int), f.read(), isinstance(f, io.TextIOBase), io.open is open, io.DEFAULT_BUFFER_SIZE)


class Closing(io.IOBase):
    def close(self):
        if not self.closed:
            print("closing")
        super().close()

    def readline(self, size=-1):
        self.n = getattr(self, "n", 0) + 1
        return b"x" * self.n if self.n < 4 else b""


with Closing() as c:
    print(list(c), c.closed, c.readable())
t(c.__enter__)
t(io.IOBase().fileno)
t(io.UnsupportedOperation.__mro__[1:3].__len__)

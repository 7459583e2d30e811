# mprof plot: SVG that is well formed, PNG that holds what was drawn.
import contextlib
import io
import os
import re
import struct
import tempfile
import zlib

import mprof

os.chdir(tempfile.mkdtemp())
with open("mprofile_20240102030405.dat", "w") as file:
    file.write("CMDLINE prog.py <&> é\n")
    for n in range(2001):
        file.write("MEM %.6f %.4f\n" % (10 + 40 * abs((n % 400) - 200) / 200, 1000 + n / 100))
        if n % 4 == 0:
            file.write("CHLD 0 %.6f %.4f\n" % (5 + n / 400, 1000 + n / 100))
    file.write("FUNC m.main 10.0000 1001.0000 20.0000 1019.0000 0\nFUNC m.part 20.0000 1002.0000 30.0000 1006.0000 1\n"
               "FUNC m.part 20.0000 1008.0000 30.0000 1012.0000 1\n")


def run(*words):
    errors = io.StringIO()
    with contextlib.redirect_stderr(errors):
        try:
            status = mprof.main(["plot", *words])
        except SystemExit as stop:
            status = stop.code
    print("--", *words, "->", status)
    print(errors.getvalue().rpartition("error: ")[2], end="")


def svg(name):
    with open(name, encoding="utf-8") as file:
        text = file.read()
    elements = re.sub(r"<(\w+)(?: [\w-]+=\"[^\"<>&]*\")*(?:/>|>(?:[^<>&]|&amp;|&lt;|&gt;)*</\1>)", "", text.replace("<title>", "").replace("</title>", ""))
    print(re.sub(r"\s+", " ", elements))
    print([word for word in re.findall("<text[^>]*>([^<]*)", text) if not word.replace(".", "").isdigit()])
    return text


def png(name):
    with open(name, "rb") as file:
        data = file.read()
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    at, chunks = 8, []
    while at < len(data):
        size, kind = struct.unpack(">I4s", data[at:at + 8])
        body = data[at + 8:at + 8 + size]
        assert struct.unpack(">I", data[at + 8 + size:at + 12 + size])[0] == zlib.crc32(kind + body)
        chunks.append((kind, body))
        at += 12 + size
    width, height, depth, colours = struct.unpack(">IIBB", chunks[0][1][:10])
    raw = zlib.decompress(b"".join(body for kind, body in chunks if kind == b"IDAT"))
    assert len(raw) == height * (3 * width + 1)
    rows = [raw[i * (3 * width + 1) + 1:(i + 1) * (3 * width + 1)] for i in range(height)]
    seen = {bytes(row[i:i + 3]) for row in rows for i in range(0, len(row), 3)}
    print([kind for kind, body in chunks], width, height, depth, colours, (255, 255, 255) in map(tuple, seen), len(seen) > 20)


run()
print(len(svg("mprofile_20240102030405.svg")) < 100000)
run("-o", "a.png", "--slope", "0")
png("a.png")
run("-n", "-w", "2,4", "-t", "A title", "-o", "b.svg")
svg("b.svg")
run("-f", "-o", "flame.svg")
print(re.findall("<title>([^<]*)", svg("flame.svg")))
run("--flame", "-o", "flame.png", "--backend", "agg")
png("flame.png")
os.rename("mprofile_20240102030405.dat", "one.dat")
with open("one.dat") as file, open("mprofile_20240102030405.dat", "w") as other:
    other.write(file.read())
run("0", "one.dat", "0", "-o", "two.svg")
svg("two.svg")
run("-o", "a.bmp")
run("-w", "4,2")
run("none.dat")
open("empty.dat", "w").close()
run("empty.dat")

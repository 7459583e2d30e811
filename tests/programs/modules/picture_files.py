"""What the tests of pictures share: files read back."""
import re
import struct
import zlib


def read_png(name):
    """(width, height, pixels as (red, green, blue)) of a PNG of 8 bits, without a palette or interlacing."""
    with open(name, "rb") as file:
        data = file.read()
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    at, body, header = 8, b"", None
    while at < len(data):
        size, kind = struct.unpack(">I4s", data[at:at + 8])
        part = data[at + 8:at + 8 + size]
        assert struct.unpack(">I", data[at + 8 + size:at + 12 + size])[0] == zlib.crc32(kind + part)
        if kind == b"IHDR":
            header = struct.unpack(">IIBBBBB", part)
        elif kind == b"IDAT":
            body += part
        at += 12 + size
    assert kind == b"IEND"
    width, height, depth, colours, _, _, interlaced = header
    assert depth == 8 and colours in (2, 6) and not interlaced
    return width, height, _pixels(zlib.decompress(body), width, height, 3 if colours == 2 else 4)


def _pixels(raw, width, height, bytes_each):
    stride, before, pixels = width * bytes_each, bytearray(width * bytes_each), []
    assert len(raw) == height * (stride + 1)
    for y in range(height):
        start = y * (stride + 1)
        way, row = raw[start], bytearray(raw[start + 1:start + 1 + stride])
        if way:
            _unfilter(way, row, before, bytes_each)
        pixels += [tuple(row[i:i + 3]) for i in range(0, stride, bytes_each)]
        before = row
    return pixels


def _unfilter(way, row, above, bytes_each):
    for i in range(len(row)):
        left, corner = (row[i - bytes_each], above[i - bytes_each]) if i >= bytes_each else (0, 0)
        up = above[i]
        if way == 4:
            guess = left + up - corner
            nearest = min((abs(guess - left), 0, left), (abs(guess - up), 1, up), (abs(guess - corner), 2, corner))[2]
        else:
            nearest = (0, left, up, (left + up) // 2)[way]
        row[i] = (row[i] + nearest) & 255


def svg_graph(text):
    """({name: box (x0, y0, x1, y1)}, [(tail, head, points of the curve)]) of a drawing of a graph."""
    boxes, edges = {}, []
    for kind, title, body in re.findall(r'<g class="(\w+)"><title>([^<]*)</title>(.*?)</g>', text, re.DOTALL):
        if kind == "node":
            boxes[title] = _box(body)
        else:
            path = [tuple(map(float, pair.split(","))) for pair in re.findall(r"-?[\d.]+,-?[\d.]+", re.search(' d="([^"]*)"', body)[1])]
            tip = tuple(map(float, re.search('points="([^ ]*) ', body)[1].split(",")))
            edges.append((*title.split("-&gt;"), [*path, tip]))
    return boxes, edges


def _box(body):
    ellipse = re.search('cx="([^"]*)" cy="([^"]*)" rx="([^"]*)" ry="([^"]*)"', body)
    if ellipse:
        x, y, across, up = map(float, ellipse.groups())
        return x - across, y - up, x + across, y + up
    corners = [tuple(map(float, pair.split(","))) for pair in re.search('points="([^"]*)"', body)[1].split()]
    return (min(x for x, y in corners), min(y for x, y in corners), max(x for x, y in corners), max(y for x, y in corners))


def check_drawing(text):
    """What is wrong with a drawing of a graph: boxes that overlap or leave the picture, edges that miss their boxes."""
    boxes, edges = svg_graph(text)
    width, height = (int(size) for size in re.search(r'width="(\d+)" height="(\d+)"', text).groups())
    faults = []
    listed = sorted(boxes.items(), key=lambda item: item[1][1])
    for i, (name, (x0, y0, x1, y1)) in enumerate(listed):
        if x0 < 0 or y0 < 0 or x1 > width or y1 > height:
            faults.append("%s is outside" % name)
        for other, (a0, b0, a1, b1) in listed[i + 1:]:
            if b0 >= y1:
                break
            if a0 < x1 and x0 < a1 and y0 < b1:
                faults.append("%s overlaps %s" % (name, other))
    for tail, head, points in edges:
        for name, (x, y) in ((tail, points[0]), (head, points[-1])):
            x0, y0, x1, y1 = boxes[name]
            if not (x0 - 1 <= x <= x1 + 1 and y0 - 1 <= y <= y1 + 1):
                faults.append("the edge %s->%s misses %s" % (tail, head, name))
    return faults

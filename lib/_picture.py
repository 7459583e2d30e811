"""Pictures of lines, curves, areas, shapes and text, written as SVG or PNG without any library.

A drawing is made once, on either canvas, by the same calls. Coordinates are pixels from the upper left corner;
colours are (red, green, blue) with a share of opacity beside them.
"""
import math
import re
import struct
import zlib
from xml.sax.saxutils import escape

# Strokes of the letters, pairs of base-16 digits x, y: capitals stand between 0 and 9, small letters from 3, tails
# reach 12.
_STROKES = {
    "A": "093069 1656", "B": "09004061634404 4465684909", "C": "6240200207294967", "D": "09003063663909",
    "E": "60000969 0444", "F": "600009 0444", "G": "62402002072949676535", "H": "0009 6069 0464",
    "I": "0040 2029 0949", "J": "5057392907", "K": "0009 6005 2469", "L": "000969", "M": "0900356069",
    "N": "09006960", "O": "200207294967624020", "P": "09004061644505", "Q": "200207294967624020 3669",
    "R": "09004061644505 3569", "S": "624020010324456668492907", "T": "0060 3039", "U": "000729496760",
    "V": "003960", "W": "0019335960", "X": "0069 6009", "Y": "003460 3439", "Z": "00600969",
    "a": "5443130507194958 5359", "b": "0009 0413435557491908", "c": "5443130507194958",
    "d": "5059 5443130507194958", "e": "06565543130507194958", "f": "40201119 0333",
    "g": "535b4c1c0b 5443130507194958", "h": "0009 0513435459", "i": "1319 1011", "j": "232b1c0c 2021",
    "k": "0009 5307 2559", "l": "101829", "m": "0309 0413233439 3443536469", "n": "0309 0513435459",
    "o": "130507194957554313", "p": "030c 0413435557491908", "q": "535c 5443130507194958", "r": "0309 051333",
    "s": "544313040516465758491908", "t": "10182939 0333", "u": "0308194957 5359", "v": "033963",
    "w": "0319345963", "x": "0359 5309", "y": "0339 63392c0c", "z": "03530959",
    "0": "200207294967624020", "1": "123039", "2": "02204062640969", "3": "01204061634424 446568492908",
    "4": "49400666", "5": "600004446568492908", "6": "614020020729496766442406", "7": "006029",
    "8": "200103244463614020 2405082949686544", "9": "082949676240200203254563",
    ".": "1819", ",": "18190b", ":": "1314 1819", ";": "1314 18190b", "!": "1016 1819",
    "?": "01104051533536 3839", '"': "0002 2022", "'": "0002", "(": "20030629", ")": "00232609", "[": "20000929",
    "]": "00202909", "{": "302013140516182939", "}": "001023243526281909", "-": "0545", "_": "0a6a",
    "+": "3238 0565", "=": "0464 0767", "/": "0950", "\\": "0059", "<": "520558", ">": "025508", "|": "000b",
    "*": "2125 0244 4204", "#": "1019 4049 0353 0656", "$": "624020010324456668492907 3039",
    "%": "0960 0020220200 4767694947", "&": "691211203041420608193966", "@": "4323264643566562402002072959",
    "^": "022042", "~": "0514254554", "`": "0012",
}
_MISSING = "0060690900"
_UNIT = 0.078   # of the size: one step of the grid
_GAP = 2.2      # steps between letters
_BLANK = 3.5


def _letter(character):
    """(strokes as lists of points, width) on the grid."""
    if character.isspace():
        return (), _BLANK - _GAP
    strokes = [[(int(part[i], 16), int(part[i + 1], 16)) for i in range(0, len(part), 2)]
               for part in _STROKES.get(character, _MISSING).split()]
    return strokes, max(x for stroke in strokes for x, y in stroke)


def text_width(text, size):
    """Pixels that a text takes, about."""
    return sum(_letter(character)[1] + _GAP for character in text) * size * _UNIT


def shorten(text, size, room):
    """As much of a text as there is room for, the rest as dots; '' when that is nothing."""
    if text_width(text, size) <= room:
        return text
    while text and text_width(text + "...", size) > room:
        text = text[:-1]
    return text + "..." if text else ""


def flat(curve):
    """The points of lines that stand for cubic curves: a start, and three points for each."""
    points = [curve[0]]
    for i in range(0, len(curve) - 3, 3):
        (x0, y0), (x1, y1), (x2, y2), (x3, y3) = curve[i:i + 4]
        length = sum(math.dist(curve[k], curve[k + 1]) for k in range(i, i + 3))
        pieces = 1 if x0 == x1 == x2 == x3 else max(4, min(48, round(length / 6)))
        for k in range(1, pieces + 1):
            t = k / pieces
            a, b, c, d = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t ** 3
            points.append((a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3))
    return points


_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def _xml(text):
    return escape(_NOT_IN_XML.sub("\ufffd", text))


class SVG:
    """A canvas that gathers elements."""

    def __init__(self, width, height):
        self.width, self.height = width, height
        self.parts = ['<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" '
                      'font-family="Helvetica, Arial, sans-serif">' % (width, height, width, height)]
        self.rect(0, 0, width, height, (255, 255, 255))

    @staticmethod
    def _paint(kind, colour, opacity):
        text = ' %s="#%02x%02x%02x"' % (kind, *colour)
        return text if opacity >= 1 else text + ' %s-opacity="%g"' % (kind, opacity)

    @staticmethod
    def _points(points):
        return " ".join("%.2f,%.2f" % point for point in points)

    def rect(self, x, y, width, height, colour, opacity=1.0, tip=None):
        end = "/>" if tip is None else "><title>%s</title></rect>" % _xml(tip)
        self.parts.append('<rect x="%.2f" y="%.2f" width="%.2f" height="%.2f"%s%s'
                          % (x, y, width, height, self._paint("fill", colour, opacity), end))

    def area(self, points, base, colour, opacity):
        outline = [(points[0][0], base), *points, (points[-1][0], base)]
        self.parts.append('<polygon points="%s"%s/>' % (self._points(outline), self._paint("fill", colour, opacity)))

    def line(self, points, colour, width=1.0, opacity=1.0, dash=None):
        dashes = ' stroke-dasharray="%g %g"' % dash if dash else ""
        self.parts.append('<polyline points="%s" fill="none" stroke-width="%g" stroke-linejoin="round"%s%s/>'
                          % (self._points(points), width, self._paint("stroke", colour, opacity), dashes))

    def polygon(self, points, fill=None, stroke=None, width=1.0, dash=None):
        look = self._outlined(fill, stroke, width, dash)
        self.parts.append('<polygon points="%s"%s/>' % (self._points(points), look))

    def ellipse(self, x, y, across, up, fill=None, stroke=None, width=1.0, dash=None):
        """Of half axes `across` and `up`."""
        self.parts.append('<ellipse cx="%.2f" cy="%.2f" rx="%.2f" ry="%.2f"%s/>'
                          % (x, y, across, up, self._outlined(fill, stroke, width, dash)))

    def curve(self, points, colour, width=1.0, dash=None):
        """Cubic curves: a start, and three points for each."""
        path = "M%.2f,%.2f" % points[0]
        for i, point in enumerate(points[1:]):
            path += (" C%.2f,%.2f" if i % 3 == 0 else " %.2f,%.2f") % point
        self.parts.append('<path d="%s"%s/>' % (path, self._outlined(None, colour, width, dash)))

    def _outlined(self, fill, stroke, width, dash):
        text = self._paint("fill", fill, 1) if fill else ' fill="none"'
        if stroke:
            text += self._paint("stroke", stroke, 1) + ' stroke-width="%g"' % width
            text += ' stroke-dasharray="%g %g"' % dash if dash else ""
        return text

    def begin(self, kind, title):
        """What is drawn until end() belongs together: a group of this class, with a title."""
        self.parts.append('<g class="%s"><title>%s</title>' % (kind, _xml(title)))

    def end(self):
        self.parts.append("</g>")

    def text(self, x, y, text, size, colour=(40, 40, 40), anchor="start", upright=False):
        turn = ' transform="rotate(-90 %.2f %.2f)"' % (x, y) if upright else ""
        self.parts.append('<text x="%.2f" y="%.2f" font-size="%g" text-anchor="%s"%s%s>%s</text>'
                          % (x, y, size, anchor, self._paint("fill", colour, 1), turn, _xml(text)))

    def data(self):
        return "\n".join([*self.parts, "</svg>\n"]).encode("utf-8", "replace")


class PNG:
    """A canvas of pixels, drawn with smoothed edges."""

    def __init__(self, width, height):
        self.width, self.height = width, height
        self.rows = [bytearray(b"\xff" * (3 * width)) for _ in range(height)]

    def _mix(self, row, x, colour, share):
        if share >= 0.999:
            row[3 * x:3 * x + 3] = bytes(colour)
            return
        for i in range(3):
            at = 3 * x + i
            row[at] += round((colour[i] - row[at]) * share)

    def rect(self, x, y, width, height, colour, opacity=1.0, tip=None):
        left, right = max(0, round(x)), min(self.width, max(round(x) + 1, round(x + width)))
        for at in range(max(0, round(y)), min(self.height, max(round(y) + 1, round(y + height)))):
            if opacity >= 1:
                self.rows[at][3 * left:3 * right] = bytes(colour) * max(0, right - left)
            else:
                for column in range(left, right):
                    self._mix(self.rows[at], column, colour, opacity)

    def area(self, points, base, colour, opacity):
        """Between a line from left to right and the height `base`, a column of pixels at a time."""
        here = 0
        for column in range(max(0, math.ceil(points[0][0])), min(self.width, math.floor(points[-1][0]) + 1)):
            while here + 2 < len(points) and points[here + 1][0] < column:
                here += 1
            (x0, y0), (x1, y1) = points[here], points[min(here + 1, len(points) - 1)]
            top = y1 if x1 <= x0 else y0 + (y1 - y0) * min(1.0, max(0.0, (column - x0) / (x1 - x0)))
            for at in range(max(0, round(top)), min(self.height, round(base))):
                self._mix(self.rows[at], column, colour, opacity)

    def line(self, points, colour, width=1.0, opacity=1.0, dash=None):
        if dash:
            for piece in _dashes(points, *dash):
                self.line(piece, colour, width, opacity)
            return
        covered = {}
        for (x0, y0), (x1, y1) in zip(points, points[1:]):
            self._cover(covered, x0, y0, x1, y1, width / 2)
        for (x, y), share in covered.items():
            self._mix(self.rows[y], x, colour, share * opacity)

    def _cover(self, covered, x0, y0, x1, y1, half):
        """Notes how much of each pixel is within `half` of a segment: at most what an earlier segment covers."""
        dx, dy = x1 - x0, y1 - y0
        length = dx * dx + dy * dy
        reach = half + 0.5
        for y in range(max(0, math.floor(min(y0, y1) - reach)), min(self.height, math.ceil(max(y0, y1) + reach))):
            left, right = self._span(x0, y0, dx, dy, y + 0.5, reach)
            for x in range(max(0, math.floor(left)), min(self.width, math.ceil(right))):
                px, py = x + 0.5 - x0, y + 0.5 - y0
                along = min(1.0, max(0.0, (px * dx + py * dy) / length)) if length else 0.0
                share = reach - math.hypot(px - along * dx, py - along * dy)
                if share > 0:
                    share = min(1.0, share, 2 * half)
                    if share > covered.get((x, y), 0.0):
                        covered[x, y] = share

    @staticmethod
    def _span(x0, y0, dx, dy, y, reach):
        """Columns that a segment may touch in a row: a long slanted one is not looked for in its whole box."""
        if abs(dy) < 1e-9:
            ends = x0, x0 + dx
        else:
            ends = [x0 + dx * min(1.0, max(0.0, (y + way - y0) / dy)) for way in (-reach, reach)]
        room = reach * 1.5 + 1
        return min(ends) - room, max(ends) + room

    def polygon(self, points, fill=None, stroke=None, width=1.0, dash=None):
        if fill:
            self._fill(points, fill)
        if stroke:
            self.line([*points, points[0]], stroke, width, dash=dash)

    def ellipse(self, x, y, across, up, fill=None, stroke=None, width=1.0, dash=None):
        corners = max(12, min(120, round(across + up)))
        turns = [2 * math.pi * i / corners for i in range(corners)]
        self.polygon([(x + across * math.cos(t), y + up * math.sin(t)) for t in turns], fill, stroke, width, dash)

    def curve(self, points, colour, width=1.0, dash=None):
        self.line(flat(points), colour, width, dash=dash)

    def begin(self, kind, title):
        pass

    def end(self):
        pass

    def _fill(self, points, colour):
        """Each row of pixels is looked at in four places; of pixels at the ends, the share that is inside."""
        corners = list(zip(points, [*points[1:], points[0]]))
        for row in range(max(0, math.floor(min(y for x, y in points))),
                         min(self.height, math.ceil(max(y for x, y in points)))):
            shares, whole = {}, []
            for quarter in range(4):
                y = row + (quarter + 0.5) / 4
                cuts = sorted(x0 + (x1 - x0) * (y - y0) / (y1 - y0)
                              for (x0, y0), (x1, y1) in corners if (y0 <= y) != (y1 <= y))
                for left, right in zip(cuts[::2], cuts[1::2]):
                    self._note_stretch(max(0.0, left), min(float(self.width), right), shares, whole)
            inside = range(max(a for a, b in whole), min(b for a, b in whole)) if len(whole) == 4 else range(0)
            if inside:
                self.rows[row][3 * inside.start:3 * inside.stop] = bytes(colour) * len(inside)
            for a, b in whole:
                for x in range(a, b):
                    if x not in inside:
                        shares[x] = shares.get(x, 0.0) + 0.25
            for x, share in shares.items():
                if x not in inside:
                    self._mix(self.rows[row], x, colour, share)

    @staticmethod
    def _note_stretch(left, right, shares, whole):
        """Adds a quarter of what it covers: pixels at its ends to `shares`, those between to `whole`."""
        if right <= left:
            return
        first, last = math.ceil(left), math.floor(right)
        if first > last:
            shares[last] = shares.get(last, 0.0) + (right - left) / 4
            return
        if first > left:
            shares[first - 1] = shares.get(first - 1, 0.0) + (first - left) / 4
        if right > last:
            shares[last] = shares.get(last, 0.0) + (right - last) / 4
        whole.append((first, last))

    def text(self, x, y, text, size, colour=(40, 40, 40), anchor="start", upright=False):
        unit = size * _UNIT
        at = -text_width(text, size) * {"start": 0.0, "middle": 0.5, "end": 1.0}[anchor]
        for character in text:
            strokes, width = _letter(character)
            for stroke in strokes:
                moved = [(at + px * unit, (py - 9) * unit) for px, py in stroke]
                turned = [(py, -px) for px, py in moved] if upright else moved
                self.line([(x + px, y + py) for px, py in turned], colour, max(1.0, size * 0.095))
            at += (width + _GAP) * unit

    def data(self):
        raw = b"".join(b"\0" + row for row in self.rows)
        header = struct.pack(">IIBBBBB", self.width, self.height, 8, 2, 0, 0, 0)
        chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(raw, 6)), (b"IEND", b"")]
        return b"\x89PNG\r\n\x1a\n" + b"".join(
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
            for kind, body in chunks)


def _dashes(points, on, off):
    """The pieces of a line that a dash pattern leaves."""
    pieces, piece, drawing, left = [], [points[0]], True, on
    for (x0, y0), (x1, y1) in zip(points, points[1:]):
        length = math.hypot(x1 - x0, y1 - y0)
        done = 0.0
        while length - done > left:
            done += left
            point = (x0 + (x1 - x0) * done / length, y0 + (y1 - y0) * done / length)
            if drawing:
                pieces.append([*piece, point])
            drawing = not drawing
            piece, left = [point], on if drawing else off
        left -= length - done
        piece.append((x1, y1))
    if drawing and len(piece) > 1:
        pieces.append(piece)
    return pieces


def canvas(filename, width, height):
    """The canvas that a file's name asks for: PNG for .png, else SVG."""
    return (PNG if filename.lower().endswith(".png") else SVG)(width, height)

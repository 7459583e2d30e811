"""Elements of an SVG page: text in two fonts, boxes, lines; what they hold is escaped here."""

MONO = 0.602   # width of a letter of the fixed font, of its size
SANS = 0.535   # of the other, on average

STYLE = """
text { font-family: Inter, "Helvetica Neue", Helvetica, Arial, sans-serif; fill: #1f2933 }
.mono { font-family: "DejaVu Sans Mono", Menlo, Consolas, monospace }
.quiet { fill: #6b7785 }
.strong { font-weight: 600 }
.frame rect { stroke: #fff; stroke-width: 1 }
.frame { cursor: pointer }
.frame:hover rect { stroke: #1f2933 }
.frame text { pointer-events: none; fill: #1f2933 }
.column { fill: #1f2933; fill-opacity: 0 }
.column:hover { fill-opacity: .09 }
.band:hover { filter: brightness(1.12) }
"""


def escape(text):
    """For an element or a quoted attribute; control characters, which XML has no way to write, become spaces."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    return "".join(c if c >= " " or c == "\n" else " " for c in text) if not text.isprintable() else text


def shorten(text, room, size, wide=MONO):
    """As much of a text as there is room for in pixels; '' when that is nothing to speak of."""
    most = int(room / (size * wide))
    if len(text) <= most:
        return text
    return text[:most - 1] + "…" if most > 3 else ""


class Page:
    """Gathers elements from top to bottom; `y` is where the next section begins."""

    def __init__(self, width):
        self.width, self.y = width, 0
        self.parts = []
        self.script = ""

    def add(self, markup):
        self.parts.append(markup)

    def text(self, x, y, text, size=12, kind="", anchor="start", colour=None):
        style = ' class="%s"' % kind if kind else ""
        if anchor != "start":
            style += ' text-anchor="%s"' % anchor
        if colour:
            style += ' style="fill:%s"' % colour
        self.add('<text x="%.1f" y="%.1f" font-size="%g"%s>%s</text>' % (x, y, size, style, escape(text)))

    def rect(self, x, y, width, height, colour, tip=None, kind="", opacity=1.0, radius=0):
        more = ' class="%s"' % kind if kind else ' fill="%s"' % colour
        if opacity < 1:
            more += ' fill-opacity="%g"' % opacity
        if radius:
            more += ' rx="%g"' % radius
        shape = '<rect x="%.2f" y="%.2f" width="%.2f" height="%.2f"%s' % (x, y, width, height, more)
        self.add(shape + ("/>" if tip is None else "><title>%s</title></rect>" % escape(tip)))

    def line(self, points, colour, width=1.0, dash=None, opacity=1.0):
        more = ' stroke-dasharray="%s"' % dash if dash else ""
        if opacity < 1:
            more += ' stroke-opacity="%g"' % opacity
        self.add('<polyline points="%s" fill="none" stroke="%s" stroke-width="%g" stroke-linejoin="round"%s/>'
                 % (" ".join("%.2f,%.2f" % point for point in points), colour, width, more))

    def area(self, points, colour, tip=None):
        shape = '<polygon class="band" points="%s" fill="%s"' % (" ".join("%.2f,%.2f" % p for p in points), colour)
        self.add(shape + ("/>" if tip is None else "><title>%s</title></polygon>" % escape(tip)))

    def group(self, kind, tip, **data):
        """Opens a group, to be closed by end()."""
        more = "".join(' data-%s="%s"' % (name, escape(str(value))) for name, value in data.items())
        self.add('<g class="%s"%s><title>%s</title>' % (kind, more, escape(tip)))

    def end(self):
        self.add("</g>")

    def data(self, title):
        """The whole file."""
        height = round(self.y)
        return "\n".join([
            '<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d">'
            % (self.width, height, self.width, height),
            "<title>%s</title><style>%s</style>" % (escape(title), STYLE),
            '<rect width="%d" height="%d" fill="#fff"/>' % (self.width, height), *self.parts,
            "<script><![CDATA[%s]]></script>" % self.script if self.script else "", "</svg>\n",
        ]).encode("utf-8", "replace")

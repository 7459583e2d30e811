"""Draws a graph, read from DOT, as SVG or PNG: boxes with lines of text, edges as curves with arrows.

It knows the attributes that objgraph writes, and the most usual beside them: label, shape, color, fillcolor,
fontcolor, fontsize, style, tooltip, weight.
"""
import colorsys
import math
import os

import _graph_dot
import _graph_layout
import _picture

FORMATS = (".svg", ".png")
_SIZE, _LABEL_SIZE, _SMALLEST = 13.0, 11.0, 9.0  # of letters, in pixels
_LINE = 1.3           # heights of letters between two lines
_MARGIN = 20.0
_ARROW = 8.0
_PIXELS = 16000000    # a larger PNG is made smaller
_SHARPNESS = 1.5      # pixels of a PNG for one of the drawing
_DASHES = {"dotted": (1.5, 3.5), "dashed": (6.0, 4.0)}
_NAMES = {
    "black": "000000", "white": "ffffff", "red": "ff0000", "green": "00ff00", "blue": "0000ff", "yellow": "ffff00",
    "cyan": "00ffff", "magenta": "ff00ff", "gray": "c0c0c0", "grey": "c0c0c0", "lightgray": "d3d3d3",
    "lightgrey": "d3d3d3", "darkgray": "a9a9a9", "orange": "ffa500", "pink": "ffc0cb", "purple": "a020f0",
    "brown": "a52a2a", "gold": "ffd700", "navy": "000080", "salmon": "fa8072", "lightblue": "add8e6",
    "skyblue": "87ceeb", "steelblue": "4682b4", "darkblue": "00008b", "lightgreen": "90ee90", "darkgreen": "006400",
    "palegreen": "98fb98", "lightyellow": "ffffe0", "tomato": "ff6347", "coral": "ff7f50", "violet": "ee82ee",
    "turquoise": "40e0d0",
}


def colour(text, otherwise):
    """(red, green, blue), each to 255, of a name, '#rrggbb' or 'hue,saturation,value'; `otherwise` when it is none of
    these.
    """
    if not text:
        return otherwise
    text = text.strip().lower()
    figures = text.replace(",", " ").split()
    try:
        if len(figures) == 3:
            hue, saturation, value = (min(1.0, max(0.0, float(figure))) for figure in figures)
            return tuple(round(255 * part) for part in colorsys.hsv_to_rgb(hue, saturation, value))
        digits = text[1:7] if text.startswith("#") else _NAMES[text]
        return tuple(bytes.fromhex(digits)) if len(digits) == 6 else otherwise
    except (ValueError, KeyError):
        return otherwise


class _Text:
    """Lines of one size, and the room that they take."""

    def __init__(self, text, size):
        self.lines, self.size = text.split("\n"), size
        self.width = max(_picture.text_width(line, size) for line in self.lines)
        self.height = size * (1 + _LINE * (len(self.lines) - 1))

    def draw(self, canvas, x, y, ink):
        """Around (x, y)."""
        base = y - self.height / 2 + self.size * 0.82
        for number, line in enumerate(self.lines):
            canvas.text(x, base + number * _LINE * self.size, line, self.size, ink, "middle")


def _letters(attributes, size):
    try:
        return max(_SMALLEST, float(attributes.get("fontsize", size)))
    except ValueError:
        return size


class _Node:
    """A node as it is drawn."""

    def __init__(self, name, attributes):
        self.name, self.attributes = name, attributes
        self.text = _Text(_graph_dot.plain(attributes.get("label", name)).rstrip("\n"), _letters(attributes, _SIZE))
        self.shape = attributes.get("shape", "ellipse")
        self.round = self.shape in ("ellipse", "oval", "circle", "doublecircle", "point", "Mcircle")
        around = 1.35 if self.round else 1.0
        self.width = max(28.0, self.text.width * around + 16)
        self.height = self.text.height * around + 12
        if "circle" in self.shape:
            self.width = self.height = math.hypot(self.text.width, self.text.height) + 10

    def draw(self, canvas, x, y, scale):
        given = self.attributes
        ink = colour(given.get("color"), (0, 0, 0))
        fill = colour(given.get("fillcolor"), (255, 255, 255)) if "filled" in given.get("style", "") else None
        canvas.begin("node", _graph_dot.plain(given.get("tooltip") or self.name))
        across, up, dash = scale * self.width / 2, scale * self.height / 2, _dash(given, scale)
        if self.round:
            canvas.ellipse(x, y, across, up, fill, ink, scale, dash)
            if self.shape == "doublecircle":
                canvas.ellipse(x, y, across - 3 * scale, up - 3 * scale, None, ink, scale)
        elif self.shape not in ("none", "plaintext", "plain"):
            corners = [(x - across, y - up), (x + across, y - up), (x + across, y + up), (x - across, y + up)]
            canvas.polygon(corners, fill, ink, scale, dash)
        text = self.text if scale == 1 else _Text("\n".join(self.text.lines), self.text.size * scale)
        text.draw(canvas, x, y, colour(given.get("fontcolor"), (0, 0, 0)))
        canvas.end()


def _dash(attributes, scale):
    for style, (on, off) in _DASHES.items():
        if style in attributes.get("style", ""):
            return on * scale, off * scale
    return None


def _weight(attributes):
    try:
        return max(0.0, float(attributes.get("weight", 1)))
    except ValueError:
        return 1.0


def _draw_edge(canvas, curve, attributes, title, scale):
    ink = colour(attributes.get("color"), (70, 70, 70))
    canvas.begin("edge", title)
    (x, y), reach = curve[-1], _ARROW * scale
    # The head points along the end of the curve, which stops where the head begins.
    back = next((p for p in reversed(_picture.flat(curve)) if math.dist(p, (x, y)) >= reach), curve[0])
    length = math.dist(back, (x, y)) or 1.0
    dx, dy = (x - back[0]) / length * reach, (y - back[1]) / length * reach
    canvas.curve([*curve[:-1], (x - 0.7 * dx, y - 0.7 * dy)], ink, scale, _dash(attributes, scale))
    canvas.polygon([(x, y), (x - dx - 0.4 * dy, y - dy + 0.4 * dx), (x - dx + 0.4 * dy, y - dy - 0.4 * dx)], ink)
    canvas.end()


def _draw_label(canvas, text, place, scale, attributes):
    x, y = place
    text = _Text("\n".join(text.lines), text.size * scale)
    across, up = text.width / 2 + scale, text.height / 2 + scale
    canvas.rect(x - across, y - up, 2 * across, 2 * up, (255, 255, 255), 0.9)
    text.draw(canvas, x, y, colour(attributes.get("fontcolor"), (30, 60, 110)))


def _edge_label(attributes):
    text = _graph_dot.plain(attributes.get("label", "")).rstrip("\n")
    return _Text(text, _letters(attributes, _LABEL_SIZE)) if text else None


def draw(graph, filename):
    """Writes the picture of a _graph_dot.Graph to a file whose name ends in .svg or .png."""
    nodes = [_Node(name, attributes) for name, attributes in graph.nodes.items()]
    index = {node.name: number for number, node in enumerate(nodes)}
    labels = [_edge_label(attributes) for _, _, attributes in graph.edges]
    edges = [_graph_layout.Edge(index[tail], index[head], label and (label.width, label.height), _weight(attributes))
             for (tail, head, attributes), label in zip(graph.edges, labels)]
    plan = _graph_layout.layout([_graph_layout.Node(node.width, node.height) for node in nodes], edges)
    width, height = plan.width + 2 * _MARGIN, plan.height + 2 * _MARGIN
    scale = 1.0
    if filename.lower().endswith(".png"):
        scale = min(_SHARPNESS, math.sqrt(_PIXELS / (width * height)))
    canvas = _picture.canvas(filename, max(1, math.ceil(width * scale)), max(1, math.ceil(height * scale)))

    def at(point):
        return (point[0] + _MARGIN) * scale, (point[1] + _MARGIN) * scale
    for (tail, head, attributes), curve in zip(graph.edges, plan.curves):
        _draw_edge(canvas, [at(point) for point in curve], attributes, "%s->%s" % (tail, head), scale)
    for node, centre in zip(nodes, plan.centres):
        node.draw(canvas, *at(centre), scale)
    for (_, _, attributes), label, place in zip(graph.edges, labels, plan.labels):
        if label:
            _draw_label(canvas, label, at(place), scale, attributes)
    with open(filename, "wb") as file:
        file.write(canvas.data())


def draw_file(dot_filename, filename):
    """Writes the picture of a graph in DOT."""
    with open(dot_filename, encoding="utf-8", errors="surrogateescape") as file:
        draw(_graph_dot.read(file.read()), filename)


def can_draw(filename):
    return os.path.splitext(filename)[1].lower() in FORMATS

"""Flame graphs: who allocated what is live, callers above those they called. A click on a frame makes it as wide as the
picture, a click on the first row shows all again."""
import os

from ouro import report
from ouro.report_svg import MONO, shorten

ROW, SIZE = 19, 11
MOST_ROWS = 48
_LEAST = 0.6   # pixels: what is narrower is left out
_OWN = ("#f6a45c", "#f4b26e", "#f7bd80", "#ee9a63", "#f9c68d")
_LIBRARY = ("#a9bfd6", "#b6c8dc", "#9db7d1", "#c1d1e2")

SCRIPT = """
(function () {
  var graphs = document.querySelectorAll('g.flame');
  function number(frame, name) { return parseFloat(frame.getAttribute('data-' + name)); }
  function show(graph, focus) {
    var left = number(graph, 'left'), width = number(graph, 'width');
    var from = number(focus, 'from'), share = number(focus, 'share'), depth = number(focus, 'depth');
    graph.querySelectorAll('g.frame').forEach(function (frame) {
      var start = number(frame, 'from'), own = number(frame, 'share');
      var above = number(frame, 'depth') <= depth;
      var inside = above ? start <= from + 1e-9 && start + own >= from + share - 1e-9
                         : start >= from - 1e-9 && start + own <= from + share + 1e-9;
      var x = above ? left : left + (start - from) / share * width, w = above ? width : own / share * width;
      frame.style.display = inside && w > 0.4 ? '' : 'none';
      if (!inside) return;
      var rect = frame.querySelector('rect'), text = frame.querySelector('text');
      rect.setAttribute('x', x);
      rect.setAttribute('width', w);
      rect.style.opacity = above && frame !== focus && depth > 0 ? 0.55 : 1;
      if (text) {
        var label = frame.getAttribute('data-label'), room = Math.floor((w - 8) / %s);
        text.setAttribute('x', x + 4);
        text.textContent = label.length <= room ? label : room > 3 ? label.slice(0, room - 1) + '\\u2026' : '';
      }
    });
  }
  graphs.forEach(function (graph) {
    graph.addEventListener('click', function (event) {
      var frame = event.target.closest('g.frame');
      if (frame) show(graph, frame);
    });
  });
})();
""" % (SIZE * MONO)


class Node:
    """A line of the program, as called from another. Recursion of a line into itself is one node; the machinery of
    imports is left out."""

    __slots__ = ("frame", "depth", "bytes", "blocks", "own", "children")

    def __init__(self, frame, depth):
        self.frame, self.depth = frame, depth
        self.bytes = self.blocks = self.own = 0
        self.children = {}


def tree(capture, rows):
    """The node above all others."""
    root = Node(None, 0)
    nodes = {0: root}
    wanted = set()
    for number in rows:
        while number and number not in wanted:
            wanted.add(number)
            number = capture.frames[number].caller
    for number in sorted(wanted):  # a caller's number is smaller
        frame = capture.frames[number]
        caller = nodes[frame.caller]
        place = frame[1:]
        if frame.file.startswith("<frozen importlib") or caller.frame is not None and caller.frame[1:] == place:
            nodes[number] = caller
            continue
        if place not in caller.children:
            caller.children[place] = Node(frame, caller.depth + 1)
        nodes[number] = caller.children[place]
    for number, (size, blocks) in rows.items():
        nodes[number].own += size
        nodes[number].blocks += blocks
    _sum(root)
    return root


def _sum(root):
    order, waiting = [], [root]
    while waiting:
        node = waiting.pop()
        order.append(node)
        waiting += node.children.values()
    for node in reversed(order):
        node.bytes = node.own + sum(child.bytes for child in node.children.values())
        node.blocks += sum(child.blocks for child in node.children.values())


def _label(node):
    frame = node.frame
    file = os.path.basename(frame.file)
    if file == "__init__.py":
        file = os.path.basename(os.path.dirname(frame.file))
    label = "%s:%d" % (file, frame.line)
    if not frame.function.startswith("<module"):
        label = "%s\u2002%s" % (frame.function.replace(".<locals>", ""), label)
    source = "" if report.is_library(frame) else report.source_line(frame.file, frame.line)
    return "%s\u2003%s" % (label, source) if source else label


def _tip(node, whole):
    frame = node.frame
    text = "%s\n%s, line %d\n%s (%.1f%%) in %s" % (
        frame.function, frame.file, frame.line, report.size(node.bytes), 100 * node.bytes / whole,
        report.plural(round(node.blocks), "block"))
    if node.children and node.own:
        text += ", %s of it by this line itself" % report.size(node.own)
    source = report.source_line(frame.file, frame.line)
    return text + "\n\n" + source if source else text


def _colour(node, index):
    colours = _LIBRARY if report.is_library(node.frame) else _OWN
    return colours[(hash_of(node.frame.function) + index) % len(colours)]


def hash_of(text):
    """The same in each run."""
    value = 0
    for character in text:
        value = (value * 31 + ord(character)) & 0xffffffff
    return value


def draw(page, left, width, capture, rows, whole_label):
    """The graph, from page.y on."""
    root = tree(capture, rows)
    if not root.bytes:
        return
    top, deepest = page.y, 0
    page.group("flame", "", left=left, width=width)
    page.parts[-1] = page.parts[-1].replace("<title></title>", "")
    _frame(page, left, width, top, root, 0.0, 1.0, "#dfe5ec", whole_label, whole_label)
    waiting = [(root, 0.0)]
    while waiting:
        node, start = waiting.pop()
        at = start
        for index, child in enumerate(sorted(node.children.values(), key=lambda child: -child.bytes)):
            share = child.bytes / root.bytes
            if share * width < _LEAST or child.depth > MOST_ROWS:
                break
            _frame(page, left, width, top, child, at, share, _colour(child, index), _label(child),
                   _tip(child, root.bytes))
            deepest = max(deepest, child.depth)
            waiting.append((child, at))
            at += share
    page.end()
    page.y = top + (deepest + 1) * ROW + 4


def _frame(page, left, width, top, node, start, share, colour, label, tip):
    x, y, own = left + start * width, top + node.depth * ROW, share * width
    page.group("frame", tip, **{"from": "%.7g" % start, "share": "%.7g" % share, "depth": node.depth, "label": label})
    page.rect(x, y, own, ROW, colour)
    page.text(x + 4, y + ROW - 6, shorten(label, own - 8, SIZE), SIZE, "mono")
    page.end()

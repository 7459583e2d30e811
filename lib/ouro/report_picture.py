"""The picture that `ouro mem -o` draws: figures, memory over time with its types, flame graphs, advice. One SVG file
that needs nothing else; a browser shows what is under the pointer."""
import bisect

from ouro import report, report_flame
from ouro.report_svg import SANS, Page, shorten

WIDTH = 1240
_MARGIN, _AXIS, _LEGEND = 36, 64, 250
_HEIGHT = 330
_COLOURS = ("#4c78a8", "#f2a241", "#5aa469", "#d8605b", "#9d7cba", "#58b0b5", "#d9bd4a", "#b07d62")
_OTHERS, _BUFFERS = "#cfd6de", "#aab4bf"
_RESIDENT, _GRID, _GC = "#1f2933", "#e6eaee", "#c2410c"
_BANDS = 8
_COLUMNS = 240


class _Plot:
    """From seconds and bytes to pixels."""

    def __init__(self, left, top, width, height, seconds, most):
        self.left, self.top, self.width, self.height = left, top, width, height
        self.seconds, self.most = seconds or 1.0, most or 1

    @property
    def bottom(self):
        return self.top + self.height

    def x(self, seconds):
        return self.left + self.width * min(1.0, seconds / self.seconds)

    def y(self, size):
        return self.bottom - self.height * size / self.most


def _round_sizes(most, count=6):
    """Sizes for the lines of a grid: steps of 1, 2 or 5 times a power of ten, in the unit that fits."""
    unit = 1
    while most / unit >= 1024:
        unit *= 1024
    step = next(factor for factor in _factors() if most / unit / factor <= count)
    return [unit * step * i for i in range(int(most / unit / step) + 1)]


def _time_step(seconds, count=8):
    step = 1e-6
    for factor in _factors():
        if seconds / (step * factor) <= count:
            return step * factor
    return seconds


def _factors():
    factor = 1
    while factor < 1e13:
        yield factor
        yield factor * 2
        yield factor * 5
        factor *= 10


# ---- Bands ------------------------------------------------------------------------------------------------

def _bands(capture):
    """[(name, {index of census: bytes})], the largest first, the rest last."""
    most = {}
    for census in capture.censuses:
        for name, (count, size) in census.rows.items():
            most[name] = max(most.get(name, 0), size)
    return sorted((name for name in most if not name.startswith("(")), key=lambda name: -most[name])[:_BANDS]


def _shares(capture, names):
    """[(time, [share of each name, of the buffers, of the others])], of the live heap."""
    shares = []
    for census in capture.censuses:
        rows = census.rows
        whole = sum(size for count, size in rows.values()) or 1
        some = [rows.get(name, (0, 0))[1] / whole for name in names]
        buffers = rows.get("(other buffers)", (0, 0))[1] / whole
        shares.append((census.time, [*some, buffers, max(0.0, 1.0 - sum(some) - buffers)]))
    return shares


def _shares_at(shares, times, time):
    """Between two censuses, what lies between."""
    after = bisect.bisect_right(times, time)
    if after == 0 or after == len(times):
        return shares[min(after, len(times) - 1)][1]
    (t0, first), (t1, second) = shares[after - 1], shares[after]
    part = (time - t0) / (t1 - t0) if t1 > t0 else 1.0
    return [a + (b - a) * part for a, b in zip(first, second)]


def _thinned(points, most):
    """Points so few that they can be drawn, with the highest of each stretch."""
    if len(points) <= most:
        return points
    size = -(-len(points) // most)
    return [max(points[i:i + size], key=lambda point: point.live) for i in range(0, len(points), size)]


def _draw_bands(page, plot, capture, points):
    """The stacked areas; [(colour, name, tip)] for the legend."""
    names = _bands(capture)
    shares = _shares(capture, names)
    if not shares:
        outline = [(plot.x(p.time), plot.y(p.live)) for p in points]
        ends = (plot.x(points[0].time), plot.bottom), (plot.x(points[-1].time), plot.bottom)
        page.area([ends[0], *outline, ends[1]], _COLOURS[0])
        return []
    times = [time for time, row in shares]
    labels = [*names, "other buffers", "all other types"]
    colours = [*_COLOURS[:len(names)], _BUFFERS, _OTHERS]
    columns = [(p, _shares_at(shares, times, p.time)) for p in points]
    order = [len(labels) - 1, len(labels) - 2, *range(len(names) - 1, -1, -1)]  # the largest on top
    floor = [0.0] * len(points)
    for band in order:
        top = [base + row[band] * p.live for base, (p, row) in zip(floor, columns)]
        outline = [(plot.x(p.time), plot.y(value)) for (p, row), value in zip(columns, top)]
        under = [(plot.x(p.time), plot.y(value)) for (p, row), value in zip(columns, floor)]
        page.area([*outline, *reversed(under)], colours[band], labels[band])
        floor = top
    return list(zip(colours, labels, _most(columns)))


def _most(columns):
    """The most bytes that each band has."""
    return [max(row[band] * point.live for point, row in columns) for band in range(len(columns[0][1]))]


# ---- The chart --------------------------------------------------------------------------------------------

def _grid(page, plot):
    for size in _round_sizes(plot.most):
        page.line([(plot.left, plot.y(size)), (plot.left + plot.width, plot.y(size))], _GRID)
        page.text(plot.left - 8, plot.y(size) + 4, report.size(size).replace(".0 ", " "), 11, "quiet", "end")
    step = _time_step(plot.seconds)
    count = int(plot.seconds / step + 1e-9)
    for i in range(count + 1):
        x = plot.x(i * step)
        page.line([(x, plot.bottom), (x, plot.bottom + 4)], "#9aa5b1")
        page.text(x, plot.bottom + 34, "0" if i == 0 else report.duration(i * step), 11, "quiet", "middle")


def _collections(page, plot, capture):
    """Marks under the axis, taller for longer stops; the longest of each pixel."""
    longest = {}
    for stop in capture.collections:
        column = int(plot.x(stop.time))
        if column not in longest or stop.took > longest[column].took:
            longest[column] = stop
    worst = max((stop.took for stop in longest.values()), default=0)
    for column, stop in sorted(longest.items()):
        height = 3 + 11 * (stop.took / worst) ** 0.5
        tip = "collection of generation %d at %s: stopped %s, found %s, freed %s" % (
            stop.generation, report.duration(stop.time), report.duration(stop.took),
            report.plural(stop.found, "object"), report.size(stop.freed))
        page.rect(column, plot.bottom + 5, 1.6, height, _GC, tip, opacity=1.0 if stop.generation == 2 else 0.45)


def _columns(page, plot, capture):
    """Under the pointer: the figures of that moment."""
    times = [p.time for p in capture.points]
    census_times = [census.time for census in capture.censuses]
    count = max(1, min(_COLUMNS, 2 * len(times)))
    texts = {}
    for i in range(count):
        middle = plot.seconds * (i + 0.5) / count
        point = capture.points[max(0, bisect.bisect_right(times, middle) - 1)]
        tip = "%s: %s resident, %s live" % (report.duration(middle), report.size(point.resident),
                                            report.size(point.live))
        index = bisect.bisect_right(census_times, middle) - 1
        if index >= 0:
            if index not in texts:
                rows = sorted(capture.censuses[index].rows.items(), key=lambda row: -row[1][1])[:6]
                texts[index] = "".join("\n%s  %s" % (report.size(size), name) for name, (n, size) in rows)
            tip += texts[index]
        page.rect(plot.left + plot.width * i / count, plot.top, plot.width / count, plot.height, "", tip, "column")


def _legend(page, plot, listed, capture):
    x, y = plot.left + plot.width + 28, plot.top + 6
    page.line([(x, y - 4), (x + 16, y - 4)], _RESIDENT, 1.8)
    page.text(x + 24, y, "resident memory", 12)
    page.text(WIDTH - _MARGIN, y, report.size(capture.resident_peak), 12, "quiet", "end")
    y += 30
    if listed:
        page.text(x, y, "live heap by type", 12, "strong")
        page.text(WIDTH - _MARGIN, y, "at most", 11, "quiet", "end")
        y += 21
    for colour, name, size in listed:
        page.rect(x, y - 10, 12, 12, colour, radius=2)
        page.text(x + 20, y, shorten(name, _LEGEND - 130, 12, SANS), 12)
        page.text(WIDTH - _MARGIN, y, report.size(size), 12, "quiet", "end")
        y += 20
    if capture.collections:
        y += 10
        page.rect(x + 5, y - 11, 2, 13, _GC)
        page.text(x + 20, y, "collector stops", 12)
        page.text(WIDTH - _MARGIN, y, format(len(capture.collections), ","), 12, "quiet", "end")


def _chart(page, capture):
    most = max(capture.resident_peak, capture.live_peak.live) * 1.06
    plot = _Plot(_MARGIN + _AXIS, page.y + 8, WIDTH - 2 * _MARGIN - _AXIS - _LEGEND, _HEIGHT, capture.duration, most)
    points = _thinned(capture.points, 700)
    _grid(page, plot)
    listed = _draw_bands(page, plot, capture, points)
    page.line([(plot.x(p.time), plot.y(p.resident)) for p in points], _RESIDENT, 1.8)
    peak = capture.live_peak
    x, y = plot.x(peak.time), plot.y(peak.live)
    page.add('<circle cx="%.1f" cy="%.1f" r="4" fill="#fff" stroke="%s" stroke-width="2"/>' % (x, y, _RESIDENT))
    page.line([(plot.left, plot.bottom), (plot.left + plot.width, plot.bottom)], "#9aa5b1")
    _columns(page, plot, capture)
    _collections(page, plot, capture)
    _legend(page, plot, listed, capture)
    page.y = plot.bottom + 56


# ---- The page ---------------------------------------------------------------------------------------------

def _figures(page, capture):
    peak, at = capture.live_peak, capture.points[-1]
    allocated = sum(size for size, blocks in capture.flow.values())
    longest = max((c.took for c in capture.collections), default=0.0)
    figures = [(report.size(capture.resident_peak), "resident at most"),
               (report.size(peak.live), "live at most, at " + report.duration(peak.time)),
               (report.size(at.live), "live at the end" if capture.end else "live when last seen")]
    if allocated:
        figures.append((report.size(allocated), "allocated in all"))
    if capture.collections:
        figures.append((report.duration(longest), "longest of %s" % report.plural(len(capture.collections), "stop")))
    width = (WIDTH - 2 * _MARGIN + 14) / len(figures)
    for i, (value, text) in enumerate(figures):
        x = _MARGIN + i * width
        page.rect(x, page.y, width - 14, 64, "#f4f6f8", radius=6)
        page.text(x + 16, page.y + 30, value, 21, "strong")
        page.text(x + 16, page.y + 50, text, 12, "quiet")
    page.y += 64


def _heading(page, title, quiet=""):
    page.text(_MARGIN, page.y, title, 15, "strong")
    if quiet:
        page.text(_MARGIN + len(title) * 15 * SANS + 24, page.y, quiet, 12, "quiet")
    page.y += 12


def _flames(page, capture):
    peak, last = capture.peak(), capture.last()
    when = "live at %s" % report.duration(peak.time) if peak else ""
    shown = [(peak, "Live at the peak, by the lines that allocated it", when)]
    if last is not peak and last is not None and last.traced:
        shown.append((last, "Still live at the end", "after %s" % report.duration(last.time)))
    for snapshot, title, when in shown:
        if snapshot is None or not snapshot.traced:
            continue
        page.y += 26
        _heading(page, title, "%s · callers above · click to look closer · the program's own lines are orange" % when)
        report_flame.draw(page, _MARGIN, WIDTH - 2 * _MARGIN, capture, snapshot.rows,
                          "all: " + report.size(snapshot.traced))
        page.script = report_flame.SCRIPT
        page.y += 10


def _advice(page, advice):
    if not advice:
        return
    page.y += 30
    _heading(page, "Advice")
    page.y += 12
    for one in advice:
        page.rect(_MARGIN, page.y - 9, 4, 4 + 18 * len(report.wrap(one, 165)) - 6, _COLOURS[2], radius=2)
        for line in report.wrap(one, 165):
            page.text(_MARGIN + 16, page.y, line, 13)
            page.y += 18
        page.y += 8


def _processes(page, captures):
    from ouro import report_processes
    left, width = _MARGIN + _AXIS, WIDTH - 2 * _MARGIN - _AXIS - _LEGEND
    page.y += 34
    _heading(page, "Processes", "resident memory of each, one above the other")
    plots = []

    def plot_of(seconds, most):
        plots.append(_Plot(left, page.y + 8, width, _HEIGHT * 2 // 3, seconds, most))
        _grid(page, plots[0])
        return plots[0], _COLOURS, _OTHERS
    report_processes.draw(page, plot_of, _MARGIN, WIDTH - 2 * _MARGIN, (left + width + 28, page.y + 14), captures)
    page.y = plots[0].bottom + 48


def draw(filename, capture, advice=(), status=None, others=()):
    """Writes the picture. `others`: captures of processes that it started."""
    page = Page(WIDTH)
    page.text(_MARGIN, 48, shorten(report.command(capture), WIDTH - 420, 26, SANS), 26, "strong")
    how = "every allocation counted" if capture.exact else "one sample every %s" % report.size(capture.mean)
    page.text(WIDTH - _MARGIN, 46, "%s · %s" % (report.ending(capture, status), how), 13, "quiet", "end")
    page.y = 70
    _figures(page, capture)
    page.y += 38
    _heading(page, "Memory over time")
    _chart(page, capture)
    if others:
        _processes(page, [capture, *others])
    _flames(page, capture)
    _advice(page, advice)
    page.y += 24
    with open(filename, "wb") as file:
        file.write(page.data("ouro mem: " + report.command(capture)))

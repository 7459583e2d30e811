"""Several processes in a report: a table of them, and a chart of the memory that each had, one band above the other."""
import bisect

from ouro import report
from ouro.report_svg import SANS, shorten

_COLUMNS = 400
_BANDS = 8   # in the chart: the largest, and one of all others
_WIDTH = 100


def _name(capture):
    return report.command(capture) if capture.arguments else "a copy of %d" % capture.parent


class Process:
    """A capture beside those of other processes: `begin` and `end` are seconds from the first one's beginning."""

    def __init__(self, capture, first):
        self.capture = capture
        self.begin = (capture.clock - first.clock) / 1e9
        self.end = self.begin + capture.duration
        self._times = [self.begin + point.time for point in capture.points]

    def resident(self, time):
        """Bytes then; 0 before it began and after it ended."""
        if not self.begin <= time <= self.end:
            return 0
        return self.capture.points[max(0, bisect.bisect_right(self._times, time) - 1)].resident


def processes(captures):
    """The first one's capture comes first; the others in the order in which they began."""
    found = [Process(capture, captures[0]) for capture in captures]
    return [found[0], *sorted(found[1:], key=lambda process: process.begin)]


def _most_together(all_):
    """(bytes, time) when most was resident in all of them."""
    times = sorted({process.begin + point.time for process in all_ for point in process.capture.points})
    if len(times) > 4 * _COLUMNS:
        times = times[::len(times) // (4 * _COLUMNS)]
    return max((sum(process.resident(time) for process in all_), time) for time in times)


def text(captures, most=24):
    """Lines about all of them."""
    all_ = processes(captures)
    together, time = _most_together(all_)
    lines = ["processes: %d recorded, with at most %s resident together, at %s"
             % (len(all_), report.size(together), report.duration(time)),
             "  %9s  %9s  %9s  %9s  %9s" % ("process", "began", "ran", "resident", "live")]
    for process in all_[:most]:
        capture = process.capture
        lines.append("  %9d  %9s  %9s  %9s  %9s  %s" % (
            capture.pid, report.duration(process.begin) if process.begin else "0", report.duration(capture.duration),
            report.size(capture.resident_peak), report.size(capture.live_peak.live),
            report.shorten(_name(capture) + _fate(capture), _WIDTH - 59)))
        if process is not all_[0]:
            lines += _largest(capture)
    if len(all_) > most:
        lines.append("  and %d more" % (len(all_) - most))
    return lines


def _fate(capture):
    if capture.end is None:
        return ", was ended"
    return ", exit status %d" % capture.end.status if capture.end.status else ""


def _largest(capture):
    """The line that most was live of, where that is a tenth of it."""
    snapshot = capture.peak()
    place = next(iter(report.by_line(capture, snapshot)), None) if snapshot else None
    if place is not None and place.bytes * 10 >= snapshot.traced:
        kind = " of " + place.type if place.type else ""
        line = "%13s%s%s by %s  %s" % ("", report.size(place.bytes), kind, place.name, place.source)
        yield report.shorten(line.rstrip(), _WIDTH)


def draw(page, plot_of, left, width, legend, captures):
    """The chart, from page.y on. plot_of(seconds, bytes) draws its grid and gives the plot."""
    all_ = processes(captures)
    seconds = max(process.end for process in all_)
    largest = sorted(all_, key=lambda process: -process.capture.resident_peak)[:_BANDS]
    shown = [process for process in all_ if process in largest]
    others = [process for process in all_ if process not in largest]
    times = sorted({seconds * i / _COLUMNS for i in range(_COLUMNS + 1)}
                   | {edge for process in all_ for edge in (process.begin, process.end)})
    bands = [([process.resident(time) for time in times], "%d  %s" % (process.capture.pid, _name(process.capture)))
             for process in shown]
    if others:
        bands.append(([sum(process.resident(time) for process in others) for time in times],
                      "%d other processes" % len(others)))
    plot, colours, quiet = plot_of(seconds, max(map(sum, zip(*[row for row, name in bands]))) * 1.06)
    floor = [0] * len(times)
    x, y = legend
    for index, (row, name) in enumerate(bands):
        colour = colours[index] if index < len(colours) else quiet
        top = [a + b for a, b in zip(floor, row)]
        page.area([*[(plot.x(t), plot.y(v)) for t, v in zip(times, top)],
                   *[(plot.x(t), plot.y(v)) for t, v in zip(reversed(times), reversed(floor))]], colour,
                  "%s: %s resident at most" % (name, report.size(max(row))))
        floor = top
        page.rect(x, y - 10, 12, 12, colour, radius=2)
        page.text(x + 20, y, shorten(name, left + width - x - 100, 12, SANS), 12)
        page.text(left + width, y, report.size(max(row)), 12, "quiet", "end")
        y += 20

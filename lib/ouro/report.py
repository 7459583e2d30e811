"""What `ouro mem` prints: a screenful about a capture."""
import os

LIBRARIES = (os.path.dirname(os.__file__) + os.sep, os.path.dirname(os.path.dirname(__file__)) + os.sep, "<frozen ")
_WIDTH = 100
_TYPE_MOST = 16  # letters of a type beside a line
_BARS = " ▁▂▃▄▅▆▇█"


def size(count):
    """Bytes in four digits or so: "12.3 MiB"."""
    if count < 1024:
        return "%d B" % count
    for unit in ("KiB", "MiB", "GiB", "TiB"):
        count /= 1024
        if count < 999.95 or unit == "TiB":
            return "%.*f %s" % (0 if count >= 99.95 else 1, count, unit)


def duration(seconds):
    if seconds >= 99.95:
        return "%d:%02d min" % divmod(round(seconds), 60)
    if seconds >= 0.9995:
        return "%.2f s" % seconds
    if seconds >= 0.0009995:
        return "%.3g ms" % (seconds * 1e3)
    return "%.3g µs" % (seconds * 1e6)


def plural(count, noun):
    return "%s %s%s" % (format(count, ","), noun, "" if count == 1 else "s")


def command(capture):
    """The program as one would name it."""
    arguments = capture.arguments or ["?"]
    if arguments[0] == "-c":
        return "-c ..."
    return " ".join([os.path.basename(arguments[0]), *arguments[1:]])


def is_library(frame):
    return is_library_file(frame.file)


def is_library_file(file):
    return file.startswith(LIBRARIES) or "/site-packages/" in file or "/dist-packages/" in file


_lines_of = {}  # by file


def source_line(file, line):
    """A line of a source without the space around it; "" when there is none."""
    lines = _lines_of.get(file)
    if lines is None:
        lines = _lines_of[file] = _read_lines(file)
    return lines[line - 1].strip() if 0 < line <= len(lines) else ""


def _read_lines(file):
    try:
        with open(file, "rb") as source:
            data = source.read()
    except (OSError, ValueError):
        return []
    if b"coding" in data[:256]:  # for a module that takes longer to import than all the rest
        import linecache
        return linecache.getlines(file)
    return data.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace").split("\n")


class Place:
    """A line of the program, and what stacks through it hold."""

    def __init__(self, frame):
        self.frame = frame
        self.bytes = self.blocks = 0
        self.through = {}  # bytes by the function of a library that allocated them
        self.types = {}    # bytes by type, as far as known

    @property
    def name(self):
        return "%s:%d" % (os.path.basename(self.frame.file), self.frame.line)

    @property
    def type(self):
        """What most of it is, without the module of a class; "" when that is not known."""
        return max(self.types, key=self.types.get, default="").rsplit(".", 1)[-1]

    @property
    def source(self):
        return source_line(self.frame.file, self.frame.line)


def own_frame(stack):
    """The innermost frame that is not of a library; the innermost one when all are."""
    return next((frame for frame in stack if not is_library(frame)), stack[0])


def by_line(capture, snapshot):
    """Places of the program with what was allocated there or in libraries called from there, largest first."""
    rows, kinds = snapshot.rows, capture.kinds(snapshot.time)
    places = {}
    for number, (size_, blocks) in rows.items():
        stack = capture.stack(number)
        if not stack:
            continue
        frame = own_frame(stack)
        key = frame.file, frame.line
        place = places.get(key)
        if place is None:
            place = places[key] = Place(frame)
        place.bytes += size_
        place.blocks += blocks
        if number in kinds:
            name, weight = kinds[number]
            place.types[name] = place.types.get(name, 0) + weight
        if frame is not stack[0]:
            function = stack[0].function
            place.through[function] = place.through.get(function, 0) + size_
    return sorted(places.values(), key=lambda place: -place.bytes)


def shorten(text, room):
    return text if len(text) <= room else text[:max(0, room - 1)] + "…"


def _sparkline(capture, width):
    """One row of blocks: the most that was live in each of so many equal stretches of time."""
    end = capture.duration or 1.0
    most = [0] * width
    for point in capture.points:
        column = min(width - 1, int(point.time / end * width))
        most[column] = max(most[column], point.live)
    filled, before = [], 0
    for value in most:
        before = value or before
        filled.append(before)
    top = max(filled) or 1
    return "".join(_BARS[max(1, round(value / top * 8)) if value else 0] for value in filled)


def ending(capture, status):
    """How long it ran and how that ended."""
    if capture.end is None:
        if status:
            return "was ended%s after %s" % (_status(status).replace(", exit", " with"), duration(capture.duration))
        return "recorded for %s, without an end" % duration(capture.duration)
    return "ran " + duration(capture.duration) + _status(capture.end.status if status is None else status)


def _status(status):
    if not status:
        return ""
    import signal
    if status < 0 or status > 128:
        number = -status if status < 0 else status - 128
        try:
            return " by signal %s" % signal.Signals(number).name
        except ValueError:
            pass
    return ", exit status %d" % status


def _share(part, whole):
    return "%5.1f%%" % (100.0 * part / whole) if whole else "     -"


def _types(census, top):
    rows = sorted(census.rows.items(), key=lambda row: -row[1][1])
    whole = sum(size_ for name, (count, size_) in rows)
    yield "by type, where the heap was fullest (%s at %s)" % (size(whole), duration(census.time))
    for name, (count, size_) in rows[:top]:
        yield "  %9s %s  %11s  %s" % (size(size_), _share(size_, whole), format(count, ",") if count else "", name)
    if len(rows) > top:
        rest = sum(size_ for name, (count, size_) in rows[top:])
        yield "  %9s %s  %11s  (%d more types)" % (size(rest), _share(rest, whole), "", len(rows) - top)


def _lines(capture, title, snapshot, top):
    places = by_line(capture, snapshot)
    whole = snapshot.traced
    yield title
    width = min(34, max((len(place.name) for place in places[:top]), default=0))
    types = min(_TYPE_MOST, max((len(place.type) for place in places[:top]), default=0))
    for place in places[:top]:
        text = place.source
        if place.through:
            function, through = max(place.through.items(), key=lambda item: item[1])
            if through * 2 > place.bytes:
                text += "  (in %s)" % function
        yield "  %9s %s  %s  %s  %s" % (size(place.bytes), _share(place.bytes, whole), place.name.ljust(width),
                                        shorten(place.type, types).ljust(types),
                                        shorten(text, _WIDTH - width - types - 26))


def _collector(capture):
    if not capture.collections:
        return "collector: no stop"
    longest = max(capture.collections, key=lambda c: c.took)
    total = sum(c.took for c in capture.collections)
    found, freed = sum(c.found for c in capture.collections), sum(c.freed for c in capture.collections)
    return ("collector: %s, the longest %s (generation %d), %s in all: %.1f%% of the run; %s in cycles held %s"
            % (plural(len(capture.collections), "stop"), duration(longest.took), longest.generation, duration(total),
               100 * total / (capture.duration or 1), plural(found, "object"), size(freed)))


_CHILDREN = 4


def _children(capture, recorded):
    started = [child for child in capture.children if child.pid not in recorded]
    for child in started[:_CHILDREN]:
        yield "it started process %d, not recorded here: %s" % (
            child.pid, shorten(" ".join(child.arguments), _WIDTH - 45) or "a copy of itself")
    if len(started) > _CHILDREN:
        yield "it started %d more of them" % (len(started) - _CHILDREN)
    if capture.end and capture.end.children and started:
        yield "its largest child had %s resident" % size(capture.end.children)


def text(capture, top=8, advice=(), status=None, others=()):
    """The lines of the report. `others`: captures of processes that it started."""
    peak, at = capture.live_peak, capture.points[-1]
    lines = ["%s %s" % (command(capture), ending(capture, status))]
    lines += ["", "%9s  resident at most" % size(capture.resident_peak),
              "%9s  live on the heap at most, at %s" % (size(peak.live), duration(peak.time)),
              "%9s  live %s" % (size(at.live), "at the end" if capture.end else "when it was last seen, at "
                                + duration(at.time))]
    allocated = sum(size_ for size_, blocks in capture.flow.values())
    if allocated:
        how = "every allocation counted" if capture.exact else "one sample every %s" % size(capture.mean)
        lines.append("%9s  allocated in all (%s)" % (size(allocated), how))
    lines += ["", "  %s" % _sparkline(capture, 72), "  0%s%s" % (" " * (71 - len(duration(capture.duration))),
                                                              duration(capture.duration)), ""]
    census, snapshot, last = capture.peak_census(), capture.peak(), capture.last()
    if census:
        lines += [*_types(census, top), ""]
    if snapshot:
        lines += [*_lines(capture, "by line, what was live at the peak (%s)" % duration(snapshot.time),
                          snapshot, top), ""]
    if last and last is not snapshot and last.traced * 4 < snapshot.traced * 3:
        lines += [*_lines(capture, "by line, what is live at the end", last, max(3, top // 2)), ""]
    lines.append(_collector(capture))
    if capture.blind is not None:
        lines.append("lines are known until %s only: from then on the program traced its allocations itself"
                     % duration(capture.blind))
    lines += _children(capture, {other.pid for other in others})
    if others:
        from ouro import report_processes
        lines += ["", *report_processes.text([capture, *others])]
    if advice:
        lines += ["", "advice"]
        for one in advice:
            lines += _wrapped(one, "  - ", "    ")
    return lines


def _wrapped(text_, first, others):
    lines = wrap(text_, _WIDTH - len(first))
    return [first + lines[0], *(others + line for line in lines[1:])]


def wrap(text_, width):
    """Lines of at most so many letters, where no word is longer."""
    lines = [""]
    for word in text_.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > width:
            lines.append(word)
        else:
            lines[-1] += " " + word if lines[-1] else word
    return lines

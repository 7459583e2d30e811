"""What `mprof plot` draws: memory over time with the functions that ran, or their flame graph."""
import math

import _picture

WIDTH, HEIGHT = 1000, 560
_LEFT, _RIGHT, _TOP = 84, 24, 52
_ROW = 18  # of the legend
_SMALL = 12
_NAMED_CHILDREN = 11  # child processes with a place in the legend
_GRID, _AXIS, _TEXT = (226, 228, 232), (120, 124, 130), (40, 44, 52)
_PEAK = (200, 40, 40)
_COLOURS = ((31, 95, 170), (214, 106, 20), (36, 138, 74), (150, 70, 160), (0, 140, 150), (180, 140, 0),
            (200, 60, 110), (105, 85, 60))


def colour(index):
    return _COLOURS[index % len(_COLOURS)]


def ticks(low, high, most):
    """Round numbers from low to high, at most so many."""
    span = high - low
    if span <= 0:
        return [low]
    step = 10.0 ** math.floor(math.log10(span / most))
    for factor in (1, 2, 5, 10):
        if span / (step * factor) <= most:
            step *= factor
            break
    first = math.ceil(low / step - 1e-9)
    return [step * n for n in range(first, math.floor(high / step + 1e-9) + 1)]


def tick_label(value, step):
    decimals = max(0, -math.floor(math.log10(step) + 1e-9)) if step > 0 else 1
    return "%.*f" % (decimals, value)


def slope(samples):
    """MiB per second: the line that fits the samples best; (slope, start)."""
    n = len(samples)
    mean_t = sum(t for t, m in samples) / n
    mean_m = sum(m for t, m in samples) / n
    spread = sum((t - mean_t) ** 2 for t, m in samples)
    rate = sum((t - mean_t) * (m - mean_m) for t, m in samples) / spread if spread else 0.0
    return rate, mean_m - rate * mean_t


class _Frame:
    """The axes: from seconds and MiB to pixels."""

    def __init__(self, canvas, bottom, window, top_value, top=_TOP):
        self.canvas, self.bottom, self.top = canvas, bottom, top
        self.start, self.end = window
        self.top_value = top_value

    def x(self, t):
        return _LEFT + (WIDTH - _LEFT - _RIGHT) * (t - self.start) / (self.end - self.start)

    def y(self, value):
        return self.bottom - (self.bottom - self.top) * value / self.top_value

    def draw(self, title, values=True):
        canvas = self.canvas
        if title:
            canvas.text(WIDTH / 2, 28, _picture.shorten(title, 16, WIDTH - 40), 16, _TEXT, "middle")
        times = ticks(self.start, self.end, 10)
        for t in times:
            canvas.line([(self.x(t), self.top), (self.x(t), self.bottom)], _GRID)
            canvas.text(self.x(t), self.bottom + 18, tick_label(t, times[1] - times[0]), _SMALL, _TEXT, "middle")
        canvas.text((_LEFT + WIDTH - _RIGHT) / 2, self.bottom + 38, "time (in seconds)", 13, _TEXT, "middle")
        if values:
            amounts = ticks(0, self.top_value, 8)
            for amount in amounts:
                canvas.line([(_LEFT, self.y(amount)), (WIDTH - _RIGHT, self.y(amount))], _GRID)
                canvas.text(_LEFT - 8, self.y(amount) + 4, tick_label(amount, amounts[1]), _SMALL, _TEXT, "end")
            canvas.text(24, (self.top + self.bottom) / 2, "memory used (in MiB)", 13, _TEXT, "middle", upright=True)
        canvas.line([(_LEFT, self.top), (_LEFT, self.bottom), (WIDTH - _RIGHT, self.bottom)], _AXIS, 1.2)

    def curve(self, samples):
        """Points of samples within the window, thinned to what the pixels can show: per column the least and the
        most."""
        columns = {}
        for t, value in samples:
            if self.start <= t <= self.end:
                columns.setdefault(int(self.x(t) * 2), []).append((self.x(t), self.y(value)))
        points = []
        for column in sorted(columns):
            here = columns[column]
            keep = {0, len(here) - 1, min(range(len(here)), key=lambda i: here[i][1]),
                    max(range(len(here)), key=lambda i: here[i][1])}
            points += [here[i] for i in sorted(keep)]
        return points


def _legend(canvas, top, entries):
    """Rows of (colour, text), in three columns."""
    room = (WIDTH - _LEFT - _RIGHT) / 3
    for index, (ink, text) in enumerate(entries):
        x, y = _LEFT + room * (index % 3), top + _ROW * (index // 3)
        canvas.rect(x, y - 8, 14, 8, ink)
        canvas.text(x + 20, y, _picture.shorten(text, _SMALL, room - 28), _SMALL, _TEXT)


def _brackets(frame, runs, number):
    """The functions that ran: a bracket at the memory of each end."""
    entries, inks = [], {}
    for run in runs:
        if run.name not in inks:
            inks[run.name] = colour(number + len(inks))
            own = [other for other in runs if other.name == run.name]
            total = sum(other.end - other.start for other in own)
            times = " (%d calls)" % len(own) if len(own) > 1 else ""
            entries.append((inks[run.name], "%s %.3fs%s" % (run.name, total, times)))
        for t, value, way in ((run.start, run.start_memory, 1), (run.end, run.end_memory, -1)):
            if frame.start <= t <= frame.end:
                x, y = frame.x(t), frame.y(value)
                frame.canvas.line([(x + 5 * way, y - 9), (x, y - 9), (x, y + 9), (x + 5 * way, y + 9)],
                                  inks[run.name], 2)
    return entries


def _window(recordings, window):
    if window:
        return window
    end = max((t for r in recordings for t, m in r.samples), default=0.0)
    return 0.0, end if end > 0 else 1.0


def _most(recordings, window):
    values = [m for r in recordings for series in [r.samples, *r.children.values()] for t, m in series
              if window[0] <= t <= window[1]]
    return max(max(values, default=0.0) * 1.08, 0.001)


def memory(filename, recordings, title=None, window=None, functions=True, trend=False):
    """Draws recordings (one or several) into a file."""
    runs = recordings[0].functions if functions and len(recordings) == 1 else []
    names = len({run.name for run in runs}) + len(recordings)
    names += sum(min(len(r.children), _NAMED_CHILDREN + 1) for r in recordings)
    names += len(recordings) if trend else 0
    legend = -(-(names + 1) // 3) * _ROW
    canvas = _picture.canvas(filename, WIDTH, HEIGHT + legend)
    shown = _window(recordings, window)
    frame = _Frame(canvas, HEIGHT - 60, shown, _most(recordings, shown))
    frame.draw(title)
    entries = []
    for recording in recordings:
        ink = colour(len(entries)) if len(recordings) > 1 else _TEXT
        points = frame.curve(recording.samples)
        if len(recordings) == 1 and len(points) > 1:
            canvas.area(points, frame.bottom, colour(0), 0.12)
        canvas.line(points, ink, 1.8)
        entries.append((ink, recording.label))
        _children(frame, recording, entries)
        if trend and len(recording.samples) > 1:
            rate, start = slope(recording.samples)
            canvas.line([(frame.x(t), frame.y(min(frame.top_value, max(0.0, start + rate * t)))) for t in shown],
                        ink, 1.2, dash=(7, 5))
            entries.append((ink, "slope %.3f MiB/s" % rate))
    entries += _brackets(frame, runs, len(entries))
    _mark_peak(frame, recordings, entries)
    _legend(canvas, HEIGHT, entries)
    _save(filename, canvas)


def _children(frame, recording, entries):
    """A line for each process that descends; of very many, the largest are named."""
    peaks = dict(recording.child_peaks())
    named = set(sorted(peaks, key=peaks.get, reverse=True)[:_NAMED_CHILDREN])
    for child, series in sorted(recording.children.items()):
        ink = colour(len(entries)) if child in named else _AXIS
        frame.canvas.line(frame.curve(series), ink, 1.4)
        if child in named:
            entries.append((ink, "child %d, peak %.3f MiB" % (child, peaks[child])))
    if len(peaks) > len(named):
        entries.append((_AXIS, "%d more children" % (len(peaks) - len(named))))


def _mark_peak(frame, recordings, entries):
    inside = [(m, t) for r in recordings for t, m in r.samples if frame.start <= t <= frame.end]
    if len(recordings) != 1 or not inside:
        return
    most, when = max(inside, key=lambda sample: sample[0])
    canvas, x, y = frame.canvas, frame.x(when), frame.y(most)
    canvas.line([(_LEFT, y), (WIDTH - _RIGHT, y)], _PEAK, 1.0, dash=(4, 4))
    canvas.line([(x, _TOP), (x, frame.bottom)], _PEAK, 1.0, dash=(4, 4))
    entries.append((_PEAK, "peak %.3f MiB at %.2f s" % (most, when)))


_BOX = 26  # height of a function's box in a flame graph


def _flame_height(recording):
    return max(90, (max((run.level for run in recording.functions), default=0) + 1) * _BOX + 20)


def flame(filename, recordings, title=None, window=None):
    """The functions that ran as boxes over time, who called below; recordings one below the other."""
    inks = {name: colour(i) for i, name in enumerate(sorted({run.name for r in recordings for run in r.functions}))}
    between = 64
    height = _TOP + sum(_flame_height(r) + between for r in recordings) - 8
    canvas = _picture.canvas(filename, WIDTH, height)
    top = _TOP
    for recording in recordings:
        bottom = top + _flame_height(recording)
        ends = max([run.end for run in recording.functions] + [t for t, m in recording.samples], default=1.0)
        frame = _Frame(canvas, bottom, window or (0.0, ends or 1.0), 1.0, top)
        frame.draw(title if recording is recordings[0] else None, values=False)
        if len(recordings) > 1:
            canvas.text(_LEFT, top - 6, recording.label, _SMALL, _TEXT)
        _flames(frame, recording.functions, inks)
        top = bottom + between
    _save(filename, canvas)


def _flame_label(name, grown, room):
    """As much as there is room for: the module is left out first, then the figure."""
    bare = name.rpartition(".")[2]
    for label in ("%s %+.1f MiB" % (name, grown), "%s %+.1f MiB" % (bare, grown), bare):
        if _picture.text_width(label, _SMALL) <= room:
            return label
    return _picture.shorten(bare, _SMALL, room)


def _flames(frame, runs, inks):
    canvas = frame.canvas
    for run in runs:
        start, end = max(run.start, frame.start), min(run.end, frame.end)
        if start > end:
            continue
        x, width = frame.x(start), max(1.0, frame.x(end) - frame.x(start))
        y = frame.bottom - (run.level + 1) * _BOX
        grown = run.end_memory - run.start_memory
        canvas.rect(x, y, max(1.0, width - 1), _BOX - 2, inks[run.name], 0.75,
                    "%s: %.3f s, %+.3f MiB" % (run.name, run.end - run.start, grown))
        label = _flame_label(run.name, grown, width - 10)
        if label:
            canvas.text(x + 5, y + _BOX / 2 + 3, label, _SMALL, (255, 255, 255))
    if not runs:
        canvas.text(WIDTH / 2, (frame.top + frame.bottom) / 2, "no function was recorded", 14, _AXIS, "middle")


def _save(filename, canvas):
    with open(filename, "wb") as file:
        file.write(canvas.data())

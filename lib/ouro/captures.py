"""Captures: what a program did with its memory, as `ouro -X capture=FILE` records it. docs/formats.md has the format.

    capture = captures.read("run.capture")
    capture.peak().rows          {stack number: (bytes, blocks)}, live when most was

A capture whose end is missing (the process was killed) is read up to there; one that is not sound is refused.
Times are seconds from the beginning, sizes bytes.
"""
import os
from _operator import itemgetter

MAGIC, VERSION = b"\x89MEMCAP", 1
MOST_BYTES = 96 << 20   # recorders stop at 64 MiB
_MOST_NUMBER = 1 << 64

(_START, _TEXT, _STACK, _TYPE, _POINT, _COLLECTION, _SNAPSHOT, _FLOW, _CENSUS, _LAYOUTS, _BOXES, _GARBAGE, _CYCLES,
 _CHILD, _END, _BLIND, _KINDS) = range(1, 18)


def record(name, fields):
    """A tuple with names for its items (collections.namedtuple takes longer to import than a short capture to read)."""
    names = fields.split()
    members = {field: property(itemgetter(i)) for i, field in enumerate(names)}
    return type(name, (tuple,), {"__slots__": (), "__new__": lambda cls, *values: tuple.__new__(cls, values), **members})


Point = record("Point", "time resident live committed")
Collection = record("Collection", "time generation took found freed")
Frame = record("Frame", "caller file function line")  # caller: the number of its stack, 0: none
Layout = record("Layout", "type count bytes attributes slots")  # slots: bytes of one with __slots__
Boxes = record("Boxes", "kind stack items bytes")
Garbage = record("Garbage", "time type count bytes")
Cycle = record("Cycle", "type attribute target count bytes")
Child = record("Child", "time pid arguments")
End = record("End", "time status resident committed children")  # the most resident in a child

PEAK, TIME, EXIT = range(3)


class CaptureError(ValueError):
    """The file is no capture, or not a sound one."""


class Snapshot:
    """What was live, by the stack that allocated it. Sums of stack 0 are of stacks not named."""

    def __init__(self, capture, numbers):
        self.time, self.why, self.live = numbers[0] / 1e9, numbers[1], numbers[2]
        self._capture, self._numbers = capture, numbers

    @property
    def traced(self):
        """Bytes of all rows."""
        return sum(self._numbers[4::3])

    @property
    def rows(self):
        return self._capture.stack_rows(self._numbers[3:])


class Census:
    """All objects that lived, by type. Type 0 stands for buffers of no object that is known."""

    def __init__(self, capture, numbers):
        self.time, self.why, self.live = numbers[0] / 1e9, numbers[1], numbers[2]
        self._capture, self._numbers = capture, numbers

    @property
    def rows(self):
        """{name: (objects, bytes)}"""
        rows = {}
        for number, count, size in _groups(self._numbers[3:], 3):
            name = self._capture.type_name(number)
            before = rows.get(name, (0, 0))
            rows[name] = (before[0] + count, before[1] + size)
        return rows


def _groups(numbers, size):
    if len(numbers) % size:
        raise CaptureError("a record ends in the middle of a row")
    return zip(*[iter(numbers)] * size)


def _numbers(data):
    """All varints of a record."""
    found, value, shift = [], 0, 0
    for byte in data:
        if byte < 128:
            value |= byte << shift
            if value >= _MOST_NUMBER:
                raise CaptureError("a number has more than 64 bits")
            found.append(value)
            value = shift = 0
        else:
            value |= (byte & 127) << shift
            shift += 7
            if shift > 63:
                raise CaptureError("a number has more than 64 bits")
    if shift:
        raise CaptureError("a record ends in the middle of a number")
    return found


def _number_at(data, at):
    """(number, where it ends)"""
    value = shift = 0
    while True:
        if at >= len(data) or shift > 63:
            raise CaptureError("a record ends in the middle of a number")
        byte = data[at]
        value |= (byte & 127) << shift
        at, shift = at + 1, shift + 7
        if byte < 128:
            return value, at


def _text_at(data, at):
    length, at = _number_at(data, at)
    if length > len(data) - at:
        raise CaptureError("a text is longer than its record")
    return bytes(data[at:at + length]).decode("utf-8", "replace"), at + length


def _fields(numbers, count):
    if len(numbers) < count:
        raise CaptureError("a record has %d numbers where %d are due" % (len(numbers), count))
    return numbers[:count]


class Capture:
    """A file, read."""

    def __init__(self, name):
        self.name = name
        self.arguments, self.exact, self.mean, self.pid = [], False, 0, 0
        self.clock, self.parent = 0, 0  # of the machine, nanoseconds, when it began; the process that started it
        self.texts, self.frames, self.types = [""], [Frame(0, "", "", 0)], ["(other buffers)"]
        self.points, self.collections, self.snapshots, self.censuses = [], [], [], []
        self.layouts, self.boxes, self.garbage, self.cycles, self.children = [], [], [], [], []
        self.flow = {}          # {stack: (bytes, blocks)} allocated until the last record of it
        self.end = None         # None: the process ended before it could record that
        self.blind = None       # when stacks were no longer known, as the program traced or sampled by itself
        self.truncated = False  # the last record is not whole
        self._flow_numbers = None
        self._kinds = []        # [(time, numbers)]

    # ---- Records ----

    def _start(self, data):
        exact, at = _number_at(data, 0)
        self.exact = bool(exact)
        self.mean, at = _number_at(data, at)
        self.pid, at = _number_at(data, at)
        self.arguments, at = self._texts(data, at)
        if at < len(data):
            self.clock, self.parent = _fields(_numbers(data[at:]), 2)

    @staticmethod
    def _texts(data, at):
        texts = []
        count, at = _number_at(data, at)
        if count > len(data):
            raise CaptureError("a list of texts is longer than its record")
        for _ in range(count):
            text, at = _text_at(data, at)
            texts.append(text)
        return texts, at

    def _stack(self, data):
        caller, file, function, line = _fields(_numbers(data), 4)
        if caller >= len(self.frames):
            raise CaptureError("a stack refers to stack %d, which is not there" % caller)
        if not 0 < file < len(self.texts) or not 0 < function < len(self.texts):
            raise CaptureError("a stack refers to a text that is not there")
        self.frames.append(Frame(caller, self.texts[file], self.texts[function], line))

    def _point(self, data):
        time, resident, live, committed = _fields(_numbers(data), 4)
        self.points.append(Point(time / 1e9, resident, live, committed))

    def _collection(self, data):
        time, generation, took, found, freed = _fields(_numbers(data), 5)
        self.collections.append(Collection(time / 1e9, generation, took / 1e9, found, freed))

    def _snapshot(self, data):
        numbers = _numbers(data)
        _fields(numbers, 3)
        self._check_rows(numbers[3:], self.check_stack)
        self.snapshots.append(Snapshot(self, numbers))

    def _take_flow(self, data):
        self._flow_numbers = _numbers(data)
        _fields(self._flow_numbers, 1)
        self._check_rows(self._flow_numbers[1:], self.check_stack)

    def _census(self, data):
        numbers = _numbers(data)
        _fields(numbers, 3)
        self._check_rows(numbers[3:], self.type_name)
        self.censuses.append(Census(self, numbers))

    @staticmethod
    def _check_rows(numbers, check):
        """Rows of three that begin with the number of something: read when they are wanted, checked now."""
        if len(numbers) % 3:
            raise CaptureError("a record ends in the middle of a row")
        check(max(numbers[::3], default=0))

    def _layouts(self, data):
        numbers = _numbers(data)
        _fields(numbers, 1)
        rows = [Layout(self.type_name(row[0]), *row[1:]) for row in _groups(numbers[1:], 5)]
        self.layouts.append((numbers[0] / 1e9, rows))

    def _boxes(self, data):
        numbers = _numbers(data)
        _fields(numbers, 1)
        rows = [Boxes("int" if kind == 2 else "float", self.check_stack(stack), items, size)
                for kind, stack, items, size in _groups(numbers[1:], 4)]
        self.boxes.append((numbers[0] / 1e9, rows))

    def _take_kinds(self, data):
        numbers = _numbers(data)
        _fields(numbers, 1)
        self._check_rows(numbers[1:], self.check_stack)
        self.type_name(max(numbers[2::3], default=0))
        self._kinds.append((numbers[0] / 1e9, numbers[1:]))

    def _garbage(self, data):
        numbers = _numbers(data)
        _fields(numbers, 1)
        self.garbage = [  # the last record of it is the sum of all
            Garbage(numbers[0] / 1e9, self.type_name(number), count, size)
                         for number, count, size in _groups(numbers[1:], 3)]

    def _cycles(self, data):
        """The last record of them is the sum of all."""
        self.cycles, at = [], 0
        while at < len(data):
            number, at = _number_at(data, at)
            attribute, at = _text_at(data, at)
            target, at = _number_at(data, at)
            count, at = _number_at(data, at)
            size, at = _number_at(data, at)
            self.cycles.append(Cycle(self.type_name(number), attribute, self.type_name(target), count, size))

    def _child(self, data):
        time, at = _number_at(data, 0)
        pid, at = _number_at(data, at)
        arguments, at = self._texts(data, at)
        self.children.append(Child(time / 1e9, pid, arguments))

    def _take_end(self, data):
        time, status, resident, committed, children = _fields(_numbers(data), 5)
        self.end = End(time / 1e9, status, resident, committed, children)

    def _take_blind(self, data):
        self.blind = _fields(_numbers(data), 1)[0] / 1e9

    _READERS = {
        _START: _start, _TEXT: lambda self, data: self.texts.append(_text_at(data, 0)[0]), _STACK: _stack,
        _TYPE: lambda self, data: self.types.append(_text_at(data, 0)[0]), _POINT: _point, _COLLECTION: _collection,
        _SNAPSHOT: _snapshot, _FLOW: _take_flow, _CENSUS: _census, _LAYOUTS: _layouts, _BOXES: _boxes,
        _GARBAGE: _garbage, _CYCLES: _cycles, _CHILD: _child, _END: _take_end,
        _BLIND: _take_blind, _KINDS: _take_kinds,
    }

    def take(self, data):
        """All records of a file's bytes."""
        if data[:len(MAGIC)] != MAGIC[:len(data)]:
            raise CaptureError("%s is no capture" % self.name)
        if len(data) <= len(MAGIC):
            raise CaptureError("%s ends before it says anything" % self.name)
        if data[len(MAGIC)] != VERSION:
            raise CaptureError("%s is a capture of version %d; this reads version %d"
                               % (self.name, data[len(MAGIC)], VERSION))
        view, at = memoryview(data), len(MAGIC) + 1
        while at < len(data):
            length = int.from_bytes(data[at + 1:at + 5], "little")
            end = at + 5 + length
            if end > len(data):
                self.truncated = True
                break
            reader = self._READERS.get(data[at])  # what later versions add is passed over
            try:
                if reader:
                    reader(self, view[at + 5:end])
            except CaptureError as error:
                raise CaptureError("%s is damaged, in the record at byte %d: %s" % (self.name, at, error)) from None
            at = end
        if self._flow_numbers:
            self.flow = self.stack_rows(self._flow_numbers[1:])
        if not self.points:
            raise CaptureError("%s ends before anything was recorded" % self.name)

    # ---- Answers ----

    def check_stack(self, number):
        if number >= len(self.frames):
            raise CaptureError("a row refers to stack %d, which is not there" % number)
        return number

    def type_name(self, number):
        if number >= len(self.types):
            raise CaptureError("a row refers to type %d, which is not there" % number)
        return self.types[number]

    def stack_rows(self, numbers):
        return {stack: (size, blocks) for stack, size, blocks in _groups(numbers, 3)}

    def stack(self, number):
        """Frames of a stack, innermost first."""
        found = []
        while number:
            frame = self.frames[number]
            found.append(frame)
            number = frame.caller
        return found

    def kinds(self, time):
        """{stack: (type, bytes)}: what most of that which a stack allocated was, as known nearest to a time."""
        known = {}
        for _, numbers in sorted(self._kinds, key=lambda kinds: -abs(kinds[0] - time)):
            known.update({stack: (self.type_name(number), size) for stack, number, size in _groups(numbers, 3)})
        return known

    @property
    def duration(self):
        last = max([p.time for p in self.points] + [c.time + c.took for c in self.collections])
        return max(last, self.end.time if self.end else 0.0)

    def peak(self):
        """The snapshot with most in it, or None."""
        return max(self.snapshots, key=lambda snapshot: snapshot.traced, default=None)

    def last(self):
        """The latest snapshot, or None."""
        return self.snapshots[-1] if self.snapshots else None

    def peak_census(self):
        return max(self.censuses, key=lambda census: census.live, default=None)

    @property
    def resident_peak(self):
        return max([p.resident for p in self.points] + ([self.end.resident] if self.end else []))

    @property
    def live_peak(self):
        return max(self.points, key=lambda point: point.live)


def read(name):
    """The capture in a file. CaptureError when it is none, or damaged; OSError when it cannot be read."""
    size = os.stat(name).st_size
    if size > MOST_BYTES:
        raise CaptureError("%s has %d bytes; a capture has at most %d" % (name, size, MOST_BYTES))
    with open(name, "rb") as file:
        data = file.read(MOST_BYTES)
    capture = Capture(name)
    capture.take(data)
    return capture


def of_children(name):
    """The captures that processes wrote which the one in this file started, itself or by others: files of that name, a dot
    and a number. Those that are none, or damaged, are left out."""
    folder, start = os.path.dirname(name), os.path.basename(name) + "."
    found = []
    for entry in sorted(os.listdir(folder or ".")):
        if entry.startswith(start) and entry[len(start):].isdecimal():
            try:
                found.append(read(os.path.join(folder, entry)))
            except (CaptureError, OSError):
                pass
    return found

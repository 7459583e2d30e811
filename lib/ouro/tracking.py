"""Limits on what a stretch of a program allocates and leaves behind, for tests: ouro.track(). And points for `ouro
leaks`."""
import functools
import marshal
import os

import _leaks

__all__ = ["TrackError", "leak_point", "track"]

_OWN_FILE = __file__
_ROWS = 10            # of a table
_COROUTINE = 0x80     # inspect.CO_COROUTINE
_leak_point = None    # what `ouro leaks --between` is told of names by


def leak_point(name):
    """Marks a point of the run by a name, for `ouro leaks --between A B`. Without that nothing happens."""
    if _leak_point is not None:
        _leak_point(name)


def tell_leak_points(hook):
    """hook(name) is called at each leak_point(name) from now on."""
    global _leak_point
    _leak_point = hook


class TrackError(AssertionError):
    """A limit of track() was passed. `tracked` is the block's track object."""

    def __init__(self, message, tracked):
        super().__init__(message)
        self.tracked = tracked


class Stats:
    """What a block did, in detail. `allocated`: [(file, line, function, blocks, bytes)], most bytes first. `leaked`:
    [(type, file, line, function, objects more, bytes more)] of what is alive when the block has ended and garbage was
    collected, but was not before, most bytes first; less than nothing where there is less than before."""

    def __init__(self, sites, changes):
        allocated = {}
        for _, *site, blocks, size in sites:
            before = allocated.get(tuple(site), (0, 0))
            allocated[tuple(site)] = before[0] + blocks, before[1] + size
        self.allocated = sorted(((*site, *figures) for site, figures in allocated.items()),
                                key=lambda row: (-row[4], row))
        self.leaked = sorted(changes, key=lambda row: (-row[5], row))

    def __str__(self):
        return "Allocated:\n%s\n\nLeft:\n%s" % (self.allocated_table(), self.leaked_table())

    def allocated_table(self, limit=_ROWS):
        """The lines that allocated most."""
        rows = [(blocks, size, _place(*site)) for *site, blocks, size in self.allocated]
        return _table(("blocks", "bytes"), rows, limit)

    def leaked_table(self, limit=_ROWS):
        """What is left, by type and line. What was there before and is not any more has a minus."""
        rows = [("%+d" % count, "%+d" % size, "%s  %s" % (name, _place(*site)))
                for name, *site, count, size in self.leaked]
        return _table(("objects", "bytes"), rows, limit)


def _type_name(cls):
    module, name = cls.__module__, cls.__qualname__
    return name if module in ("builtins", "__main__") or not isinstance(module, str) else "%s.%s" % (module, name)


def _place(file, line, function):
    if not line:
        return "(before the block)"
    folder = os.getcwd() + os.sep
    return "%s:%d in %s" % (file[len(folder):] if file.startswith(folder) else file, line, function)


def _table(heads, rows, limit):
    if not rows:
        return "  nothing"
    lines = ["  %10s %12s  %s" % (*heads, "where")] + ["  %10s %12s  %s" % row for row in rows[:limit]]
    if len(rows) > limit:
        lines.append("  and %d more" % (len(rows) - limit))
    return "\n".join(lines)


class _Record(bytes):
    """What a track object knows, in one object of a type of its own: when it goes in a later block, nothing there
    changes."""


def _figure(name, index):
    return property(lambda self: None if self._record is None else marshal.loads(self._record)[index], doc=name)


class track:
    """Counts what a block of a program allocates and leaves, and raises TrackError, an AssertionError, when that is
    over a limit.

    >>> with ouro.track(max_peak=1 << 20, max_leaked=0):
    ...     work()

    >>> @ouro.track(max_leaked=0, warmup=2)
    ... def test_work():
    ...     work()

    Limits, None for none: `max_bytes` and `max_blocks` are on all that is allocated in the block, freed again or not;
    `max_peak` on how many bytes more than at the start there are at once; `max_leaked` and `max_leaked_bytes` on the
    objects that are there when the block has ended and garbage was collected, beyond as many as there were of their
    type. A block that ends with an exception is not judged. As a decorator it first calls the function `warmup` times
    (once) without counting, so that what is made only once does not count.

    Afterwards it has `blocks`, `allocated` (bytes), `peak` (bytes), `leaked` (objects), `leaked_bytes` and stats().
    """

    def __init__(self, max_bytes=None, max_blocks=None, max_peak=None, max_leaked=None, max_leaked_bytes=None, *,
                 warmup=1):
        self.max_bytes, self.max_blocks, self.max_peak = max_bytes, max_blocks, max_peak
        self.max_leaked, self.max_leaked_bytes = max_leaked, max_leaked_bytes
        self.warmup = warmup
        self._record = None

    blocks = _figure("Blocks allocated in the block.", 0)
    allocated = _figure("Their bytes.", 1)
    peak = _figure("Bytes more than at the start, at most.", 2)
    leaked = _figure("Objects left.", 3)
    leaked_bytes = _figure("Their bytes.", 4)

    # ---- As a context manager ----

    def __enter__(self):
        _leaks.track_start()
        return self

    def __exit__(self, kind, error, traceback):
        try:
            figures = _leaks.track_stop()
            self._take(*figures)
            if kind is None:
                self._judge()
        finally:
            _leaks.track_done()
        return False

    def _take(self, blocks, size, peak, complete, sites, changes):
        if not complete:
            raise MemoryError("there was no memory to track all of the block")
        by_type, named = {}, []
        for cls, *site, count, more in changes:
            if site[0] != _OWN_FILE and cls not in (track, _Record):
                before = by_type.get(cls, (0, 0))
                by_type[cls] = before[0] + count, before[1] + more
                named.append((_type_name(cls), *site, count, more))
        self._record = _Record(marshal.dumps((
            blocks, size, peak, sum(count for count, _ in by_type.values() if count > 0),
            sum(more for _, more in by_type.values() if more > 0), [row for row in sites if row[1] != _OWN_FILE],
            named)))

    def stats(self):
        """What happened, by line and type: a Stats. None while the block has not ended."""
        return None if self._record is None else Stats(*marshal.loads(self._record)[5:])

    def _judge(self):
        passed = [(text % limit, value, table) for text, limit, value, table in (
            ("allocated in all: at most %d bytes", self.max_bytes, self.allocated, Stats.allocated_table),
            ("allocated in all: at most %d blocks", self.max_blocks, self.blocks, Stats.allocated_table),
            ("allocated at once: at most %d bytes", self.max_peak, self.peak, Stats.allocated_table),
            ("left behind: at most %d objects", self.max_leaked, self.leaked, Stats.leaked_table),
            ("left behind: at most %d bytes", self.max_leaked_bytes, self.leaked_bytes, Stats.leaked_table),
        ) if limit is not None and value > limit]
        if passed:
            lines = ["%s, but there were %d" % (text, value) for text, value, _ in passed]
            tables = {table: None for _, _, table in passed}
            raise TrackError("\n".join([*lines, *(table(self.stats()) for table in tables)]), self)

    # ---- As a decorator ----

    def _anew(self):
        return type(self)(self.max_bytes, self.max_blocks, self.max_peak, self.max_leaked, self.max_leaked_bytes)

    def __call__(self, function):
        if getattr(getattr(function, "__code__", None), "co_flags", 0) & _COROUTINE:
            @functools.wraps(function)
            async def tracked(*args, **kw):
                for _ in range(self.warmup):
                    await function(*args, **kw)
                tracked.tracked = block = self._anew()
                with block:
                    return await function(*args, **kw)
        else:
            @functools.wraps(function)
            def tracked(*args, **kw):
                for _ in range(self.warmup):
                    function(*args, **kw)
                tracked.tracked = block = self._anew()
                with block:
                    return function(*args, **kw)
        tracked.tracked = None
        return tracked

    def __repr__(self):
        if self.blocks is None:
            return "<ouro.track: not ended>"
        return "<ouro.track: %d blocks, %d bytes allocated, %d at once, %d objects (%d bytes) left>" % (
            self.blocks, self.allocated, self.peak, self.leaked, self.leaked_bytes)

"""How much memory a process uses, now and over time: the sampling half of memory_profiler.

Everything is read from /proc. A function of this process is watched from outside, by a process of its own, so that
it runs undisturbed and a sample is never late because the function is busy. Figures are in MiB.
"""
import gc
import os
import select
import signal
import struct
import subprocess
import sys
import time
import warnings

MIB = 1024.0 * 1024.0
_PAGE = os.sysconf("SC_PAGE_SIZE") / MIB
_NOBODY = -1.0  # of a process that is gone

try:
    from _ouro import heap_bytes
except ImportError:
    heap_bytes = None


# ---- One figure -------------------------------------------------------------------------------------------

def _resident(pid):
    with open("/proc/%d/statm" % pid, "rb") as file:
        pages = int(file.read().split()[1])
    if pages == 0:
        raise ProcessLookupError(pid)  # it ended, only its parent has not looked yet
    return pages * _PAGE


def _smaps_sum(pid, keys):
    kib = 0
    with open("/proc/%d/smaps_rollup" % pid, "rb") as file:
        for line in file:
            key, _, rest = line.partition(b":")
            if key in keys:
                kib += int(rest.split()[0])
    return kib / 1024.0


def _proportional(pid):
    return _smaps_sum(pid, (b"Pss",))


def _unshared(pid):
    return _smaps_sum(pid, (b"Private_Clean", b"Private_Dirty", b"Private_Hugetlb"))


def _traced(pid):
    import tracemalloc
    return tracemalloc.get_traced_memory()[0] / MIB


def _heap(pid):
    return heap_bytes() / MIB


# What each backend reads; the last two know this process only.
BACKENDS = {"psutil": _resident, "psutil_pss": _proportional, "psutil_uss": _unshared, "posix": _resident,
            "tracemalloc": _traced, "ouro": _heap}
OWN_ONLY = ("tracemalloc", "ouro")


def choose_backend(new_backend=None):
    """The name of a backend that works here: the one asked for, else 'psutil' after a warning."""
    if new_backend is None:
        return "psutil"
    if new_backend in BACKENDS and (new_backend != "ouro" or heap_bytes):
        return new_backend
    warnings.warn("%s can not be used, psutil used instead" % new_backend, stacklevel=3)
    return "psutil"


def ready_backend(name):
    """choose_backend(), with tracing started for the one that needs it."""
    name = choose_backend(name)
    if name == "tracemalloc":
        import tracemalloc
        if not tracemalloc.is_tracing():
            tracemalloc.start()
    return name


def children_of(pid):
    """The ids of all processes that descend from pid, parents first."""
    by_parent = {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                with open("/proc/%s/stat" % name, "rb") as file:
                    fields = file.read().rpartition(b")")[2].split()
            except OSError:
                continue
            by_parent.setdefault(int(fields[1]), []).append(int(name))
    found, waiting = [], [pid]
    while waiting:
        for child in sorted(by_parent.get(waiting.pop(0), ())):
            found.append(child)
            waiting.append(child)
    return found


def get_memory(pid, backend="psutil", timestamps=False, include_children=False):
    """MiB in use by pid (-1 or 0: this process), -1 when it is gone; with timestamps, (MiB, seconds since 1970)."""
    backend = choose_backend(backend)
    here = os.getpid()
    if pid in (-1, 0):
        pid = here
    if backend in OWN_ONLY and pid != here:
        raise NotImplementedError("the %s backend only works for monitoring the current process" % backend)
    read = BACKENDS[backend]
    try:
        memory = read(pid)
    except (OSError, IndexError):
        memory = _NOBODY
    if include_children and memory != _NOBODY and backend not in OWN_ONLY:
        for child in children_of(pid):
            try:
                memory += read(child)
            except (OSError, IndexError):
                pass
    return (memory, time.time()) if timestamps else memory


def get_child_memory(pid, backend="psutil"):
    """(id, MiB) for each process that descends from pid (-1 or 0: this process)."""
    for child in children_of(os.getpid() if pid in (-1, 0) else pid):
        memory = get_memory(child, backend)
        if memory != _NOBODY:
            yield child, memory


# ---- Watching a function ----------------------------------------------------------------------------------

_SAMPLE = struct.Struct("dd")
_COUNT = struct.Struct("Q")


def _send(fd, data):
    view = memoryview(data)
    while view:
        view = view[os.write(fd, view):]


def _receive(fd):
    parts = []
    while True:
        part = os.read(fd, 1 << 16)
        if not part:
            return b"".join(parts)
        parts.append(part)


class _Samples:
    """What a watch gathers: every figure, or the largest alone."""

    def __init__(self, pid, backend, include_children, largest_only):
        self.arguments = pid, backend, True, include_children
        self.largest_only = largest_only
        self.count = 0
        self.kept = bytearray()
        self.largest = (_NOBODY, 0.0)

    def take(self):
        memory, when = get_memory(*self.arguments)
        self.count += 1
        if self.largest_only:
            self.largest = max(self.largest, (memory, when))
        else:
            self.kept += _SAMPLE.pack(memory, when)
        return memory

    def pack(self):
        return _COUNT.pack(self.count) + (_SAMPLE.pack(*self.largest) if self.largest_only else bytes(self.kept))


def _watch(pid, stop, ready, interval, samples):
    """Runs in the watching process until the watched one says stop, or ends."""
    for number in (signal.SIGINT, signal.SIGHUP, signal.SIGTERM, signal.SIGALRM):
        signal.signal(number, signal.SIG_IGN)
    samples.take()
    _send(ready, b"!")
    due = time.monotonic()
    while samples.take() != _NOBODY:
        due = max(due + interval, time.monotonic())
        if select.select([stop], [], [], max(0.0, due - time.monotonic()))[0]:
            samples.take()
            break
    _send(ready, samples.pack())


class _OutsideWatch:
    """A process that samples this one. It is no child of ours: os.wait() and the sum over children do not see it."""

    def __init__(self, interval, samples):
        stop_read, self.stop = os.pipe()
        self.answer, ready = os.pipe()
        between = os.fork()
        if between == 0:
            try:
                os.close(self.stop)
                os.close(self.answer)
                if os.fork() == 0:
                    gc.disable()  # a collection would copy the pages that both processes share
                    _watch(samples.arguments[0], stop_read, ready, interval, samples)
            finally:
                os._exit(0)
        os.close(stop_read)
        os.close(ready)
        os.waitpid(between, 0)
        os.read(self.answer, 1)  # the first sample is taken before the function starts

    def finish(self):
        _send(self.stop, b"!")  # closing would not do: a process that the function started may hold it, too
        os.close(self.stop)
        data = _receive(self.answer)
        os.close(self.answer)
        return data


class _TimerWatch:
    """Samples from within, each time this process has used so much processor time: its heap changes at no other."""

    def __init__(self, interval, samples):
        self.samples = samples
        samples.take()
        self.handler = signal.signal(signal.SIGPROF, lambda number, frame: samples.take())
        self.timer = signal.setitimer(signal.ITIMER_PROF, max(interval, 1e-4), max(interval, 1e-4))

    def finish(self):
        signal.setitimer(signal.ITIMER_PROF, *self.timer)
        signal.signal(signal.SIGPROF, self.handler if self.handler is not None else signal.SIG_DFL)
        self.samples.take()
        return self.samples.pack()


def _watch_call(call, interval, backend, include_children, largest_only):
    """Calls call[0](*call[1], **call[2]): (what it returned, [(MiB, time)], how many samples were taken)."""
    function, args, kw = call
    samples = _Samples(os.getpid(), backend, include_children, largest_only)
    watch = (_TimerWatch if backend in OWN_ONLY else _OutsideWatch)(interval, samples)
    try:
        returned = function(*args, **kw)
    finally:
        data = watch.finish()
    if len(data) < _COUNT.size:
        raise RuntimeError("the process that watched the memory was ended")
    return returned, list(_SAMPLE.iter_unpack(data[_COUNT.size:])), _COUNT.unpack_from(data)[0]


def _as_call(proc):
    if callable(proc):
        return proc, (), {}
    if not 1 <= len(proc) <= 3:
        raise ValueError("the tuple to run is (function, arguments, keyword arguments)")
    return tuple(proc) + ((), {})[len(proc) - 1:]


def _call_usage(proc, interval, calls, timestamps, include_children, max_usage, retval, backend):
    """Repeats a call that was too short to be seen, at a tenth of the interval each time."""
    call = _as_call(proc)
    done = 0
    while True:
        returned, samples, count = _watch_call(call, interval, backend, include_children, max_usage)
        done += 1
        if count > 4 or done >= calls or interval < 1e-6:
            break
        interval /= 10.0
    result = samples if timestamps else [memory for memory, when in samples]
    if max_usage:
        result = result[0]
    return (result, returned) if retval else result


# ---- Watching another process -----------------------------------------------------------------------------

class _Recorder:
    """Keeps the figures of a process, or writes them to a stream as mprof has them."""

    def __init__(self, pid, backend, timestamps, include_children, multiprocess, max_usage, stream):
        self.pid, self.backend, self.timestamps = pid, backend, timestamps
        self.include_children, self.multiprocess = include_children, multiprocess
        self.max_usage, self.stream = max_usage, stream
        self.result = -1 if max_usage else []

    def take(self):
        """One round; false when the process is gone."""
        memory, when = get_memory(self.pid, self.backend, True, self.include_children)
        if memory == _NOBODY:
            return False
        value = (memory, when) if self.timestamps else memory
        if self.max_usage:
            self.result = value if self.result == -1 else max(self.result, value)
        elif self.stream is not None:
            self.write(memory, when)
        elif self.multiprocess:
            self.result.append([value, *(memory for child, memory in get_child_memory(self.pid, self.backend))])
        else:
            self.result.append(value)
        return True

    def write(self, memory, when):
        self.stream.write("MEM {0:.6f} {1:.4f}\n".format(memory, when))
        if self.multiprocess:
            for child, memory in get_child_memory(self.pid, self.backend):
                self.stream.write("CHLD {0} {1:.6f} {2:.4f}\n".format(child, memory, time.time()))
        self.stream.flush()  # what was recorded is there after a kill


def _process_usage(recorder, rounds, interval, ended):
    while rounds > 0:
        rounds -= 1
        alive = recorder.take()
        if ended() or not alive or rounds == 0:
            break
        time.sleep(interval)
    return recorder.result if recorder.stream is None else None


def memory_usage(proc=-1, interval=.1, timeout=None, timestamps=False, include_children=False, multiprocess=False,
                 max_usage=False, retval=False, stream=None, backend=None, max_iterations=None):
    """The memory that a process uses over time, in MiB.

    proc is the id of a process (-1: this one), a subprocess.Popen, a function, or (function, args, kw). A figure is
    taken each `interval` seconds: until the function returns or the process ends, at most for `timeout` seconds;
    one figure alone for an id without a timeout. A function that runs for less than a few intervals is called
    again with shorter ones, `max_iterations` times at most.

    With timestamps, each figure is (MiB, seconds since 1970). With max_usage, the largest alone. With retval,
    (figures, what the function returned). include_children adds the processes that descend from it; multiprocess
    tells of each: a figure is then a list, its own and theirs. With a stream, figures are written to it as mprof has
    them, and None is returned.
    """
    backend = ready_backend(backend)
    if timeout is not None:
        rounds = max(1, int(timeout / interval)) if interval > 0 and timeout != float("inf") else float("inf")
    elif isinstance(proc, int):
        rounds = 1
    else:
        rounds = float("inf") if max_iterations is None else max_iterations
    if callable(proc) or isinstance(proc, (list, tuple)):
        return _call_usage(proc, interval, rounds, timestamps, include_children, max_usage, retval, backend)
    popen = isinstance(proc, subprocess.Popen)
    pid = proc.pid if popen else os.getpid() if proc == -1 else proc
    if not os.path.exists("/proc/%d" % pid):
        raise ProcessLookupError("no process has the id %d" % pid)
    recorder = _Recorder(pid, backend, timestamps, include_children, multiprocess, max_usage, stream)
    return _process_usage(recorder, rounds, interval, (lambda: proc.poll() is not None) if popen else lambda: False)

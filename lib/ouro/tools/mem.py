"""ouro mem: runs a program and shows what it does with its memory.

    ouro mem [options] program.py [arguments]
    ouro mem [options] -m module [arguments]
    ouro mem [options] --read FILE
"""
import os
import sys

USAGE = """usage: ouro mem [options] program.py [arguments]
       ouro mem [options] -m module [arguments]
       ouro mem [options] -c code [arguments]
       ouro mem [options] --read FILE

Runs a program and prints what it did with its memory: peak, types, lines, the collector's
stops, and advice where a gain was measured.

options:
  -o FILE       draw it: memory over time and flame graphs, as SVG for a browser
  --exact       count every allocation instead of sampling them (slower)
  --mean BYTES  bytes from one sample to the next, on average (64K)
  --children    record the processes too that it starts with ouro, or as copies of itself
  --top N       rows of each table (8)
  --no-advice   leave the advice out
  --keep FILE   keep what was recorded; --read FILE reports from it again
  -X OPTION     passed on to the program's interpreter; so are -E -I -O -OO -s -S -u -B and -W
  -h, --help    this text
"""
_PASSED = {"-E", "-I", "-O", "-OO", "-s", "-S", "-u", "-B"}


class UsageError(Exception):
    """A command line that makes no sense."""


class Options:
    """The command line."""

    def __init__(self, arguments):
        self.output = self.keep = self.read = self.mean = None
        self.exact = self.help = self.children = False
        self.advice, self.top = True, 8
        self.interpreter, self.program = [], []
        rest = list(arguments)
        while rest and not self.program:
            self._take(rest)
        if self.help:
            return
        if self.read and self.program:
            raise UsageError("--read takes no program")
        if not self.read and not self.program:
            raise UsageError("which program?")

    def _take(self, rest):
        option = rest.pop(0)
        if option in ("-h", "--help"):
            self.help = True
        elif option in ("-m", "-c"):
            self.program = [option, self._value(option, rest), *rest]
        elif option == "--":
            self.program = rest[:]
            if not rest:
                raise UsageError("which program?")
        elif not option.startswith("-") or option == "-":
            self.program = [option, *rest]
        elif option in _PASSED:
            self.interpreter.append(option)
        elif option in ("-X", "-W"):
            self.interpreter += [option, self._value(option, rest)]
        elif option == "--exact":
            self.exact = True
        elif option == "--children":
            self.children = True
        elif option == "--no-advice":
            self.advice = False
        else:
            self._take_valued(option, rest)

    def _take_valued(self, option, rest):
        name, equals, value = option.partition("=")
        if name not in ("-o", "--output", "--keep", "--read", "--mean", "--top", "--memory-limit"):
            raise UsageError("there is no option %s" % option)
        if not equals:
            value = self._value(option, rest)
        if name in ("-o", "--output"):
            self.output = value
        elif name == "--keep":
            self.keep = value
        elif name == "--read":
            self.read = value
        elif name == "--mean":
            self.mean = _bytes(value)
        elif name == "--memory-limit":
            self.interpreter.append("--memory-limit=" + value)
        elif value.isdecimal() and 0 < int(value) <= 1000:
            self.top = int(value)
        else:
            raise UsageError("--top takes a number from 1 to 1000, not %r" % value)

    @staticmethod
    def _value(option, rest):
        if not rest:
            raise UsageError("%s takes a value" % option)
        return rest.pop(0)


def _bytes(text):
    """"512K" as a number."""
    factors = {"K": 1 << 10, "M": 1 << 20, "G": 1 << 30}
    factor = factors.get(text[-1:].upper(), 1)
    digits = text if factor == 1 else text[:-1]
    if not digits.isdecimal() or not 0 < int(digits) * factor < 1 << 40:
        raise UsageError("--mean takes a number of bytes such as 512K, not %r" % text)
    return int(digits) * factor


# ---- Running ----------------------------------------------------------------------------------------------

def _command(options, file):
    capture = "capture=" + file
    if options.exact:
        capture += ",exact"
    elif options.mean:
        capture += ",mean=%d" % options.mean
    if options.children:
        capture += ",children"
    return [sys.executable, "-X", capture, *options.interpreter, *options.program]


class _Progress:
    """A line on a terminal's stderr while a program runs long."""

    def __init__(self, pid):
        self.pid, self.shown = pid, False
        self.on = sys.stderr.isatty()

    def show(self, seconds):
        from ouro import report
        try:
            with open("/proc/%d/statm" % self.pid, encoding="ascii") as file:
                resident = int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
        except (OSError, ValueError, IndexError):
            return
        sys.stderr.write("\r\x1b[2Kouro mem: %s, %s resident" % (report.duration(seconds), report.size(resident)))
        sys.stderr.flush()
        self.shown = True

    def clear(self):
        if self.shown:
            sys.stderr.write("\r\x1b[2K")
            sys.stderr.flush()


def _wait(pid):
    """The program's status, as subprocess has it, waiting for it with a progress line where there is a terminal."""
    import time
    progress, began = _Progress(pid), time.monotonic()
    shown = began + 1.5
    while progress.on:
        ended, status = os.waitpid(pid, os.WNOHANG)
        if ended:
            progress.clear()
            return os.waitstatus_to_exitcode(status)
        now = time.monotonic()
        time.sleep(min(0.1, max(0.002, (now - began) / 50)))
        if now >= shown:
            shown = now + 0.5
            progress.show(now - began)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def _run(options, file):
    """The status of the program, as subprocess has it (which takes longer to import than a short program to run)."""
    import _signal as signal  # the other one brings enums
    pid = None

    def pass_on(number, frame):
        if pid is not None:
            os.kill(pid, number)

    # What a terminal sends goes to the program by itself; it decides, and is reported on after that.
    to_program = [number for number in (signal.SIGINT, signal.SIGQUIT) if signal.getsignal(number) != signal.SIG_IGN]
    for number in to_program:
        signal.signal(number, signal.SIG_IGN)
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGUSR1, signal.SIGUSR2):
        if signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, pass_on)
    pid = os.posix_spawn(sys.executable, _command(options, file), os.environ, setsigdef=[*to_program, signal.SIGPIPE])
    return _wait(pid)


# ---- Reporting --------------------------------------------------------------------------------------------

def _report(capture, options, status, others):
    from ouro import report
    advice = []
    if options.advice:
        from ouro import advice as advisor
        advice = [one.text for one in advisor.find(capture)]
    sys.stdout.write("\n".join(report.text(capture, options.top, advice, status, others)) + "\n")
    if not options.output:
        return 0
    from ouro import report_picture
    try:
        report_picture.draw(options.output, capture, advice, status, others)
    except OSError as error:
        return _fail("cannot write %s: %s" % (options.output, error.strerror))
    sys.stdout.write("\ndrawn in %s\n" % options.output)
    return 0


def _read_children(options, file):
    if not options.children:
        return []
    from ouro import captures
    return captures.of_children(file)


def _read(file):
    from ouro import captures
    try:
        return captures.read(file)
    except OSError as error:
        return "cannot read %s: %s" % (file, error.strerror)
    except captures.CaptureError as error:
        return str(error)


def _fail(message):
    sys.stderr.write("ouro mem: %s\n" % message)
    return 2


def _read_and_report(options):
    capture = _read(options.read)
    if isinstance(capture, str):
        return _fail(capture)
    return _report(capture, options, None, _read_children(options, options.read))


def _make_folder():
    """A folder of our own. tempfile would do it, but takes as long to import as all the rest to run."""
    parent = os.environ.get("TMPDIR") or "/tmp"
    while True:
        folder = os.path.join(parent, "ouro-mem-" + os.urandom(6).hex())
        try:
            os.mkdir(folder, 0o700)
        except FileExistsError:
            continue
        return folder


def _remove_folder(folder):
    try:
        for name in os.listdir(folder):
            os.unlink(os.path.join(folder, name))
        os.rmdir(folder)
    except OSError:
        pass


def _remove_older(file):
    """Captures of children of an earlier run."""
    from ouro import captures
    for capture in captures.of_children(file):
        os.unlink(capture.name)


def _run_and_report(options):
    folder = None
    file = os.path.abspath(options.keep) if options.keep and options.children else options.keep
    if file is None:
        folder = _make_folder()
        file = os.path.join(folder, "capture")
    elif "," in file:
        return _fail("the name of a capture cannot have a comma in it: %s" % file)
    try:
        if os.path.isfile(file):
            os.truncate(file, 0)
        if options.children:
            _remove_older(file)
        status = _run(options, file)
        status = status if status >= 0 else 128 - status
        if not os.path.isfile(file) or not os.path.getsize(file):
            if status == 0:
                return _fail("nothing could be recorded in %s" % file)
            return status  # it did not come so far, and said why
        capture = _read(file)
        others = _read_children(options, file)
    except OSError as error:
        return _fail("%s: %s" % (error.filename or "cannot start the program", error.strerror))
    finally:
        if folder:
            _remove_folder(folder)
    if isinstance(capture, str):
        return _fail(capture)
    sys.stdout.flush()
    sys.stdout.write("\n")
    return _report(capture, options, status, others) or status


def main():
    try:
        options = Options(sys.argv[1:])
    except UsageError as error:
        return _fail("%s\n%s" % (error, USAGE.rstrip()))
    if options.help:
        sys.stdout.write(USAGE)
        return 0
    sys.stdout.reconfigure(errors="replace")
    try:
        return _read_and_report(options) if options.read else _run_and_report(options)
    except BrokenPipeError:  # nobody reads on: as when `head` has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return 141

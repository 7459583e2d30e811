"""The mprof command: records the memory of a program over time, and shows what was recorded.

    ouro -m mprof run program.py        a file mprofile_<date and time>.dat in this folder
    ouro -m mprof plot -o picture.png
"""
import argparse
import collections
import glob
import os
import re
import signal
import subprocess
import sys
import time

import memory_profiler

ACTIONS = {
    "run": "run a command and record its memory", "attach": "record the memory of a process that runs already",
    "rm": "remove recordings", "clean": "remove all recordings of this folder", "list": "list the recordings",
    "plot": "draw recordings as SVG or PNG", "peak": "print the peak of recordings",
}
OUTSIDE = sorted(set(memory_profiler.BACKENDS) - set(memory_profiler.OWN_ONLY))  # backends for other processes
_NAME = "mprofile_%Y%m%d%H%M%S.dat"
_NONE = ("No input file found. \n"
         "This program looks for mprofile_*.dat files, generated with the 'mprof run' command.")

Function = collections.namedtuple("Function", "name start_memory start end_memory end level")


# ---- Recordings -------------------------------------------------------------------------------------------

class Recording:
    """A file, read: times count from its first line."""

    def __init__(self, filename):
        self.filename = filename
        self.command = None
        self.samples, self.children, self.functions = [], {}, []
        with open(filename, encoding="utf-8", errors="replace") as file:
            for number, line in enumerate(file, 1):
                try:
                    self._take(line.split())
                except (ValueError, IndexError):
                    if line.endswith("\n"):  # else it was being written when the recording ended
                        raise ValueError("%s, line %d is no line of a recording: %s"
                                         % (filename, number, line.rstrip())) from None
        self.started = min([t for t, m in self.samples] + [f.start for f in self.functions], default=0.0)
        self._count_from_start()

    def _take(self, fields):
        kind = fields[0] if fields else ""
        if kind == "MEM":
            self.samples.append((float(fields[2]), float(fields[1])))
        elif kind == "CHLD":
            self.children.setdefault(int(fields[1]), []).append((float(fields[3]), float(fields[2])))
        elif kind == "FUNC":
            figures = [float(field) for field in fields[2:6]]
            level = int(fields[6]) if len(fields) > 6 else 0
            self.functions.append(Function(fields[1], *figures, level))
        elif kind == "CMDLINE":
            self.command = " ".join(fields[1:])

    def _count_from_start(self):
        def moved(series):
            return [(t - self.started, m) for t, m in series]
        self.samples = moved(self.samples)
        self.children = {index: moved(series) for index, series in self.children.items()}
        self.functions = [f._replace(start=f.start - self.started, end=f.end - self.started)
                          for f in sorted(self.functions, key=lambda f: (f.start, f.level))]

    @property
    def label(self):
        return os.path.basename(self.filename)

    def child_peaks(self):
        """[(id of a child process, its most memory)]"""
        return [(child, max(m for t, m in series)) for child, series in self.children.items()]

    def peak(self, function=None):
        """The most memory, or the most while a function of that name ran; None when nothing is known."""
        if function is None:
            return max((m for t, m in self.samples), default=None)
        return max((m for f in self.functions if function in (f.name, f.name.rpartition(".")[2])
                    for m in self._during(f)), default=None)

    def _during(self, f):
        return [f.start_memory, f.end_memory, *(m for t, m in self.samples if f.start <= t <= f.end)]


def recordings():
    """The recordings of this folder, the oldest first."""
    return sorted(glob.glob("mprofile_??????????????.dat"))


def _chosen(words):
    """Files for indexes (as list shows them; -1 is the last) and names."""
    all_files, files = recordings(), []
    for word in words:
        if os.path.exists(word):
            files.append(word)
        elif re.fullmatch(r"-?\d+", word):
            try:
                files.append(all_files[int(word)])
            except IndexError:
                sys.exit("Invalid index (non-existing file): %s" % word)
        else:
            sys.exit("Input file not found: %s" % word)
    return list(dict.fromkeys(files))


def _chosen_or_last(words):
    if words:
        return _chosen(words)
    files = recordings()
    if not files:
        sys.exit(_NONE)
    print("Using last profile data.")
    return files[-1:]


# ---- The actions ------------------------------------------------------------------------------------------

def _parser(action, usage="[options]"):
    parser = argparse.ArgumentParser(prog="mprof " + action, usage="mprof %s %s" % (action, usage))
    parser.add_argument("--version", action="version", version=memory_profiler.__version__)
    return parser


def _add_sampling(parser):
    parser.add_argument("-T", "--interval", type=float, default=0.1, help="seconds between samples (default: 0.1)")
    parser.add_argument("-C", "--include-children", action="store_true", help="add the memory of child processes")
    parser.add_argument("-M", "--multiprocess", action="store_true", help="record each child process by itself")
    parser.add_argument("-t", "--timeout", type=float, help="stop recording after so many seconds")
    parser.add_argument("-o", "--output", help="the file to write (default: mprofile_<date and time>.dat)")
    parser.add_argument("--backend", default="psutil", choices=OUTSIDE,
                        help="what is measured (default: psutil, resident memory)")


def _sampling(options):
    return {"interval": options.interval, "timeout": options.timeout, "timestamps": True,
            "include_children": options.include_children, "multiprocess": options.multiprocess,
            "backend": options.backend}


def _python_command(options, words, output):
    """The words of a program in Python, run so that its functions under @profile are recorded."""
    command = [words[0], "-m", "memory_profiler", "--timestamp", "-o", output]
    if options.include_children:
        command.append("--include-children")
    return [*command, "--backend", options.backend, *words[1:]]


def _command_line(words):
    quoted = ("'%s'" % word if re.search(r"\s", word) else word for word in words)
    return re.sub(r"[\r\n]", " ", " ".join(quoted))


def run_action(arguments):
    parser = _parser("run", "[options] program [arguments]")
    _add_sampling(parser)
    parser.add_argument("--python", action="store_true", help="the program is one in Python, whatever its name")
    parser.add_argument("--nopython", action="store_true", help="run the program as it is, even if it ends in .py")
    parser.add_argument("-E", "--exit-code", action="store_true", help="exit with the program's exit status")
    parser.add_argument("-a", "--attach", action="store_true",
                        help="the program is a process that runs already: its id, or a part of its name")
    parser.add_argument("program", nargs=argparse.REMAINDER, help="the program and its arguments")
    options = parser.parse_args(arguments)
    words = options.program[1:] if options.program[:1] == ["--"] else options.program
    if not words:
        parser.error("A program to run must be provided. Use -h for help")
    if options.attach:
        return _attach(options, words[0])
    print("mprof: Sampling memory every %gs" % options.interval)
    print("running new process")
    output = os.path.abspath(options.output or time.strftime(_NAME))
    command = words
    if not options.nopython and (options.python or words[0].endswith(".py")):
        print("running as a Python program...")
        if not os.path.basename(words[0]).startswith(("python", "ouro")):
            words = [sys.executable, *words]
        command = _python_command(options, words, output)
    sys.stdout.flush()
    with open(output, "a") as stream:
        stream.write("CMDLINE %s\n" % _command_line(words))
        stream.flush()
        try:
            process = subprocess.Popen(command)
        except OSError as error:
            print("mprof: can't run %s: %s" % (command[0], error.strerror), file=sys.stderr)
            return 127 if isinstance(error, FileNotFoundError) else 126
        status = _record(process, stream, options)
    return status if options.exit_code else 0


def _record(process, stream, options):
    """Until the program ends; Ctrl-C goes to the program, too, and what was recorded stays."""
    try:
        memory_profiler.memory_usage(process, stream=stream, **_sampling(options))
        status = process.wait()
    except KeyboardInterrupt:
        process.send_signal(signal.SIGINT)
        status = process.wait()
    if status < 0:
        print("mprof: the program was ended by %s" % signal.Signals(-status).name, file=sys.stderr)
        return 128 - status
    if status:
        print("mprof: the program exited with status %d" % status, file=sys.stderr)
    return status


def attach_action(arguments):
    parser = _parser("attach", "[options] process")
    _add_sampling(parser)
    parser.add_argument("process", help="the id of a process, or a part of its name")
    options = parser.parse_args(arguments)
    return _attach(options, options.process)


def _find_process(hint):
    """The id of a process, by its id or by a part of its name (the first one); None when there is none."""
    if hint.isdigit():
        return hint if os.path.exists("/proc/" + hint) else None
    for pid in sorted(map(int, filter(str.isdigit, os.listdir("/proc")))):
        try:
            with open("/proc/%d/comm" % pid, errors="surrogateescape") as file:
                name = file.read().rstrip("\n")
        except OSError:
            continue
        if hint in name and pid != os.getpid():
            return str(pid)
    return None


def _attach(options, hint):
    print("mprof: Sampling memory every %gs" % options.interval)
    print("attaching to existing process, using hint: %s" % hint, flush=True)
    pid = _find_process(hint)
    if pid is None:
        print("mprof: no process has the %s %s" % ("id" if hint.isdigit() else "name", hint), file=sys.stderr)
        return 1
    with open("/proc/%s/cmdline" % pid, "rb") as file:
        words = os.fsdecode(file.read()).split("\0")
    sampling = _sampling(options)
    if sampling["timeout"] is None:
        sampling["timeout"] = float("inf")
    with open(options.output or time.strftime(_NAME), "a", errors="surrogateescape") as stream:
        stream.write("CMDLINE %s\n" % _command_line(word for word in words if word))
        try:
            memory_profiler.memory_usage(int(pid), stream=stream, **sampling)
        except KeyboardInterrupt:
            pass
    return 0


def _remove(files, dry_run):
    if dry_run:
        print("Files to be removed: ")
    for name in files:
        if dry_run:
            print(name)
        else:
            os.remove(name)
    return 0


def rm_action(arguments):
    words = _with_negative_indexes(arguments)
    parser = _parser("rm", "[options] numbers_or_filenames")
    parser.add_argument("--dry-run", action="store_true", help="show what would be removed")
    parser.add_argument("profiles", nargs="+", help="indexes (-1 is the last) or file names")
    options = parser.parse_args(words)
    return _remove(_chosen(_plain(options.profiles)), options.dry_run)


def clean_action(arguments):
    parser = _parser("clean")
    parser.add_argument("--dry-run", action="store_true", help="show what would be removed")
    return _remove(recordings(), parser.parse_args(arguments).dry_run)


def list_action(arguments):
    _parser("list", "").parse_args(arguments)
    for index, name in enumerate(recordings()):
        stamp = re.fullmatch(r"mprofile_(....)(..)(..)(..)(..)(..)\.dat", name)
        year, month, day, hour, minute, second = stamp.groups()
        print("{} {} {}:{}:{} {}/{}/{}".format(index, name, hour, minute, second, day, month, year))
    return 0


def peak_action(arguments):
    parser = _parser("peak", "[options] [numbers_or_filenames]")
    parser.add_argument("profiles", nargs="*", help="indexes (-1 is the last) or file names; the last recording")
    parser.add_argument("--func", help="the peak while this function ran")
    options = parser.parse_args(_with_negative_indexes(arguments))
    status = 0
    for name in _chosen_or_last(_plain(options.profiles)):
        recording = Recording(name)
        peak = recording.peak(options.func)
        if peak is None:
            print("{}\tNaN MiB".format(name), flush=True)
            print("mprof: nothing is recorded%s" % (" of %s" % options.func if options.func else ""), file=sys.stderr)
            status = 1
        else:
            print("{}\t{:.3f} MiB".format(name, peak))
            for child, most in recording.child_peaks():
                print("  Child {}\t\t\t{:.3f} MiB".format(child, most))
    return status


def _window(text):
    try:
        start, end = (float(part) for part in text.split(","))
    except ValueError:
        raise argparse.ArgumentTypeError("two numbers are wanted, START,END, not %s" % text) from None
    if end <= start:
        raise argparse.ArgumentTypeError("the window ends before it begins: %s" % text)
    return start, end


def plot_action(arguments):
    import _memory_chart

    parser = _parser("plot", "[options] [numbers_or_filenames]")
    parser.add_argument("-t", "--title", help="(default: the command that was recorded)")
    parser.add_argument("-n", "--no-function-ts", action="store_true", help="do not mark functions")
    parser.add_argument("-o", "--output", help="the picture, .svg or .png (default: the recording's name with .svg)")
    parser.add_argument("-w", "--window", type=_window, metavar="START,END", help="these seconds alone")
    parser.add_argument("-f", "--flame", action="store_true", help="a flame graph of the functions")
    parser.add_argument("-s", "--slope", action="store_true", help="add the trend as a line")
    parser.add_argument("--backend", help="accepted, and not used: nothing but this program draws")
    parser.add_argument("profiles", nargs="*", help="indexes (-1 is the last) or file names; the last recording")
    options = parser.parse_args(_with_negative_indexes(arguments))
    files = _chosen_or_last(_plain(options.profiles))
    read = [Recording(name) for name in files]
    read = [recording for recording in read if recording.samples]
    if not read:
        print("mprof: nothing is recorded in %s" % ", ".join(files), file=sys.stderr)
        return 1
    output = options.output or os.path.splitext(files[0])[0] + ".svg"
    if not output.lower().endswith((".svg", ".png")):
        parser.error("a picture is .svg or .png, not %s" % output)
    title = options.title if options.title is not None else read[0].command if len(read) == 1 else None
    if options.flame:
        _memory_chart.flame(output, read, title, options.window)
    else:
        _memory_chart.memory(output, read, title, options.window, not options.no_function_ts, options.slope)
    print("Image written to %s" % output)
    return 0


# argparse would take -1 for an option.
def _with_negative_indexes(arguments):
    return ["@" + word if re.fullmatch(r"-\d+", word) else word for word in arguments]


def _plain(words):
    return [word[1:] if re.fullmatch(r"@-\d+", word) else word for word in words]


def _help():
    print("usage: mprof <command> <options> <arguments>\n\nCommands:")
    for name, text in ACTIONS.items():
        print("    %-8s %s" % (name, text))
    print("\nmprof <command> --help tells more of each.")


def main(arguments=None):
    arguments = sys.argv[1:] if arguments is None else arguments
    if not arguments or arguments[0] in ("-h", "--help"):
        _help()
        return 0 if arguments else 1
    if arguments[0] == "--version":
        print("mprof " + memory_profiler.__version__)
        return 0
    if arguments[0] not in ACTIONS:
        print("mprof: '%s' is no command; they are %s" % (arguments[0], ", ".join(ACTIONS)), file=sys.stderr)
        return 2
    try:
        return globals()[arguments[0] + "_action"](arguments[1:])
    except (OSError, ValueError) as error:
        print("mprof: %s" % error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())

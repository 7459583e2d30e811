"""`ouro leaks`: runs a program and says what grows in it and why that stays. docs/leaks.md."""
import argparse
import ast
import builtins
import os
import sys
import types
from importlib.machinery import PathFinder, SourceFileLoader

import _leaks

import ouro
from ouro.tools import _leaks_growth as growth, _leaks_holders as holders, _leaks_source as sources
from ouro.tools._leaks_advice import advice
from ouro.tools._leaks_report import Report
from ouro.tracking import tell_leak_points

FIRST_STEP = 16                # blocks allocated from one point to the next, until there are many points
MOST_GROUPS = 40               # that are looked at closely
HOOK = "__ouro_leaks_point__"  # the built-in that marked functions call
SUCCESS, FOUND, FAILED = 0, 1, 2


def _parser():
    parser = argparse.ArgumentParser(
        prog="ouro leaks", usage="ouro leaks [options] program.py [args]\n       ouro leaks [options] -m module [args]",
        description="Runs a program and finds what grows in it: the type, the line that allocated it, the chain that "
                    "holds it, and what freeing it would give back.",
        epilog="Exit status: 0 nothing leaks, 1 something does, 2 the program failed (its traceback stands before the "
               "report).")
    parser.add_argument("--each", metavar="FUNCTION",
                        help="what grows per call of this function (`name`, `Class.name` or `module:Class.name`)")
    parser.add_argument("--between", nargs=2, metavar=("A", "B"),
                        help="what stays from the first A to the next B: functions, or names given to "
                             "ouro.leak_point()")
    parser.add_argument("--min-growth", metavar="BYTES", default="1K", type=_size,
                        help="leave out what grows by less, such as 64K or 2M (default: 1K)")
    parser.add_argument("--json", action="store_true", help="the report as JSON")
    parser.add_argument("-o", dest="output", metavar="FILE", help="write the report to FILE (default: standard output)")
    parser.add_argument("-m", dest="module", action="store_true", help="run a module, as `ouro -m` does")
    parser.add_argument("program", nargs=argparse.REMAINDER, help=argparse.SUPPRESS)
    return parser


def _size(text):
    units = {"K": 1 << 10, "M": 1 << 20, "G": 1 << 30}
    digits, unit = (text[:-1], units[text[-1].upper()]) if text[-1:].upper() in units else (text, 1)
    if not digits.isdigit():
        raise argparse.ArgumentTypeError("%r is no number of bytes" % text)
    return int(digits) * unit


# ---- The program ------------------------------------------------------------------------------------------

class Failure(Exception):
    """Something that is said in one line."""


def _load_program(path):
    """The module __main__ of a program, and its source."""
    try:
        with open(path, "rb") as file:
            source = file.read()
    except OSError as error:
        raise Failure("can't open file %r: [Errno %d] %s" % (path, error.errno, error.strerror))
    module = types.ModuleType("__main__")
    module.__file__ = os.path.abspath(path)
    module.__builtins__, module.__cached__ = builtins, None
    module.__loader__ = SourceFileLoader("__main__", module.__file__)
    sys.path.insert(0, os.path.dirname(os.path.realpath(path)))
    return module, source


def _load_module(name):
    import runpy
    sys.path.insert(0, os.getcwd())
    try:
        _, spec, _ = runpy._get_module_details(name)
    except Exception as error:
        raise Failure("%s" % error)
    source = spec.loader.get_source(spec.name)
    if source is None:
        raise Failure("there is no source of %s" % name)
    module = types.ModuleType("__main__")
    module.__file__, module.__spec__, module.__loader__ = spec.origin, spec, spec.loader
    module.__package__, module.__builtins__ = spec.parent, builtins
    return module, source


class Run:
    """What came of a program: its exit status, and whether it failed. To be stopped by Ctrl-C is how servers end."""

    def __init__(self):
        self.status = 0
        self.failed = False
        self.error = None

    def ended_with(self, error):
        if isinstance(error, SystemExit):
            code = error.code
            if code is None or isinstance(code, int):
                self.status = code or 0
            else:
                print(code, file=sys.stderr)
                self.status = 1
        else:
            self.status = 1
            sys.excepthook(type(error), error, error.__traceback__)
        self.failed = self.status != 0 and not isinstance(error, KeyboardInterrupt)


def _execute(code, module):
    """Runs the program; what it raised, without the frames of this file, or None."""
    try:
        exec(code, module.__dict__)
    except BaseException as error:
        error.__traceback__ = error.__traceback__.tb_next
        return error
    return None


def _compile(source, path, marks):
    """The code and the tree of the program, with calls of the hook in the functions to be marked; (None, None) when
    there is a syntax error, which was shown."""
    try:
        tree = ast.parse(source, path)
        found = {name: sources.mark(tree, name, HOOK) for name in marks}
        return compile(tree, path, "exec", dont_inherit=True), ast.parse(source, path), found
    except (SyntaxError, ValueError) as error:
        sys.excepthook(type(error), error, None)
        return None, None, {}


class _MarkedModule:
    """Marks functions of a module when it is imported: an entry of sys.meta_path."""

    def __init__(self, name, functions):
        self.name, self.functions = name, functions
        self.found = {}

    def find_spec(self, name, path=None, target=None):
        if name != self.name:
            return None
        spec = PathFinder.find_spec(name, path, target)
        source = spec and spec.loader and getattr(spec.loader, "get_source", lambda name: None)(name)
        if source is not None:
            tree = ast.parse(source, spec.origin)
            self.found = {function: sources.mark(tree, function, HOOK) for function in self.functions}
            code = compile(tree, spec.origin, "exec", dont_inherit=True)
            spec.loader.get_code = lambda name: code
        return spec


class Marks:
    """The functions and names that the options give as points."""

    def __init__(self, options):
        self.names = [options.each] if options.each else list(options.between or ())
        self.each, self.between = options.each, options.between
        self.reached = set()
        self.at_second = None  # called when all points have been reached
        self.in_program = [name for name in self.names if ":" not in name]
        modules = {}
        for name in self.names:
            module, colon, function = name.partition(":")
            if colon:
                modules.setdefault(module, []).append(function)
        self.finders = [_MarkedModule(*item) for item in modules.items()]

    def start(self):
        sys.meta_path[:0] = self.finders
        if self.each:
            setattr(builtins, HOOK, lambda name: _leaks.call())
        else:
            setattr(builtins, HOOK, self.arrive)
            tell_leak_points(self.arrive)

    def arrive(self, name):
        """A point that the program names: counts when it is the first A, or the first B behind that."""
        if not self.between:
            return
        first, second = (part.partition(":")[2] or part for part in self.between)
        if name == first and "first" not in self.reached:
            self.reached.add("first")
            _leaks.point(name)
        elif name == second and "first" in self.reached and "second" not in self.reached:
            self.reached.add("second")
            _leaks.point(name)
            self.at_second()

    def missing(self, found):
        """What was not reached, in a sentence; None when nothing is missing."""
        if self.each and not _leaks.figures()[1]:
            return "%s was not called%s" % (self.each, "" if found.get(self.each, 1) else ": there is no such function")
        if self.between and "second" not in self.reached:
            name = self.between[1 if "first" in self.reached else 0]
            return "%s was not reached%s" % (name, "" if "first" not in self.reached else " after %s" % self.between[0])
        return None


def run(options, report):
    """Runs the program and takes the points; the exit status, which report(findings) gives."""
    target, *arguments = options.program
    module, source = _load_module(target) if options.module else _load_program(target)
    sys.argv[:] = [module.__file__ if options.module else target, *arguments]
    result, marks = Run(), Marks(options)
    code, tree, found = _compile(source, module.__file__, marks.in_program)
    if code is None:
        return FAILED
    findings = []

    def look():
        """While all of it is still alive."""
        _leaks.pause(True)
        findings.append(find(options, result, module, tree))
        _leaks.end()

    sys.modules["__main__"] = module
    marks.at_second = look
    marks.start()
    pid = os.getpid()
    _leaks.begin(0 if marks.names else FIRST_STEP, 1 if options.each else 0)
    error = _execute(code, module)
    if os.getpid() != pid:  # a child of the program
        if error is not None:
            raise error
        return SUCCESS
    _leaks.pause(True)
    if error is not None:
        result.ended_with(error)
    problem = marks.missing(found)
    if problem and not result.failed:
        raise Failure(problem)
    if not findings:
        sys.last_value, error = error, None  # by this alone the variables of its functions are still there
        _leaks.point("end")
        look()
    return report(findings[0])


# ---- The findings -----------------------------------------------------------------------------------------

def _used_later(leak, tree, file):
    """The line at which the program reads what the holder has, once it has grown; None when there is none."""
    frames = [line for path, line in reversed(leak.frames) if path == file]
    names = [name[1:] for name in sorted(leak.names) if name[1:].isidentifier()]
    found = [sources.read_later(tree, name, frames) for name in names] if frames else []
    return min((line for line in found if line is not None), default=None)


class _Files:
    """Which files are the program's, and the trees of their sources."""

    def __init__(self, file, tree):
        self.trees = {file: tree}
        self.libraries = tuple(os.path.dirname(path) + os.sep for path in (os.__file__, os.path.dirname(ouro.__file__)))

    def own(self, file):
        return not file.startswith(("<", *self.libraries)) or "packages" + os.sep in file

    def tree(self, file):
        if file not in self.trees:
            try:
                with open(file, "rb") as source:
                    self.trees[file] = ast.parse(source.read())
            except (OSError, SyntaxError, ValueError):
                self.trees[file] = None
        return self.trees[file]


def _only_grew(leak, files):
    """Whether a holder is none of a leak although it grows: it has a bound; it was made at once; modules were
    imported; a library filled a table."""
    if holders.is_bounded(leak) or holders.is_made_at_once(leak):
        return True
    frames = list(reversed(leak.frames))
    imported = any(file.startswith("<frozen importlib") for file, _ in frames)
    return imported or not sources.repeats(frames, files.own, files.tree)


def find(options, result, module, tree):
    """The report of a run."""
    points = _leaks.points()
    clocks = [clock for clock, _, _ in points]
    how = "per call" if options.each else "between" if options.between else "over time"
    groups = growth.joined(_leaks.groups(1))
    growing = growth.growing_groups(groups, clocks, options.min_growth, how == "between")[:MOST_GROUPS]
    leaks, passed_over, files = [], [], _Files(module.__file__, tree)
    for leak in holders.Finder(growing).find():
        if how == "over time" and _only_grew(leak, files):
            continue
        leak.advice = advice(leak)
        if how == "over time":
            leak.read_at = _used_later(leak, tree, module.__file__)
        (leaks if leak.read_at is None else passed_over).append(leak)
    report = Report(how, leaks, passed_over, points, _leaks.figures(), result, options.folder)
    if how != "between" and not growth.can_tell(clocks):
        report.notes.append("Too little was seen of the run to tell what grows: %d points, or some far apart. --each "
                            "FUNCTION or --between A B look at it more closely." % len(points))
    if not report.traced:
        report.notes.append("The program has stopped tracemalloc or cleared its traces: nothing is known of what came "
                            "before or after that.")
    elif report.lost:
        report.notes.append("There was no memory for %d points." % report.lost)
    report.settle()
    return report


# ---- The command ------------------------------------------------------------------------------------------

def main():
    parser = _parser()
    options = parser.parse_args()
    if not options.program:
        parser.print_usage(sys.stderr)
        print("ouro leaks: there is no program to run", file=sys.stderr)
        return FAILED

    if options.each and options.between:
        print("ouro leaks: --each and --between do not go together", file=sys.stderr)
        return FAILED

    options.folder = os.getcwd()  # the program may go elsewhere
    options.output = options.output and os.path.join(options.folder, options.output)

    def report(findings):
        text = findings.json(options.program[0]) if options.json else findings.text(options.program[0])
        if options.output:
            with open(options.output, "w", encoding="utf-8") as file:
                file.write(text)
        else:
            print(text, end="", flush=True)
        return FAILED if findings.run.failed else FOUND if findings.count else SUCCESS
    try:
        return run(options, report)
    except (Failure, OSError) as failure:
        print("ouro leaks: %s" % failure, file=sys.stderr)
        return FAILED

"""`ouro leaks`: runs a program and says what grows in it and why that stays. docs/leaks.md."""
import argparse
import builtins
import gc
import os
import sys
import types

import _leaks

from ouro.tools import _leaks_growth as growth

FIRST_STEP = 4096  # bytes allocated from one point to the next, until there are many points
SUCCESS, FOUND, FAILED = 0, 1, 2


def _parser():
    parser = argparse.ArgumentParser(
        prog="ouro leaks", usage="ouro leaks [options] program.py [args]\n       ouro leaks [options] -m module [args]",
        description="Runs a program and finds what grows in it: the type, the line that allocated it, the chain that holds it, and "
                    "what freeing it would give back.",
        epilog="Exit status: 0 nothing leaks, 1 something does, 2 the program failed (what it printed stands before the report).")
    parser.add_argument("--each", metavar="FUNCTION",
                        help="what grows per call of this function (`name`, `Class.name` or `module:Class.name`)")
    parser.add_argument("--between", nargs=2, metavar=("A", "B"),
                        help="what stays from the first A to the next B: functions, or names given to ouro.leak_point()")
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
    module.__builtins__ = builtins
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
    """What came of a program: its exit status, and whether it failed."""

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
        self.failed = self.status != 0


def _execute(code, module):
    """Runs the program; what it raised, without the frames of this file, or None."""
    try:
        exec(code, module.__dict__)
    except BaseException as error:
        error.__traceback__ = error.__traceback__.tb_next
        return error
    return None


def _compile(source, path):
    """None when there is a syntax error, which was shown."""
    try:
        return compile(source, path, "exec", dont_inherit=True)
    except (SyntaxError, ValueError) as error:
        sys.excepthook(type(error), error, None)
        return None


def run(options, report):
    """Runs the program and takes the points; report(run) while all of it is still alive."""
    target, *arguments = options.program
    module, source = _load_module(target) if options.module else _load_program(target)
    sys.argv[:] = [module.__file__ if options.module else target, *arguments]
    result = Run()
    code = _compile(source, module.__file__)
    if code is None:
        result.status, result.failed = 1, True
        return report(result, module, source)
    sys.modules["__main__"] = module
    pid = os.getpid()
    _leaks.begin(0 if options.each or options.between else FIRST_STEP, 1 if options.each else 0)
    error = _execute(code, module)
    if os.getpid() != pid:  # a child of the program
        if error is not None:
            raise error
        return SUCCESS
    _leaks.point("end")
    _leaks.pause(True)
    if error is not None:
        result.ended_with(error)
    return report(result, module, source)


# ---- The command ------------------------------------------------------------------------------------------

def main():
    parser = _parser()
    options = parser.parse_args()
    if not options.program:
        parser.print_usage(sys.stderr)
        print("ouro leaks: there is no program to run", file=sys.stderr)
        return FAILED

    def report(result, module, source):
        clocks = [clock for clock, _, _ in _leaks.points()]
        print(_leaks.points(), _leaks.figures())
        groups = [growth.Group(*row) for row in _leaks.groups(options.min_growth)]
        print(len(groups))
        for group in growth.growing_groups(groups, clocks, options.min_growth):
            print(group.type_name, group.file, group.line, group.counts, group.grown_bytes)
        return 0
    try:
        return run(options, report)
    except Failure as failure:
        print("ouro leaks: %s" % failure, file=sys.stderr)
        return FAILED

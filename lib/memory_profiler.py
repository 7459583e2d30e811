"""Memory line by line and over time, with the interface of memory_profiler 0.61.

    from memory_profiler import profile, memory_usage
    ouro -m memory_profiler program.py

Figures are resident memory, as the operating system has it. The backend 'ouro' counts the bytes that are live in
the heap instead: exact, whatever the allocator keeps for later.
"""
import argparse
import builtins
import functools
import inspect
import linecache
import logging
import os
import pdb
import runpy
import sys
import warnings

from _memory_sampling import (BACKENDS, OWN_ONLY, choose_backend, get_child_memory, get_memory, heap_bytes,
                              memory_usage, ready_backend)

__version__ = "0.61.0"
__all__ = ["LineProfiler", "LogFile", "TimeStamper", "choose_backend", "memory_usage", "profile", "show_results"]

# Programs have come to call these, too.
_get_memory, _get_child_memory = get_memory, get_child_memory

_TEMPLATE = "{0:>6} {1:>12} {2:>12}  {3:>10}   {4:<}"
_HEAP_TEMPLATE = "{0:>6} {1:>12} {2:>12}  {3:>10}  {5:>15} {6:>15}   {4:<}"


# ---- Line by line -----------------------------------------------------------------------------------------

class CodeMap(dict):
    """code -> {line: (increment, memory after it, occurrences)}, followed by (heap increment, heap after it) in bytes where
    those are measured. Code inside a function shares the function's table.
    """

    def __init__(self, include_children=False, backend="psutil"):
        super().__init__()
        self.include_children, self.backend = include_children, backend
        self._functions = []  # (file, code, lines)

    def add(self, code, toplevel_code=None):
        if code in self:
            return
        if toplevel_code is not None:
            self[code] = self[toplevel_code]
        else:
            filename = code.co_filename
            if filename.endswith((".pyc", ".pyo")):
                filename = filename[:-1]
            if not linecache.getlines(filename):
                print("ERROR: Could not find file " + filename)
                return
            block, first = inspect.getsourcelines(code)
            self._functions.append((filename, code, range(first, first + len(block))))
            self[code] = {}
        for inner in filter(inspect.iscode, code.co_consts):
            self.add(inner, toplevel_code=code)

    def items(self):
        """(file, [(line, figures or None)]) for each function that ran."""
        for filename, code, lines in self._functions:
            table = self[code]
            if table:
                yield filename, ((line, table.get(line)) for line in lines)


class _Visit:
    """A frame that runs, and the line it stands on."""
    __slots__ = ("table", "active", "line", "before", "heap_before", "outermost")


class LineProfiler:
    """Measures the memory before and after each line of the functions it was given.

    What a line allocates is counted to it however often it runs, calls included; a line that is running already
    further out (a recursion, a comprehension of one line) is not counted twice. The first row of a function is
    what there was when it was first called.

    Options: backend, include_children, max_mem (MiB at which the debugger is entered) and heap: whether the live bytes of
    the heap are measured beside it, which tells exactly what resident memory only hints at.
    """

    def __init__(self, **kw):
        self.backend = ready_backend(kw.get("backend"))
        self.include_children = kw.get("include_children", False)
        self.max_mem = kw.get("max_mem")
        self.heap = kw.get("heap", False)
        self.code_map = CodeMap(self.include_children, self.backend)
        self.enable_count = 0
        self._visits = []
        self._active = {}  # id of a table -> {line: how many frames stand on it}
        self._trace_before = None

    def __call__(self, func=None, precision=1):
        if func is None:
            return lambda function: self(function, precision)
        self.add_function(func)
        return self.wrap_function(func)

    def add_function(self, func):
        """Its lines will be measured."""
        try:
            code = inspect.unwrap(func).__code__
        except AttributeError:
            warnings.warn("Could not extract a code object for the object %r" % (func,))
            return
        self.code_map.add(code)

    def wrap_function(self, func):
        """A function that runs func with this profiler enabled."""
        return _wrap(func, lambda: (self.enable_by_count, self.disable_by_count, _nothing))

    def run(self, cmd):
        main = sys.modules["__main__"].__dict__
        return self.runctx(cmd, main, main)

    def runctx(self, cmd, globals, locals):
        with self:
            exec(cmd, globals, locals)
        return self

    def enable_by_count(self):
        if self.enable_count == 0:
            self.enable()
        self.enable_count += 1

    def disable_by_count(self):
        if self.enable_count > 0:
            self.enable_count -= 1
            if self.enable_count == 0:
                self.disable()

    def __enter__(self):
        self.enable_by_count()
        return self

    def __exit__(self, *exception):
        self.disable_by_count()

    def enable(self):
        self._trace_before = sys.gettrace()
        self._visits.clear()
        self._active.clear()
        sys.settrace(self.trace_max_mem if self.max_mem is not None else self.trace_memory_usage)

    def disable(self):
        sys.settrace(self._trace_before)
        self._trace_before = None

    @staticmethod
    def _is_first(visit):
        return not visit.table and visit.outermost

    def _measure(self):
        return get_memory(-1, self.backend, include_children=self.include_children)

    def _measure_heap(self):
        return heap_bytes() if self.heap else 0

    def _arrive(self, visit, line):
        visit.line = line
        standing = visit.active
        visit.outermost = not standing.get(line)
        standing[line] = standing.get(line, 0) + 1

    def _leave(self, visit, memory, heap):
        increment, largest, occurrences, *more = visit.table.get(visit.line, (0.0, memory, 0, 0, heap))
        if visit.outermost:
            increment += memory - visit.before
        visit.active[visit.line] -= 1
        figures = (increment, max(largest, memory), occurrences + 1)
        if self.heap:
            gained, most = more
            if visit.outermost:
                gained += heap - visit.heap_before
            figures += (gained, max(most, heap))
        visit.table[visit.line] = figures

    def _call(self, frame, code):
        visit = _Visit()
        visit.table = self.code_map[code]
        visit.active = self._active.setdefault(id(visit.table), {})
        visit.before, visit.heap_before = 0.0, 0  # the row of a first call shows what there was
        self._arrive(visit, frame.f_lineno)
        self._visits.append(visit)
        return visit

    def trace_memory_usage(self, frame, event, arg):
        """What sys.settrace() calls."""
        code = frame.f_code
        if code in self.code_map:
            heap = self._measure_heap()
            memory = self._measure()
            visit = None
            if event == "call":
                visit = self._call(frame, code)
                if self._is_first(visit):
                    visit = None
            elif self._visits and event == "line":
                visit = self._visits[-1]
                self._leave(visit, memory, heap)
                self._arrive(visit, frame.f_lineno)
            elif self._visits and event == "return":
                self._leave(self._visits.pop(), memory, heap)
                if self._visits:
                    visit = None
            if visit is not None:
                visit.before = self._measure()
                heap = memory = None  # what is freed later must not be in the figure
                visit.heap_before = self._measure_heap()
                visit.heap_before = self._measure_heap()  # nor must the object that holds it come on top
        return self._pass_on(frame, event, arg)

    def _pass_on(self, frame, event, arg):
        if self._trace_before is not None:
            self._trace_before(frame, event, arg)
        return self.trace_memory_usage

    def trace_max_mem(self, frame, event, arg):
        """What sys.settrace() calls when there is a limit: past it, the debugger is entered."""
        if event in ("line", "return") and frame.f_code in self.code_map:
            memory = self._measure()
            if memory >= self.max_mem:
                sys.stdout.write("Current memory {0:.2f} MiB exceeded the maximum of {1:.2f} MiB\n"
                                 "Stepping into the debugger \n".format(memory, self.max_mem))
                self.max_mem = float("inf")
                debugger = pdb.Pdb()
                debugger.set_trace(frame)
                return debugger.trace_dispatch(frame, event, arg)
        return self.trace_max_mem


def show_results(prof, stream=None, precision=1):
    """Writes the table of each function that prof measured; memory in MiB, the heap in bytes."""
    stream = sys.stdout if stream is None else stream
    template = _HEAP_TEMPLATE if prof.heap else _TEMPLATE
    header = template.format("Line #", "Mem usage", "Increment", "Occurrences", "Line Contents", "Heap bytes", "Heap incr.")
    cell = "{:%d.%df} MiB" % (precision + 4, precision)
    for filename, lines in prof.code_map.items():
        stream.write("Filename: %s\n\n%s\n%s\n" % (filename, header, "=" * len(header)))
        source = linecache.getlines(filename)
        for line, figures in lines:
            cells, heap = ("", "", ""), ("", "")
            if figures:
                # Adding zero makes -0.0, which rounding may leave, 0.0.
                cells = cell.format(figures[1]), cell.format(round(figures[0], precision) + 0.0), figures[2]
                heap = ["{:,}".format(number) for number in reversed(figures[3:])]
            stream.write(template.format(line, *cells, source[line - 1], *heap))
        stream.write("\n\n")


# ---- Wrapping functions of every kind ---------------------------------------------------------------------

def _driven(iterator, begin, end):
    """Runs a generator or coroutine to its end; begin() and end() stand around each stretch that it runs."""
    value = error = None
    while True:
        begin()
        try:
            item = iterator.send(value) if error is None else iterator.throw(error)
        except StopIteration as stop:
            return stop.value
        finally:
            end()
        value = error = None
        try:
            value = yield item
        except GeneratorExit:
            begin()
            try:
                iterator.close()
            finally:
                end()
            raise
        except BaseException as thrown:
            error = thrown


class _Awaited:
    def __init__(self, iterator):
        self.iterator = iterator

    def __await__(self):
        return self.iterator


def _nothing():
    pass


def _wrap(func, session):
    """func, measured. session() gives (begin, end, finished) for a call of it: begin() and end() are called around it, of
    generators and coroutines around each stretch that they run, finished() when it is through without an exception or is
    not asked for more.
    """
    if inspect.isasyncgenfunction(func):
        return _wrap_async_generator(func, session)
    if inspect.iscoroutinefunction(func):
        @functools.wraps(func)
        async def wrapper(*args, **kw):
            begin, end, finished = session()
            result = await _Awaited(_driven(func(*args, **kw), begin, end))
            finished()
            return result
    elif inspect.isgeneratorfunction(func):
        @functools.wraps(func)
        def wrapper(*args, **kw):
            begin, end, finished = session()
            try:
                result = yield from _driven(func(*args, **kw), begin, end)
            except GeneratorExit:
                finished()
                raise
            finished()
            return result
    else:
        @functools.wraps(func)
        def wrapper(*args, **kw):
            begin, end, finished = session()
            begin()
            try:
                result = func(*args, **kw)
            finally:
                end()
            finished()
            return result
    return wrapper


def _wrap_async_generator(func, session):
    @functools.wraps(func)
    async def wrapper(*args, **kw):
        begin, end, finished = session()
        generator = func(*args, **kw)
        step = generator.__anext__()
        while True:
            try:
                item = await _Awaited(_driven(step, begin, end))
            except StopAsyncIteration:
                finished()
                return
            try:
                step = generator.asend((yield item))
            except GeneratorExit:
                await _Awaited(_driven(generator.aclose(), begin, end))
                finished()
                raise
            except BaseException as thrown:
                step = generator.athrow(thrown)
    return wrapper


def profile(func=None, stream=None, precision=1, backend="psutil", heap=False):
    """A decorator: each call of the function writes its table to the stream (standard output).

    With heap=True the table has the live bytes of the heap, too.
    """
    backend = choose_backend(backend)
    if func is None:
        return lambda function: profile(function, stream, precision, backend, heap)

    def session():
        prof = LineProfiler(backend=backend, heap=heap)
        prof.add_function(func)
        report = functools.partial(show_results, prof, stream=stream, precision=precision)
        return prof.enable_by_count, prof.disable_by_count, report
    return _wrap(func, session)


# ---- When functions ran -----------------------------------------------------------------------------------

class _Span:
    """The memory and the time at both ends of a block."""

    def __init__(self, stamper, key):
        self.stamper, self.key = stamper, key

    def __enter__(self):
        stamper = self.stamper
        stamper.current_stack_level += 1
        self.stamps = []
        stamper.functions[self.key].append(self.stamps)
        stamper.stack[self.key].append(stamper.current_stack_level)
        self.stamps.append(stamper.stamp())
        return self

    def __exit__(self, *exception):
        self.stamps.append(self.stamper.stamp())
        self.stamper.current_stack_level -= 1


class TimeStamper:
    """Records when the functions it was given began and ended, and the memory there: what mprof draws."""

    def __init__(self, backend="psutil", include_children=False):
        self.backend = ready_backend(backend)
        self.include_children = include_children
        self.functions = {}  # function -> [[(MiB, time) at its begin, at its end]]
        self.stack = {}      # function -> [how deep in others that call was]
        self.current_stack_level = -1

    def __call__(self, func=None, precision=None):
        if func is None:
            return lambda function: self(function, precision)
        if not callable(func):
            raise ValueError("Value must be callable")
        self.add_function(func)
        return self.wrap_function(func)

    def add_function(self, func):
        self.functions.setdefault(func, [])
        self.stack.setdefault(func, [])

    def wrap_function(self, func):
        if inspect.iscoroutinefunction(func):
            @functools.wraps(func)
            async def wrapper(*args, **kw):
                with _Span(self, func):
                    return await func(*args, **kw)
        elif inspect.isgeneratorfunction(func):
            @functools.wraps(func)
            def wrapper(*args, **kw):
                with _Span(self, func):
                    return (yield from func(*args, **kw))
        else:
            @functools.wraps(func)
            def wrapper(*args, **kw):
                with _Span(self, func):
                    return func(*args, **kw)
        return wrapper

    def timestamp(self, name="<block>"):
        """A context that is recorded as a function of this name."""
        def block():
            pass
        block.__module__, block.__name__ = "", name
        self.add_function(block)
        return _Span(self, block)

    def stamp(self):
        return get_memory(-1, self.backend, True, self.include_children)

    def show_results(self, stream=None):
        stream = sys.stdout if stream is None else stream
        for function, spans in self.functions.items():
            name = "%s.%s" % (function.__module__, function.__name__)
            for stamps, level in zip(spans, self.stack[function]):
                if len(stamps) == 2:  # not one that is still running
                    stream.write("FUNC %s %.4f %.4f %.4f %.4f %d\n" % (name, *stamps[0], *stamps[1], level))


class LogFile:
    """A stream whose text goes to a logger; with reportIncrementFlag, of the rows those that grew."""

    def __init__(self, name=None, reportIncrementFlag=False):
        self.logger = logging.getLogger(name)
        self.reportIncrementFlag = reportIncrementFlag

    def write(self, msg, level=logging.INFO):
        if self.reportIncrementFlag and not self._tells_of_growth(msg):
            return
        self.logger.log(level, msg)

    @staticmethod
    def _tells_of_growth(msg):
        cells = msg.split("MiB")
        if len(cells) > 2:
            try:
                return float(cells[1]) > 0
            except ValueError:
                return False
        return "Filename:" in msg or "Line Contents" in msg

    def flush(self):
        for handler in self.logger.handlers:
            handler.flush()


# ---- The command ------------------------------------------------------------------------------------------

def _find_script(name):
    """The path of a program: as given, else on PATH; None when there is none."""
    if os.path.isfile(name):
        return name
    for folder in os.environ.get("PATH", os.defpath).split(os.pathsep):
        path = os.path.join(folder or ".", name)
        if os.path.isfile(path):
            return path
    return None


def exec_with_profiler(filename, profiler, backend, passed_args=()):
    """Runs a program in which `profile` is the profiler, as __main__."""
    sys.argv = [filename, *passed_args]
    sys.path[0] = os.path.dirname(os.path.abspath(filename))
    main = sys.modules["__main__"]
    space = {"__name__": "__main__", "__file__": filename, "__builtins__": builtins}
    module = type(sys)("__main__")
    module.__dict__.update(space)
    sys.modules["__main__"] = module
    builtins.profile = profiler
    try:
        with open(filename, "rb") as file:
            code = compile(file.read(), filename, "exec")
        exec(code, module.__dict__)
    finally:
        sys.modules["__main__"] = main


def run_module_with_profiler(module, profiler, backend, passed_args=()):
    """Runs a module in which `profile` is the profiler, as __main__."""
    sys.argv = [module, *passed_args]
    builtins.profile = profiler
    runpy.run_module(module, run_name="__main__", alter_sys=True)


def _parser():
    parser = argparse.ArgumentParser(prog="memory_profiler",
                                     usage="python -m memory_profiler script_file.py")
    parser.add_argument("--version", action="version", version=__version__)
    parser.add_argument("--pdb-mmem", dest="max_mem", metavar="MAXMEM", type=float,
                        help="step into the debugger when memory exceeds MAXMEM MiB")
    parser.add_argument("--precision", type=int, default=3,
                        help="decimals of the figures (default: 3)")
    parser.add_argument("-o", dest="out_filename", metavar="FILE", help="append the results to FILE")
    parser.add_argument("--timestamp", action="store_true",
                        help="write when functions began and ended in place of the table")
    parser.add_argument("--include-children", action="store_true", help="count child processes, too")
    parser.add_argument("--heap", action="store_true", help="show the live bytes of the heap, too: exact for each line")
    parser.add_argument("--backend", choices=sorted(BACKENDS), default="psutil",
                        help="what is measured (default: psutil, resident memory; ouro: live heap bytes)")
    parser.add_argument("program", nargs=argparse.REMAINDER, help="the program or module to run, and its arguments")
    return parser


def _report(profiler, options):
    stream = open(options.out_filename, "a") if options.out_filename else sys.stdout
    try:
        if options.timestamp:
            profiler.show_results(stream)
        else:
            show_results(profiler, stream, options.precision)
    finally:
        if stream is not sys.stdout:
            stream.close()


def main(arguments=None):
    parser = _parser()
    options = parser.parse_args(arguments)
    if not options.program:
        print("A program to run must be provided. Use -h for help")
        return 1
    target, passed = options.program[0], options.program[1:]
    backend = choose_backend(options.backend)
    if options.timestamp:
        profiler = TimeStamper(backend, options.include_children)
    else:
        profiler = LineProfiler(max_mem=options.max_mem, backend=backend, include_children=options.include_children,
                                heap=options.heap)
    script = _find_script(target)
    if script is None and target.endswith(".py"):
        print("Could not find script %s" % target, file=sys.stderr)
        return 1
    try:
        if script:
            exec_with_profiler(script, profiler, backend, passed)
        else:
            run_module_with_profiler(target, profiler, backend, passed)
    finally:
        _report(profiler, options)
    return 0


if __name__ == "__main__":
    # The program imports this module by its name: let it find this one.
    sys.modules["memory_profiler"] = sys.modules["__main__"]
    sys.exit(main())

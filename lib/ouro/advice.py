"""What would make a program take less memory, said only where the gain was measured in a capture of it.

Gains are bytes: live at the peak that would not be, or allocated and soon dropped that would not be.
"""
import os

from ouro import report
from ouro.captures import record

PEAK_SHARE = 0.03          # of what was live at the peak: less is not worth a sentence
PEAK_LEAST = 256 << 10
FLOW_SHARE = 0.10          # of all that was allocated
FLOW_LEAST = 4 << 20
CYCLES_LEAST = 1 << 20
_SHORT_LIVED = 20          # allocated, so many times what lived at once
_LARGE_BLOCK = 256         # bytes of a copy, on average, that is worth avoiding
_MOST_SOURCE = 2 << 20

Advice = record("Advice", "kind gain text")


class _Facts:
    """What a capture says of each line of the program, and what is enough to speak of."""

    def __init__(self, capture):
        self.capture = capture
        snapshot = capture.peak()
        self.peak = self._by_line(snapshot.rows if snapshot else {})
        self.flow = self._by_line(capture.flow)
        self.live = snapshot.traced if snapshot else 0
        self.allocated = sum(size for size, blocks in capture.flow.values())
        self.peak_enough = max(PEAK_LEAST, PEAK_SHARE * self.live)
        self.flow_enough = max(FLOW_LEAST, FLOW_SHARE * self.allocated)
        self._trees = {}
        self._most = {}  # by line: the most that lived at once, over all snapshots
        for shot in capture.snapshots:
            for key, (size, blocks) in self._by_line(shot.rows).items():
                self._most[key] = max(self._most.get(key, 0), size)

    def _by_line(self, rows):
        """{(file, line): (bytes, blocks)} of what the program's own lines allocated themselves."""
        lines = {}
        for number, (size, blocks) in rows.items():
            if number:
                frame = self.capture.frames[number]
                before = lines.get((frame.file, frame.line), (0, 0))
                lines[frame.file, frame.line] = before[0] + size, before[1] + blocks
        return lines

    def files(self):
        """The program's own files that anything of weight was allocated in."""
        found = {file for (file, line), (size, blocks) in self.peak.items() if size >= self.peak_enough}
        found |= {file for (file, line), (size, blocks) in self.flow.items() if size >= self.flow_enough}
        return sorted(file for file in found if not report.is_library_file(file))

    def tree(self, file):
        """The syntax tree of a file; None when it cannot be had."""
        if file not in self._trees:
            self._trees[file] = _parsed(file)
        return self._trees[file]

    def every_file(self):
        return sorted({frame.file for frame in self.capture.frames[1:] if not report.is_library(frame)})

    def at_peak(self, file, node):
        return sum(self.peak.get((file, line), (0, 0))[0] for line in range(node.lineno, node.end_lineno + 1))

    def short_lived(self, file, line):
        """Bytes that a line allocated and dropped again: 0 when that is not much of them, or small pieces."""
        size, blocks = self.flow.get((file, line), (0, 0))
        most = max(self._most.get((file, line), 0), 1)
        if size < self.flow_enough or size < _SHORT_LIVED * most or size < blocks * _LARGE_BLOCK:
            return 0
        return size


def _parsed(file):
    global ast  # imported when there is something to look for: it takes longer than most other things here
    import ast
    try:
        if os.path.getsize(file) > _MOST_SOURCE:
            return None
        with open(file, "rb") as source:
            return ast.parse(source.read())
    except (OSError, SyntaxError, ValueError, RecursionError):
        return None


def _place(file, line):
    return "%s:%d" % (os.path.basename(file), line)


def _source(node, most=60):
    return report.shorten(ast.unparse(node), most)


# ---- From the census --------------------------------------------------------------------------------------

def _class_places(facts):
    """{class name: (file, its node)} of all classes in the program's files."""
    places = {}
    for file in facts.every_file():
        tree = facts.tree(file)
        for node in ast.walk(tree) if tree else ():
            if isinstance(node, ast.ClassDef):
                places.setdefault(node.name, (file, node))
    return places


def _attributes(node):
    """Names that a class's methods set on self, in their order."""
    names = {}
    for method in node.body:
        if isinstance(method, (ast.FunctionDef, ast.AsyncFunctionDef)) and method.args.args:
            me = method.args.args[0].arg
            for part in ast.walk(method):
                if (isinstance(part, ast.Attribute) and isinstance(part.ctx, ast.Store)
                        and isinstance(part.value, ast.Name) and part.value.id == me):
                    names[part.attr] = None
    for part in node.body:  # dataclasses
        if isinstance(part, ast.AnnAssign) and isinstance(part.target, ast.Name):
            names[part.target.id] = None
    return list(names)


def _at_peak(capture, records):
    """The rows of the record that was taken with the fullest census."""
    census = capture.peak_census()
    return next((rows for time, rows in records if census and time >= census.time), [])


def slots(facts):
    heavy = [(layout, layout.bytes - layout.count * layout.slots)
             for layout in _at_peak(facts.capture, facts.capture.layouts)]
    heavy = [(layout, gain) for layout, gain in heavy if gain >= facts.peak_enough]
    places = _class_places(facts) if heavy else {}
    for layout, gain in heavy:
        name = layout.type.rsplit(".", 1)[-1]
        if name not in places:
            continue
        file, node = places[name]
        names = _attributes(node)
        say = "__slots__ = (%s)" % ", ".join(repr(n) for n in names) if 1 < len(names) <= 6 else "__slots__"
        yield Advice("slots", gain, "%s: %s instances of %s take %.0f bytes each with their attributes; with %s they "
                     "would take %d, %s less at the peak."
                     % (_place(file, node.lineno), format(layout.count, ","), layout.type,
                        layout.bytes / layout.count, say, layout.slots, report.size(gain)))


def boxes(facts):
    sums = {}
    for row in _at_peak(facts.capture, facts.capture.boxes):
        stack = facts.capture.stack(row.stack)
        frame = report.own_frame(stack) if stack else None
        key = row.kind, (frame.file, frame.line) if frame else None
        items, size = sums.get(key, (0, 0))
        sums[key] = items + row.items, size + row.bytes
    for (kind, place), (items, size) in sums.items():
        if size >= facts.peak_enough:
            yield Advice("boxes", size, "%s%s %ss stand in lists as objects of their own; array.array(%r) keeps such "
                         "numbers without them, %s less at the peak."
                         % (_place(*place) + ": " if place else "", format(items, ","), kind,
                            "d" if kind == "float" else "q", report.size(size)))


def cycles(facts):
    """What the collector freed, by the attributes that closed the cycles it found."""
    stopped = sum(stop.took for stop in facts.capture.collections)
    freed = sum(stop.freed for stop in facts.capture.collections)
    found = sum(garbage.bytes for garbage in facts.capture.garbage) or 1
    for cycle in sorted(facts.capture.cycles, key=lambda cycle: -cycle.bytes):
        gain = max(cycle.bytes, freed * cycle.bytes // found)
        if gain >= max(CYCLES_LEAST, PEAK_SHARE * facts.live):
            yield Advice("cycles", gain, "%s.%s closes cycles with %s: %s of garbage waited for the collector, "
                         "which stopped the program for %s in all. A weak reference there (weakref.ref) lets them go "
                         "at once." % (cycle.type, cycle.attribute, cycle.target, report.size(gain),
                                    report.duration(stopped)))


# ---- From the source --------------------------------------------------------------------------------------

_CONSUMERS = {"sum", "min", "max", "any", "all", "set", "frozenset", "sorted", "dict", "Counter"}


def _makes_list(node):
    """Whether an expression makes a list out of what it goes through: [... for ...], list(...) of an iterator."""
    if isinstance(node, ast.ListComp):
        return True
    return (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "list"
            and len(node.args) == 1 and not node.keywords and isinstance(node.args[0], (ast.Call, ast.GeneratorExp)))


def _consumed(node):
    """What an expression or statement goes through once, if it does."""
    if isinstance(node, ast.Call) and node.args:
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        if name in _CONSUMERS and (len(node.args) == 1 or name == "sum"):
            return node.args[0]
    return None


def _scopes(tree):
    return [node for node in ast.walk(tree)
            if isinstance(node, (ast.Module, ast.FunctionDef, ast.AsyncFunctionDef))]


def _own_nodes(scope):
    """The nodes of a scope without those of scopes within, each with whether a loop is around it."""
    waiting = [(child, False) for child in ast.iter_child_nodes(scope)]
    while waiting:
        node, looped = waiting.pop()
        yield node, looped
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)):
            continue
        inside = looped or isinstance(node, (ast.For, ast.AsyncFor, ast.While))
        waiting += [(child, inside) for child in ast.iter_child_nodes(node)]


def _names_used_within(scope):
    """Names that scopes within a scope mention, or that it declares: these may be used at any time."""
    names = set()
    for node, looped in _own_nodes(scope):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)):
            names |= {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}
        elif isinstance(node, (ast.Global, ast.Nonlocal)):
            names.update(node.names)
    return names


def _consumed_lists(tree):
    """Lists that are made to be gone through once: at once, or under a name that is used for nothing else."""
    for scope in _scopes(tree):
        made, loads, once, stores = {}, {}, {}, {}
        for node, looped in _own_nodes(scope):
            goes_through = _consumed(node)
            if isinstance(node, (ast.For, ast.AsyncFor)):
                goes_through = node.iter
            if goes_through is not None and _makes_list(goes_through):
                yield goes_through
            if isinstance(goes_through, ast.Name):
                once[goes_through.id] = looped
            if (isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name)
                    and _makes_list(node.value)):
                made[node.targets[0].id] = node.value, looped
            if isinstance(node, ast.Name):
                uses = loads if isinstance(node.ctx, ast.Load) else stores
                uses[node.id] = uses.get(node.id, 0) + 1
        elsewhere = _names_used_within(scope)
        for name, (node, looped) in made.items():
            if loads.get(name) == stores.get(name) == 1 and name not in elsewhere and once.get(name) == looped:
                yield node


def lists(facts, file, tree):
    """Lists where a generator would do."""
    said = set()
    for node in _consumed_lists(tree):
        gain = facts.at_peak(file, node)
        if gain < facts.peak_enough or node.lineno in said:
            continue
        said.add(node.lineno)
        yield Advice("generator", gain, "%s: the list %s is gone through once; a generator makes one item at a time "
                     "and keeps none, up to %s less at the peak."
                     % (_place(file, node.lineno), _source(node), report.size(gain)))


def slices(facts, file, tree):
    """Copies made by slicing that are soon dropped."""
    for node in ast.walk(tree):
        if (isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load) and isinstance(node.slice, ast.Slice)):
            gain = facts.short_lived(file, node.lineno)
            if gain:
                yield Advice("slices", gain, "%s: %s copies what it takes, %s in all that was soon dropped; an index, "
                             "itertools.islice or (of bytes) a memoryview copies nothing."
                             % (_place(file, node.lineno), _source(node), report.size(gain)))


def joins(facts, file, tree):
    """+= in a loop that copies what was there each time."""
    for loop in ast.walk(tree):
        if not isinstance(loop, (ast.For, ast.AsyncFor, ast.While)):
            continue
        for node in ast.walk(loop):
            if isinstance(node, ast.AugAssign) and isinstance(node.op, ast.Add):
                gain = facts.short_lived(file, node.lineno)
                if gain:
                    yield Advice("joins", gain, "%s: %s copies all that is there already each time, %s in all; a list "
                                 "that is joined once at the end (''.join, tuple) copies it once."
                                 % (_place(file, node.lineno), _source(node), report.size(gain)))


def find(capture, most=6):
    """The advice for a program, what gains most first."""
    facts = _Facts(capture)
    found = [*boxes(facts), *cycles(facts)]
    found += slots(facts)
    for file in facts.files():
        tree = facts.tree(file)
        if tree is not None:
            found += [*lists(facts, file, tree), *slices(facts, file, tree), *joins(facts, file, tree)]
    unique = {advice.text: advice for advice in found}
    lists_to_drop = {_start(advice.text) for advice in found if advice.kind == "generator"}
    kept = [advice for advice in unique.values() if advice.kind != "boxes" or _start(advice.text) not in lists_to_drop]
    return sorted(kept, key=lambda advice: -advice.gain)[:most]


def _start(text):
    """The place that a sentence begins with."""
    return text.partition(" ")[0]

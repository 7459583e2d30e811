"""What `ouro leaks` says: sentences for people, and the same as JSON."""
import json
import os
import types


def bytes_text(count):
    """A number of bytes in the unit that suits it."""
    for unit in ("bytes", "KiB", "MiB"):
        if count < 1024:
            break
        count /= 1024
    else:
        unit = "GiB"
    return "%d byte%s" % (count, "s" * (count != 1)) if unit == "bytes" else "%.1f %s" % (count, unit)


def number_text(count):
    return "{:,}".format(count)


def objects_text(group):
    return "%s object%s of type %s" % (number_text(group.count), "s" * (group.count != 1), group.type_name)


class Paths:
    """File names as people gave them: relative to where the command runs, unless that is longer."""

    def __init__(self, folder):
        self.folder = folder + os.sep

    def __call__(self, file):
        return file[len(self.folder):] if file.startswith(self.folder) else file


def _length_of(holder):
    try:
        count = len(holder)
    except Exception:
        return ""
    return " with %s %s" % (number_text(count), "entry" if count == 1 else "entries")


def _article(word):
    return ("an " if word[:1].lower() in "aeiou" else "a ") + word


def holder_name(leak):
    """`a dict with 3,000 entries`."""
    holder = leak.holder
    name = type(holder).__name__
    if isinstance(holder, types.ModuleType):
        return "the variables of the module"
    is_known = type(holder).__module__ in ("builtins", "collections", "weakref", "_weakrefset")
    return _article(name) + (_length_of(holder) if is_known else "")


class Report:
    """The findings of a run, ready to be printed."""

    def __init__(self, how, leaks, passed_over, points, figures, run, folder):
        self.how = how                  # "over time", "per call" or "between"
        self.leaks = leaks
        self.passed_over = passed_over  # what grows, but is read in the end
        self.points = points
        self.allocated, self.calls, self.spent, self.lost = figures
        self.run = run
        self.notes = []
        self.paths = Paths(folder)

    def settle(self):
        """Puts all that it has to say of objects into words, and lets go of them."""
        self.sentences = [self._leak_lines(number, leak) for number, leak in enumerate(self.leaks, 1)]
        self.sentences += [["Not counted: %s grow in %s all the time, but line %d reads it when that is over." % (
            objects_text(leak.head), leak.holder_text, leak.read_at)] for leak in self.passed_over]
        self.data = [self._leak_json(leak) for leak in self.leaks]
        self.data_passed_over = [dict(self._leak_json(leak), read_at=leak.read_at) for leak in self.passed_over]
        self.count = len(self.leaks)
        self.leaks = self.passed_over = None

    # ---- Sentences ----

    def text(self, name):
        lines = []
        if self.run.failed:
            lines.append("%s failed with status %d; what grew until then:" % (name, self.run.status))
        if not self.count:
            lines.append("No leak found in %s (%s)." % (name, self._evidence()))
        else:
            lines.append("%s leaks: %d place%s where more and more is kept (%s)." % (
                name, self.count, "s" * (self.count != 1), self._evidence()))
        for sentences in self.sentences:
            lines += ["", *sentences]
        lines += ["", *self.notes] if self.notes else []
        return "\n".join(lines) + "\n"

    def _evidence(self):
        if self.how == "between":
            return "what is there at the second point and was not at the first"
        if self.how == "per call":
            return "%s calls, %d points" % (number_text(self.calls), len(self.points))
        return "looked at %d times" % len(self.points)

    def _leak_lines(self, number, leak):
        head = leak.head
        rows = ["%s (%s) %s kept by %s, %s%s." % (
            objects_text(head), bytes_text(head.size), "are" if head.count != 1 else "is", leak.holder_text,
            holder_name(leak), self._growth(head))]
        rows.append("Allocated at %s:%d in %s%s." % (
            self.paths(head.file), head.line, self._function(head), self._callers(leak)))
        rows.append("Held by %s." % leak.chain_text)
        if leak.others:
            rows.append("There are more like this %s: its type and line are theirs." % type(leak.holder).__name__)
        with_them = [group for group in leak.groups[1:] if group.more][:5]
        if with_them:
            rows.append("With them stay %s." % ", ".join(
                "%s %s (%s, %s:%d)" % (number_text(group.count), group.type_name, bytes_text(group.size),
                                       os.path.basename(group.file), group.line) for group in with_them))
        rows.append("Freeing it would give back %s." % bytes_text(leak.retained))
        if leak.advice:
            rows.append("Cure: %s." % leak.advice)
        first = "%d. " % number
        return [(" " * len(first) if i else first) + row for i, row in enumerate(rows)]

    def _growth(self, group):
        if not group.more:
            return "; what is in it gets more and more"
        if self.how == "between":
            return "; %s of them came between the points" % number_text(group.grown)
        if self.how == "per call":
            return ": %.3g more with each call" % (group.grown / max(1, self.calls - 1))
        return ", and get more and more: %s halfway, %s at the end" % (
            number_text(self._halfway(group)), number_text(group.count))

    def _halfway(self, group):
        middle = self.points[-1][0] / 2
        return next(count for (clock, _, _), count in zip(self.points, group.counts) if clock >= middle)

    def _function(self, group):
        return group.function + "()" if not group.function.startswith("<") else group.function

    def _callers(self, leak):
        frames = leak.frames[1:3]
        shown = ", ".join("%s:%d" % (self.paths(file), line) for file, line in frames)
        return ", called from " + shown if shown else ""

    # ---- JSON ----

    def json(self, name):
        return json.dumps({
            "version": 1, "program": name, "status": self.run.status, "failed": self.run.failed, "criterion": self.how,
            "points": len(self.points), "allocated_blocks": self.allocated, "calls": self.calls,
            "leaks": self.data, "not_counted": self.data_passed_over,
            "notes": self.notes,
        }, indent=2) + "\n"

    def _leak_json(self, leak):
        return {
            "type": leak.head.type_name, "count": leak.head.count, "bytes": leak.head.size, "growth": leak.head.grown,
            "growth_bytes": leak.head.grown_bytes, "file": leak.head.file, "line": leak.head.line,
            "function": leak.head.function, "callers": [list(frame) for frame in leak.frames[1:]],
            "holder": leak.holder_text, "holder_type": type(leak.holder).__name__,
            "chain": [step.text for step in leak.chain], "retained_bytes": leak.retained, "cure": leak.advice,
            "with": [{"type": group.type_name, "count": group.count, "bytes": group.size, "file": group.file,
                      "line": group.line} for group in leak.groups[1:]],
        }

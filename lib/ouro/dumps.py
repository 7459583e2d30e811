"""Dumps of all objects: written by dump(), read by load(), compared by diff(). docs/formats.md describes the file.
Sizes are in bytes."""
import os
from collections import namedtuple

import _ouro_dump
from _ouro_dump import dump

__all__ = ["Diff", "Dump", "diff", "dump", "load"]

KEYS = {"number": 0, "bytes": 1, "retained": 2, "references": 3, "referrers": 4}
FORMATS = {"csv": 0, "json": 1, "heapsnapshot": 2}
ROOT_KINDS = ("runtime", "module", "frame", "other")

Figures = namedtuple("Figures", "objects references bytes heap_bytes types places roots lost incomplete")
TypeRow = namedtuple("TypeRow", "name objects bytes")
LineRow = namedtuple("LineRow", "file line function objects bytes")
Object = namedtuple("Object", "number id type value bytes retained count place tracked immortal root dominator")
Link = namedtuple("Link", "label object")
Root = namedtuple("Root", "kind name place object")
Change = namedtuple("Change", "name new gone grown bytes")
LineChange = namedtuple("LineChange", "file line function new gone grown bytes")


def load(file):
    """The Dump in file: a path, a descriptor, or a binary file that is open. ValueError, with the offset of what is
    wrong and what to do about it, when it is not a whole dump."""
    if isinstance(file, int) or hasattr(file, "fileno"):
        return Dump(_ouro_dump.read(file))
    descriptor = os.open(file, os.O_RDONLY | os.O_CLOEXEC)
    try:
        return Dump(_ouro_dump.read(descriptor))
    finally:
        os.close(descriptor)


def full_name(name, module):
    return f"{module}.{name}" if module and module != "builtins" else name


class Dump:
    """A dump that was read. Its objects have numbers from 0, in the order of the file."""

    def __init__(self, data):
        self.data = data
        self.figures = Figures(*data.figures())

    def __repr__(self):
        return f"<Dump of {self.figures.objects} objects, {self.figures.bytes} bytes>"

    def __len__(self):
        return self.figures.objects

    def types(self):
        """[TypeRow, ...] with the most bytes first."""
        rows = {}
        for _, name, module, objects, size in self.data.types():
            row = rows.setdefault(full_name(name, module), [0, 0])
            row[0] += objects
            row[1] += size
        return sorted((TypeRow(name, *row) for name, row in rows.items()), key=lambda row: (-row.bytes, row.name))

    def lines(self):
        """[LineRow, ...] of where objects were allocated, with the most bytes first. Empty unless that was traced."""
        rows = {}
        for place, objects, size in self.data.places():
            frames = self.data.place(place)
            if frames:
                row = rows.setdefault(frames[0], [0, 0])
                row[0] += objects
                row[1] += size
        return sorted((LineRow(*place, *row) for place, row in rows.items()), key=lambda row: (-row.bytes, row[:2]))

    def object(self, number):
        id, name, module, *rest = self.data.object(number)
        return Object(number, id, full_name(name, module), *rest)

    def find(self, id):
        """The number of the object that had this id(), or None."""
        return self.data.find(id)

    def select(self, type=None, text=None, key="retained", limit=10):
        """(how many, their bytes, [number, ...]): the objects of a type whose short value contains a text; of these the
        first so many by key: "bytes", "retained", "references", "referrers" or "number". A type's name may be given
        without its module, and end in "*"."""
        numbers = None if type is None else self.types_named(type)
        return self.data.choose(numbers, text, KEYS[key], limit)

    def types_named(self, wanted):
        """The numbers of types with a name."""
        if wanted.endswith("*"):
            start = wanted[:-1]
            return [row[0] for row in self.data.types()
                    if row[1].startswith(start) or full_name(row[1], row[2]).startswith(start)]
        return [row[0] for row in self.data.types() if wanted in (row[1], full_name(row[1], row[2]))]

    def references(self, number, limit=10):
        """(how many, [Link, ...]): what an object refers to."""
        count, links = self.data.references(number, limit)
        return count, [Link(*link) for link in links]

    def referrers(self, number, limit=10):
        """(how many references, [Link, ...]): what refers to it, each object once."""
        count, links = self.data.referrers(number, limit)
        return count, [Link(*link) for link in links]

    def path(self, number):
        """[Link, ...] from a root, whose label is empty, to an object, on a shortest way."""
        return [Link(*link) for link in reversed(self.data.path(number))]

    def roots(self, number=None):
        """[Root, ...] that the dump names, or those of one object."""
        return [Root(ROOT_KINDS[kind], *rest) for kind, *rest in self.data.roots(number)]

    def stack(self, place):
        """[(file, line, function), ...], the innermost first."""
        return self.data.place(place)

    def export(self, format, file):
        """Write it as "csv", "json" or "heapsnapshot" to a path, a descriptor, or a binary file that is open."""
        if isinstance(file, int) or hasattr(file, "fileno"):
            self.data.export(FORMATS[format], file)
            return
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o666)
        try:
            self.data.export(FORMATS[format], descriptor)
        finally:
            os.close(descriptor)

    # What a person reads.

    def describe(self, number):
        """What an object is, in a few words."""
        o = self.object(number)
        if o.type == "module" or o.value.startswith(("class ", "function ", "code ")):
            return o.value or o.type
        return f"{o.type} {o.value}" if o.value else o.type

    def describe_root(self, number):
        """What holds a root, in a few words."""
        roots = sorted(self.roots(number), key=lambda root: ("frame", "module", "runtime", "other").index(root.kind))
        for root in roots:
            if root.kind == "module":
                return root.name
            if root.kind == "frame":
                file, line, function = self.stack(root.place)[0]
                return f"{root.name or 'a value'} in {function} ({os.path.basename(file)}:{line})"
            if root.name:
                return root.name
        return self.describe(number)

    def describe_path(self, number):
        """What holds an object, as an expression where that can be: os.environ._data, or words and arrows."""
        path = self.path(number)
        text = self.describe_root(path[0].object)
        labels = [link.label for link in path[1:]]
        for i, label in enumerate(labels):
            if i and labels[i - 1] in (".__dict__", ".f_locals") and label.startswith("['") and label.endswith("']"):
                text = text.removesuffix(labels[i - 1]) + "." + label[2:-2]
            elif label.startswith((".", "[")):
                text += label
            else:
                text += f" \u2192 {label or self.describe(path[i + 1].object)}"
        return text


class Diff:
    """What became of the objects of one dump in a later one.

    types, lines: [Change, ...] and [LineChange, ...], what grew most in bytes first. new, gone, grown: counts of
    objects; bytes: by how much all objects have grown. same_process: whether the two are of one process, so that
    objects can be told apart; if they are not, only counts are compared. An object that went, and one of its type that came to be at
    its address, are taken for one."""

    def __init__(self, old, new):
        self.old, self.now = old, new
        came, came_by_place = new.data.news(old.data)
        went, went_by_place = old.data.news(new.data)
        kept = len(old) - sum(row[1] for row in went)
        self.same_process = kept * 100 >= len(old)
        self.types = self._rows(Change, (_type_names(new), came), (_type_names(old), went), _totals(new), _totals(old))
        self.lines = self._rows(LineChange, (_places(new), came_by_place), (_places(old), went_by_place),
                                _line_totals(new), _line_totals(old))
        self.new, self.gone, self.grown = (sum(column) for column in
                                           ([row.new for row in self.types], [row.gone for row in self.types],
                                            [row.grown for row in self.types]))
        self.bytes = new.figures.bytes - old.figures.bytes

    def __repr__(self):
        return f"<Diff: {self.new} new, {self.gone} gone, {self.grown} grown, {self.bytes:+} bytes>"

    def _rows(self, make, came, went, now, before):
        counts = {}
        for column, (names, rows) in enumerate((came, went)):
            for number, objects, _, grown, _ in rows:
                if number in names:
                    row = counts.setdefault(names[number], [0, 0, 0])
                    row[column] += objects
                    row[2] += grown if column == 0 else 0
        rows = []
        for name in counts.keys() | now.keys() | before.keys():
            objects, size = now.get(name, (0, 0))
            objects_before, size_before = before.get(name, (0, 0))
            if self.same_process:
                numbers = counts.get(name, (0, 0, 0))
            else:
                numbers = max(0, objects - objects_before), max(0, objects_before - objects), 0
            if any(numbers) or size != size_before:
                rows.append(make(*(name if isinstance(name, tuple) else (name,)), *numbers, size - size_before))
        return sorted(rows, key=lambda row: (-row.bytes, row))


def _type_names(dump):
    return {number: full_name(name, module) for number, name, module, _, _ in dump.data.types()}


def _places(dump):
    return {place: frames[0] for place, _, _ in dump.data.places() if (frames := dump.data.place(place))}


def _totals(dump):
    return {row.name: (row.objects, row.bytes) for row in dump.types()}


def _line_totals(dump):
    return {(row.file, row.line, row.function): (row.objects, row.bytes) for row in dump.lines()}


def diff(old, new):
    """The Diff of two dumps, each a Dump, or what load() takes."""
    return Diff(*(each if isinstance(each, Dump) else load(each) for each in (old, new)))

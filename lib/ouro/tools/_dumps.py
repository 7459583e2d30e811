"""What `ouro heap` and `ouro diff` share: reading files, options, tables."""
import csv
import json
import os
import sys

from ouro import dumps
from ouro.report import plural, size

__all__ = ["Bad", "Progress", "count", "load", "plural", "print_table", "rows_to_csv", "rows_to_json", "signed",
           "signed_size", "size"]


class Bad(Exception):
    """Input that a command cannot work with: one line for stderr, status 2."""


def load(path):
    """The Dump in a file, with a line of progress on a terminal where that takes a while."""
    try:
        with Progress(f"reading {path} ({size(os.path.getsize(path))}) ..."):
            return dumps.load(path)
    except OSError as error:
        raise Bad(f"{path}: {error.strerror}") from None
    except ValueError as error:
        raise Bad(f"{path}: {error}") from None


class Progress:
    """A line on stderr, if that is a terminal, while something is done."""

    def __init__(self, text):
        self.text = text if sys.stderr.isatty() else None

    def __enter__(self):
        if self.text:
            sys.stderr.write("\r" + self.text)
            sys.stderr.flush()

    def __exit__(self, *error):
        if self.text:
            sys.stderr.write("\r\033[K")
            sys.stderr.flush()


def count(value):
    return f"{value:,}"


def signed(value):
    return f"{value:+,}" if value else "0"


def signed_size(value):
    return "0 B" if not value else ("+" if value > 0 else "-") + size(abs(value))


def print_table(title, columns, rows, width=100):
    """A title with the columns' names on its line, then the rows: the first cell to the left, cut where the line would
    be longer than width; the others to the right."""
    cells = [[title, *columns], *(["  " + row[0], *row[1:]] for row in rows)]
    widths = [max(len(row[i]) for row in cells) for i in range(1, len(columns) + 1)]
    rest = sum(width_ + 2 for width_ in widths)
    first = min(max(len(row[0]) for row in cells), max(width - rest, 20))
    for row in cells:
        name = row[0] if len(row[0]) <= first else row[0][:first - 3] + "..."
        print(f"{name:<{first}}" + "".join(f"  {cell:>{width_}}" for cell, width_ in zip(row[1:], widths)))


def _open_output(path):
    if path == "-":
        return os.fdopen(os.dup(1), "w", encoding="utf-8", newline="")
    try:
        return open(path, "w", encoding="utf-8", newline="")
    except OSError as error:
        raise Bad(f"{path}: {error.strerror}") from None


def rows_to_csv(path, rows):
    """Named tuples of one kind as lines below their fields' names."""
    with _open_output(path) as file:
        writer = csv.writer(file, lineterminator="\n")
        if rows:
            writer.writerow(rows[0]._fields)
        writer.writerows(rows)


def rows_to_json(path, value):
    with _open_output(path) as file:
        json.dump(value, file, indent=1)
        file.write("\n")

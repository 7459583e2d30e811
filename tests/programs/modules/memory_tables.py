"""What the tests of memory_profiler share: its tables read back."""
import re

_ROW = re.compile(r" +(\d+) +([\d.]+) MiB +(-?[\d.]+) MiB +(\d+) {2,3}(.*)")


def rows(text):
    """[(line contents, increment in MiB, occurrences)] of tables, but for each one's first row."""
    found = []
    for table in text.split("Filename: ")[1:]:
        matches = [row for row in map(_ROW.match, table.splitlines()) if row]
        found += [(row[5].strip(), float(row[3]) + 0.0, int(row[4])) for row in matches[1:]]
    return found


def form(text):
    """A table with its figures and its file hidden, their widths kept."""
    text = re.sub(r" *-?\d+(?:\.\d+)? MiB", lambda match: "#" * len(match[0]), text)
    return re.sub("Filename: .*", "Filename: F", text)

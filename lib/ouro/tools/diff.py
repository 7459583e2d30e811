"""`ouro diff`: what became of the objects of one dump in a later one."""
import argparse
import sys

from ouro import dumps
from ouro.tools._dumps import Bad, Progress, count, load, print_table, rows_to_csv, rows_to_json, signed, signed_size

_DESCRIPTION = """\
Compares two dumps, as ouro.dump("FILE") writes them, by type and, where allocations were traced (-X tracemalloc), by
the line that allocated. The two are best of one process: then objects are told apart by where they lie, and new ones
and gone ones are counted each."""

_SORTS = {"bytes": lambda row: -row.bytes, "new": lambda row: -row.new, "gone": lambda row: -row.gone,
          "grown": lambda row: -row.grown, "objects": lambda row: row.gone - row.new}


def _parser():
    parser = argparse.ArgumentParser(prog="ouro diff", description=_DESCRIPTION,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("old", metavar="OLD", help="the earlier dump")
    parser.add_argument("new", metavar="NEW", help="the later one")
    parser.add_argument("--limit", metavar="N", type=int, default=15, help="rows of a table (15)")
    parser.add_argument("--sort", choices=list(_SORTS), default="bytes", help="what comes first (bytes)")
    parser.add_argument("--filter", metavar="TEXT", default="", help="only types and lines whose name contains this")
    parser.add_argument("--csv", metavar="FILE", help="write the table by type as CSV")
    parser.add_argument("--json", metavar="FILE", help="write both tables as JSON")
    return parser


def _chosen(rows, arguments):
    rows = [row for row in rows if arguments.filter in _name(row)]
    return sorted(rows, key=_SORTS[arguments.sort])


def _name(row):
    return row.name if isinstance(row, dumps.Change) else f"{row.file}:{row.line} {row.function}"


def _print_rows(title, rows, limit):
    table = [(_name(row), count(row.new), count(row.gone), count(row.grown), signed_size(row.bytes))
             for row in rows[:limit]]
    if len(rows) > limit:
        rest = rows[limit:]
        table.append((f"{count(len(rest))} more", *(count(sum(column)) for column in
                      ([row.new for row in rest], [row.gone for row in rest], [row.grown for row in rest])),
                      signed_size(sum(row.bytes for row in rest))))
    print_table(title, ("new", "gone", "grown", "bytes"), table)


def _print_diff(diff, types, lines, arguments):
    print(f"{arguments.old} to {arguments.new}: {signed(len(diff.now) - len(diff.old))} objects, "
          f"{signed_size(diff.bytes)}: {count(diff.new)} new, {count(diff.gone)} gone, {count(diff.grown)} grown")
    if not diff.same_process:
        print("The two are not of one process: only numbers of objects are compared.")
    if not types:
        print("Nothing has changed.")
        return
    print()
    _print_rows("By type", types, arguments.limit)
    if lines:
        print()
        _print_rows("By line that allocated", lines, arguments.limit)


def _run(arguments):
    if arguments.limit < 0:
        raise Bad("--limit: give a number of rows, 0 or more")
    old, new = load(arguments.old), load(arguments.new)
    with Progress("comparing ..."):
        diff = dumps.diff(old, new)
        types, lines = _chosen(diff.types, arguments), _chosen(diff.lines, arguments)
    if arguments.csv:
        rows_to_csv(arguments.csv, types)
    if arguments.json:
        rows_to_json(arguments.json, {"same_process": diff.same_process, "new": diff.new, "gone": diff.gone,
                                      "grown": diff.grown, "bytes": diff.bytes,
                                      "types": [row._asdict() for row in types],
                                      "lines": [row._asdict() for row in lines]})
    if not (arguments.csv or arguments.json):
        _print_diff(diff, types, lines, arguments)


def main():
    arguments = _parser().parse_args()
    try:
        _run(arguments)
    except Bad as error:
        print(f"ouro diff: {error}", file=sys.stderr)
        return 2
    except MemoryError:
        print("ouro diff: there is not enough memory to read these: give a higher --memory-limit", file=sys.stderr)
        return 2
    except BrokenPipeError:
        return 1
    return 0

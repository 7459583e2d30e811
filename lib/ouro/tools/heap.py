"""`ouro heap`: reads a dump of all objects."""
import argparse
import sys

from ouro.tools._dumps import Bad, Progress, count, load, plural, print_table, size

_DESCRIPTION = """\
Reads a dump, as ouro.dump("FILE") and --dump-on-oom FILE write it, and says what is in it: without options a summary,
with --type, --filter or --retained a list of objects, with --object all that is known of one."""

_EPILOG = """\
An object retains what would go with it: itself, and all that is reached through it alone. An object's ID is what id()
gave in the program; lists of objects show it.

  ouro heap dump.ouro --type dict --sort retained     the dicts that keep the most alive
  ouro heap dump.ouro --filter error --limit 50       objects whose value contains "error"
  ouro heap dump.ouro --heapsnapshot d.heapsnapshot   for the Memory panel of Chrome's developer tools"""

_SORTS = ("retained", "bytes", "references", "referrers")


def _parser():
    parser = argparse.ArgumentParser(prog="ouro heap", description=_DESCRIPTION, epilog=_EPILOG,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dump", metavar="DUMP", help="the file")
    parser.add_argument("--type", metavar="NAME", help="list objects of this type: with or without its module; "
                        "NAME* for all that begin so")
    parser.add_argument("--filter", metavar="TEXT", help="list objects whose short value contains this")
    parser.add_argument("--retained", action="store_true", help="list the objects that retain the most")
    parser.add_argument("--object", metavar="ID", help="tell all about one object")
    parser.add_argument("--limit", metavar="N", type=int, help="rows of a table (10; lists of objects 20)")
    parser.add_argument("--sort", choices=_SORTS, help="what lists of objects are sorted by (retained), "
                        "or the types of the summary (bytes, references: objects)")
    parser.add_argument("--csv", metavar="FILE", help="write all objects as CSV")
    parser.add_argument("--json", metavar="FILE", help="write all objects with their references as JSON")
    parser.add_argument("--heapsnapshot", metavar="FILE", help="write Chrome's format (.heapsnapshot)")
    return parser


# ---- The summary ----

def _print_types(dump, limit, by_objects):
    rows = dump.types()
    if by_objects:
        rows.sort(key=lambda row: (-row.objects, row.name))
    total = dump.figures.bytes or 1
    shown = rows[:limit]
    table = [(row.name, count(row.objects), size(row.bytes), f"{row.bytes * 100 / total:.1f} %") for row in shown]
    if len(rows) > limit:
        rest = rows[limit:]
        bytes = sum(row.bytes for row in rest)
        table.append((f"{count(len(rest))} more", count(sum(row.objects for row in rest)), size(bytes),
                      f"{bytes * 100 / total:.1f} %"))
    print_table("By type", ("objects", "bytes", "share"), table)


def _print_lines(dump, limit):
    rows = dump.lines()
    if not rows:
        return
    total = dump.figures.bytes or 1
    known = sum(row.objects for row in rows)
    title = "By line that allocated"
    if known < 0.9 * len(dump):  # sampled, or traced for a part of the time
        title += f" (known of {count(known)})"
    print()
    print_table(title, ("objects", "bytes", "share"),
                [(f"{row.file}:{row.line} {row.function}", count(row.objects), size(row.bytes),
                  f"{row.bytes * 100 / total:.1f} %") for row in rows[:limit]])


def _largest(dump, limit):
    """The objects that retain the most, without those of which one that is listed retains almost all."""
    numbers = dump.select(limit=limit * 20)[2]
    objects = {number: dump.object(number) for number in numbers}
    hidden = {o.dominator for o in objects.values()
              if o.dominator in objects and o.retained >= 0.9 * objects[o.dominator].retained}
    return [objects[number] for number in numbers if number not in hidden][:limit]


def _print_largest(dump, limit):
    print()
    print_table("Retaining the most", ("retained", "own", "references", "id"),
                [(f"{dump.describe(o.number)}: {dump.describe_path(o.number)}", size(o.retained), size(o.bytes),
                  count(dump.references(o.number, 0)[0]), hex(o.id)) for o in _largest(dump, limit)])


def _print_roots(dump):
    kinds = {}
    for root in dump.roots():
        kinds.setdefault(root.kind, []).append(root)
    frames = len({root.place for root in kinds.get("frame", ())})
    print(f"\nHeld by {plural(len(kinds.get('module', ())), 'module')} and the variables of {plural(frames, 'frame')}.",
          end="")
    places = [root.place for root in kinds.get("frame", ())]
    if places:
        print(" Running, innermost first:")
        for file, line, function in dump.stack(max(places))[:8]:
            print(f"  {file}:{line} in {function}")
    else:
        print()


def _print_summary(dump, path, arguments):
    figures = dump.figures
    limit = 10 if arguments.limit is None else arguments.limit
    of_heap = f" of {size(figures.heap_bytes)} in use" if figures.heap_bytes else ""
    print(f"{path}: {count(figures.objects)} objects, {size(figures.bytes)}{of_heap}; "
          f"{count(figures.references)} references")
    if figures.incomplete:
        print("Memory ran out while it was written: some objects are missing, and what only they hold counts as held "
              "from outside.")
    print()
    _print_types(dump, limit, arguments.sort in ("references", "referrers"))
    _print_lines(dump, limit)
    with Progress("finding what holds what ..."):
        dump.select(limit=0)
    _print_largest(dump, limit)
    _print_roots(dump)


# ---- Lists ----

def _print_objects(dump, arguments):
    limit = 20 if arguments.limit is None else arguments.limit
    if arguments.type is not None and not dump.types_named(arguments.type):
        raise Bad(f"{arguments.dump}: no object is of a type {arguments.type!r}; "
                  f"ouro heap {arguments.dump} lists types")
    matched, bytes, numbers = dump.select(arguments.type, arguments.filter, arguments.sort or "retained", limit)
    what = f"{count(matched)} objects" if matched != 1 else "1 object"
    print(f"{what}, {size(bytes)}" + (f"; the first {len(numbers)}:" if len(numbers) < matched else ":"))
    rows = []
    for number in numbers:
        o = dump.object(number)
        rows.append((dump.describe(number), size(o.retained), size(o.bytes), count(dump.references(number, 0)[0]),
                     count(dump.referrers(number, 0)[0]), hex(o.id)))
    print_table("Object", ("retained", "own", "references", "referrers", "id"), rows)


# ---- One object ----

def _number_of(dump, text):
    try:
        id = int(text, 0)
    except ValueError:
        raise Bad(f"--object: {text!r} is no id; give a number such as 0x7f2c10a4c6d0") from None
    number = dump.find(id)
    if number is None:
        raise Bad(f"--object: the dump has no object {text}")
    return number


def _print_links(dump, title, total, links):
    print(f"\n{title}: {count(total)}" + (f", the first {len(links)}" if links and len(links) < total else ""))
    for link in links:
        other = dump.object(link.object)
        print(f"  {link.label or '?':<24}  {dump.describe(link.object)}  "
              f"({hex(other.id)}, {size(other.retained)} retained)")


def _print_object(dump, arguments):
    number = _number_of(dump, arguments.object)
    limit = 20 if arguments.limit is None else arguments.limit
    o = dump.object(number)
    print(f"{dump.describe(number)}  ({hex(o.id)})")
    print(f"  takes {size(o.bytes)}, retains {size(o.retained)}")
    flags = [text for flag, text in ((o.immortal, "immortal"), (o.tracked, "tracked by the collector"),
                                     (o.root, "held from outside the dump's objects")) if flag]
    if o.count:
        flags.insert(0, "1 reference counted" if o.count == 1 else f"{count(o.count)} references counted")
    print("  " + (", ".join(flags) or "untracked"))
    if o.place:
        print("  allocated at")
        for file, line, function in dump.stack(o.place)[:limit]:
            print(f"    {file}:{line} in {function}")
    print(f"  held by {dump.describe_path(number)}")
    if o.dominator is not None:
        print(f"  would go with {dump.describe(o.dominator)} ({hex(dump.object(o.dominator).id)})")
    print("\nFrom what holds it:")
    path = dump.path(number)
    print(f"  {dump.describe_root(path[0].object)}")
    for link in path:
        print(f"  {link.label or '':<24}  {dump.describe(link.object)}  ({hex(dump.object(link.object).id)})")
    _print_links(dump, "Refers to", *dump.references(number, limit))
    _print_links(dump, "Referred to by", *dump.referrers(number, limit))


# ---- The command ----

def _export(dump, format, path):
    try:
        with Progress(f"writing {path} ..."):
            dump.export(format, 1 if path == "-" else path)
    except OSError as error:
        raise Bad(f"{path}: {error.strerror}") from None


def _run(arguments):
    if arguments.limit is not None and arguments.limit < 0:
        raise Bad("--limit: give a number of rows, 0 or more")
    dump = load(arguments.dump)
    exports = [(format, path) for format in ("csv", "json", "heapsnapshot") if (path := getattr(arguments, format))]
    for format, path in exports:
        _export(dump, format, path)
    if arguments.object is not None:
        _print_object(dump, arguments)
    elif arguments.type is not None or arguments.filter is not None or arguments.retained:
        _print_objects(dump, arguments)
    elif not exports:
        _print_summary(dump, arguments.dump, arguments)


def main():
    arguments = _parser().parse_args()
    try:
        _run(arguments)
    except Bad as error:
        print(f"ouro heap: {error}", file=sys.stderr)
        return 2
    except MemoryError:
        print(f"ouro heap: {arguments.dump}: there is not enough memory to read it: give a higher --memory-limit",
              file=sys.stderr)
        return 2
    except BrokenPipeError:
        return 1
    return 0

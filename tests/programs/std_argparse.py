"""argparse: help, usage, types, groups, subcommands, parents, files of arguments and every kind of refusal. Prints namespaces and messages."""
import argparse
import contextlib
import io
import os
import tempfile

os.environ["COLUMNS"] = "80"


def run(parser, line):
    out, err = io.StringIO(), io.StringIO()
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            print(parser.parse_args(line.split()))
    except SystemExit as e:
        print(repr(line), "-> exit", e.code)
    for text in out.getvalue(), err.getvalue():
        if text:
            print(text, end="")


def even(text):
    value = int(text)
    if value % 2:
        raise argparse.ArgumentTypeError(f"{value} is odd")
    return value


p = argparse.ArgumentParser(prog="tool", description="Do what a tool does, at such length that the description has to be wrapped over two lines.",
                            epilog="That is all.")
p.add_argument("source", metavar="SRC", help="what to read")
p.add_argument("rest", nargs="*", default=["none"], help="more of it (default: %(default)s)")
p.add_argument("-v", "--verbose", action="count", default=0, help="say more; may be given often, and then it says more and more, until it is all")
p.add_argument("-n", "--number", type=even, choices=[2, 4, 6], help="an even %(metavar)s", metavar="N")
p.add_argument("--size", nargs=2, type=float, metavar=("W", "H"))
p.add_argument("--maybe", nargs="?", const="c", default="d")
p.add_argument("--all", nargs="+", action="extend", default=[])
p.add_argument("--color", action=argparse.BooleanOptionalAction, default=True)
p.add_argument("--one", dest="pick", action="store_const", const=1, help=argparse.SUPPRESS)
p.add_argument("--add", action="append", required=False)
p.add_argument("--version", action="version", version="%(prog)s 1.0")
group = p.add_argument_group("speed", "how fast it goes")
either = group.add_mutually_exclusive_group()
either.add_argument("--fast", action="store_true")
either.add_argument("--slow", action="store_false", help="100%% slow")

for line in ["x", "x y z -vvv --verbose", "-n 4 x", "-n 3 x", "-n 8 x", "-n q x", "--number=6 x", "x --size 1 2.5", "x --size 1", "x --maybe", "x --maybe q",
             "x --maybe=", "x --all a b --all c", "x --no-color", "x --one --add 1 --add 2", "--version", "", "x --fast --slow", "x --fa", "x --ver", "x --v",
             "x --wrong 3", "-- -x --y", "x -n4 -v", "x --fast=3", "-h"]:
    run(p, line)
print(p.format_usage(), end="")
print(p.parse_known_args(["a", "--zzz", "-q", "b"]))
print(p.get_default("maybe"), p.parse_args(["s"], argparse.Namespace(extra=1)).extra)

main = argparse.ArgumentParser(prog="git", formatter_class=argparse.ArgumentDefaultsHelpFormatter, allow_abbrev=False)
base = argparse.ArgumentParser(add_help=False)
base.add_argument("--dry", action="store_true", help="only say it")
subs = main.add_subparsers(title="commands", dest="command", required=True, metavar="CMD")
add = subs.add_parser("add", parents=[base], help="add files", aliases=["a"])
add.add_argument("files", nargs="+")
add.set_defaults(func="do_add")
log = subs.add_parser("log", help="show the log", description="Show it.", formatter_class=argparse.RawDescriptionHelpFormatter)
log.add_argument("--max", type=int, default=10, help="how many")
for line in ["add x y --dry", "a z", "log --max 3", "log --ma 3", "log --max x", "", "push", "-h", "add -h", "log -h", "add"]:
    run(main, line)

with tempfile.TemporaryDirectory() as place:
    path = os.path.join(place, "arguments")
    with open(path, "w") as f:
        f.write("--depth\n3\nname\n")
    q = argparse.ArgumentParser(prog="at", fromfile_prefix_chars="@", argument_default=argparse.SUPPRESS, prefix_chars="-+")
    q.add_argument("--depth", type=int)
    q.add_argument("name")
    q.add_argument("++plus", "+p", action="store_true")
    q.add_argument("--file", type=argparse.FileType("r"))
    print(q.parse_args(["@" + path, "+p"]))
    with q.parse_args(["n", "--file", path]).file as f:
        print(f.read().split())
    run(q, "n --file /nonexistent/x")
try:
    r = argparse.ArgumentParser(prog="r", exit_on_error=False)
    r.add_argument("--i", type=int)
    r.parse_args(["--i", "z"])
except argparse.ArgumentError as e:
    print("ArgumentError", e, e.argument_name, e.message)
for bad in [("-x", "y"), ("--a b",), ()]:
    try:
        print(argparse.ArgumentParser().add_argument(*bad, nargs=0 if not bad else None))
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)
try:
    p.add_argument("-v")
except argparse.ArgumentError as e:
    print(e)

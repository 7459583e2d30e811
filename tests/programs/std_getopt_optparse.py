"""getopt and optparse: short and long options, abbreviations, the rest, help, groups, callbacks, types, conflicts, errors. Prints results and messages."""
import contextlib
import getopt
import io
import optparse
import os
from optparse import OptionGroup, OptionParser, OptionValueError, make_option

os.environ["COLUMNS"] = "80"
for args, short, long in [("-a -b x", "ab", []), ("-abc foo rest", "abc:", []), ("-cfoo --alpha --beta=7 end", "c:", ["alpha", "beta="]), ("--al --bet 3 x", "", ["alpha", "beta="]), ("--alp", "", ["alpha", "alpine"]), ("--alpha=3", "", ["alpha"]),
                          ("--beta", "", ["beta="]), ("-c", "c:", []), ("-z", "a", []), ("--zz", "", []), ("-a -- -b", "ab", []), ("-a - -b", "ab", []), ("x -a y", "a", []), ("-a", "a", "single"), ("--beta=", "", ["beta="]), ("-c ", "c:", [])]:
    for f in getopt.getopt, getopt.gnu_getopt:
        try:
            print(f.__name__, args.split(" "), f(args.split(" "), short, long))
        except getopt.GetoptError as e:
            print(f.__name__, args.split(), "error:", e, repr(e.opt), e.msg == str(e))
print(getopt.gnu_getopt(["x", "-a", "y"], "+a"))


def run(parser, line):
    out, err = io.StringIO(), io.StringIO()
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            values, rest = parser.parse_args(line.split())
        print(line, "->", {k: v for k, v in sorted(vars(values).items())}, rest)
    except SystemExit as e:
        print(line, "-> exit", e.code)
    print(out.getvalue() + err.getvalue(), end="")


def both(option, opt, value, parser, *args, **kwargs):
    if value and value < 0:
        raise OptionValueError(f"{opt} wants no negative number, not {value}")
    parser.values.both = (opt, value, args, kwargs, len(parser.largs), len(parser.rargs))


def pair(option, opt, value):
    try:
        x, y = value.split(",")
        return int(x), int(y)
    except ValueError:
        raise OptionValueError(f"option {opt}: not a pair: {value!r}")


class Pairs(optparse.Option):
    TYPES = optparse.Option.TYPES + ("pair",)
    TYPE_CHECKER = {**optparse.Option.TYPE_CHECKER, "pair": pair}
    ACTIONS = optparse.Option.ACTIONS + ("extend",)
    STORE_ACTIONS = optparse.Option.STORE_ACTIONS + ("extend",)
    TYPED_ACTIONS = optparse.Option.TYPED_ACTIONS + ("extend",)
    ALWAYS_TYPED_ACTIONS = optparse.Option.ALWAYS_TYPED_ACTIONS + ("extend",)

    def take_action(self, action, dest, opt, value, values, parser):
        if action == "extend":
            values.ensure_value(dest, []).extend(value.split(","))
        else:
            super().take_action(action, dest, opt, value, values, parser)


p = OptionParser(usage="%prog [options] FILE", version="%prog 2.1", prog="old", description="An old way to read options, whose description is also wrapped at the width of the terminal.", epilog="The end of it.", option_class=Pairs)
p.add_option("-v", "--verbose", action="count", default=0, help="say more (now %default)")
p.add_option("-q", action="store_false", dest="loud", default=True)
p.add_option("-n", "--number", type="int", metavar="N", help="a number; this help is quite long, so long indeed that it takes more than one line")
p.add_option("-c", "--choice", type="choice", choices=["red", "blue"], default="red", help="one of them [%default]")
p.add_option("--float", type=float, nargs=2)
p.add_option("-I", action="append", dest="include")
p.add_option("--const", action="store_const", const=42, dest="number")
p.add_option("--hide", help=optparse.SUPPRESS_HELP)
p.add_option("--both", action="callback", callback=both, type="int", callback_args=(1,), callback_kwargs={"k": 2})
g = OptionGroup(p, "More", "Options of a group.")
g.add_option("--pair", type="pair", help="X,Y")
g.add_option("--list", action="extend")
p.add_option_group(g)
for line in ["", "-vv -q f", "-n 3 x -n0x10 y", "-n z", "--num=5", "-c green", "-c blue", "--float 1 2.5 rest", "--float 1", "-I a -Ib", "--const", "--both 3 a b", "--both -3", "--pair 1,2 --list a,b --list c", "--pair 1", "--ver", "--verb", "--version", "--zzz", "-z", "-v=3",
             "--verbose=3", "x -- -v", "-h", "-c", "--h"]:
    run(p, line)
p.disable_interspersed_args()
run(p, "x -v")
print(p.has_option("-v"), p.get_option("--pair").dest, p.get_usage(), p.get_version(), p.defaults["choice"], p.format_option_help()[:40])
p.set_defaults(choice="blue")
p.remove_option("-q")
run(p, "-q")
for bad in [lambda: p.add_option("-v"), lambda: p.add_option("v"), lambda: p.add_option("--x", type="nosuch"), lambda: p.add_option("--x", action="zz"), lambda: p.add_option("--x", action="store_true", type="int"), lambda: p.add_option("--x", choices=["a"]),
            lambda: p.add_option("--x", action="callback"), lambda: p.remove_option("--none"), lambda: p.add_option("--x", nosuch=3), lambda: p.add_option("--x", const=3)]:
    try:
        print(bad())
    except (optparse.OptParseError, ValueError, TypeError) as e:
        print(type(e).__name__, e)
r = OptionParser(usage=optparse.SUPPRESS_USAGE, conflict_handler="resolve", add_help_option=False, formatter=optparse.TitledHelpFormatter(), option_list=[make_option("-x", "--xx", help="first")])
r.add_option("-x", help="second", metavar="Q", dest="x2")
r.print_help()
print(repr(r.get_option("--xx")).split(" at ")[0], str(r.get_option("--xx")), r.get_option("-x").dest, r.values, vars(r.get_default_values()))
values = optparse.Values({"a": 1})
values._update_careful({"a": 2, "zz": 3})
print(values, values == {"a": 2}, values == optparse.Values({"a": 2}))

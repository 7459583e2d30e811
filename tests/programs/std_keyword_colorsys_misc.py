"""keyword, token, colorsys, mimetypes, string, atexit, platform, timeit, sysconfig-free odds and ends: what programs ask of them. Prints values."""
import atexit
import colorsys
import io
import keyword
import mimetypes
import platform
import string
import sys
import timeit
import token


def t(f, *args, **kwargs):
    try:
        print(f(*args, **kwargs))
    except Exception as e:
        print(type(e).__name__ + ":", e)


print(len(keyword.kwlist), keyword.softkwlist, keyword.iskeyword("async"), keyword.iskeyword("match"), keyword.issoftkeyword("_"), keyword.kwlist[:4])
print(token.tok_name[token.NAME], token.EXACT_TOKEN_TYPES[":="] == token.COLONEQUAL, token.ISTERMINAL(3), token.ISNONTERMINAL(300), token.ISEOF(0), len(token.EXACT_TOKEN_TYPES), token.N_TOKENS, sorted(token.EXACT_TOKEN_TYPES)[:9])
for rgb in [(0, 0, 0), (1, 1, 1), (1, 0, 0), (0.2, 0.4, 0.4), (0.5, 0.25, 0.75), (0.3, 0.3, 0.9)]:
    for there, back in [(colorsys.rgb_to_hsv, colorsys.hsv_to_rgb), (colorsys.rgb_to_hls, colorsys.hls_to_rgb), (colorsys.rgb_to_yiq, colorsys.yiq_to_rgb)]:
        x = there(*rgb)
        print([round(v, 4) for v in x], all(abs(a - b) < 1e-2 for a, b in zip(back(*x), rgb)), end=" ")
    print()
print([tuple(round(v, 3) for v in colorsys.hsv_to_rgb(h / 6, 1, 0.8)) for h in range(7)], colorsys.hls_to_rgb(0.9, 0.5, 0), colorsys.yiq_to_rgb(1, 1, 1))
for name in ["a.txt", "b.html", "c.tar.gz", "d.unknownext", "http://x/y.png?z", "data:text/plain;base64,xx", "data:,x", "e.svgz", "F.JPEG", ".bashrc", "noext", "g.tgz", "h.js", "i.json", "x.c"]:
    print(name, mimetypes.MimeTypes().guess_type(name), end="; ")
m = mimetypes.MimeTypes()
m.add_type("application/x-mine", ".mine")
m.add_type("application/x-loose", ".loose", strict=False)
m.readfp(io.StringIO("# comment\ntext/x-read  rd rdd # more\nimage/x-none\n"))
print(m.guess_type("x.mine"), m.guess_type("x.loose"), m.guess_type("x.loose", strict=False), m.guess_type("a.rdd.gz"), m.guess_extension("text/x-read"), m.guess_all_extensions("text/x-read"), m.guess_extension("no/such"), sorted(m.guess_all_extensions("image/jpeg"))[:3])


class Dollar(string.Template):
    delimiter = "%"
    idpattern = "[a-z]+"
    braceidpattern = "[a-z_ ]+"


T = string.Template
print(T("$who owes ${amount} $$5 $").safe_substitute(who="Bob"), T("$a-$b_c ${d}e").substitute({"a": 1, "b_c": 2}, d=3), T("$A $\u00e9 $1 ${}").safe_substitute(A=1), Dollar("%a %{b c} %% $x %A").safe_substitute({"a": 1, "b c": 2}), T("$a ${b} $$").get_identifiers(), T("${bad").is_valid(), T("$x").template)
t(T("$missing").substitute)
t(T("line\n$ bad").substitute)
t(T("$x").substitute, 3)
print(string.capwords("hello  wORLD foo-bar"), string.capwords("a,b c", ","), len(string.printable), string.hexdigits, repr(string.whitespace), string.punctuation, string.ascii_letters[24:28], string.digits + string.octdigits)


class Shout(string.Formatter):
    def get_value(self, key, args, kwargs):
        return kwargs.get(key, f"<{key}>") if isinstance(key, str) else super().get_value(key, args, kwargs)

    def convert_field(self, value, conversion):
        return value.upper() if conversion == "u" else super().convert_field(value, conversion)

    def check_unused_args(self, used, args, kwargs):
        print("used", sorted(used, key=str), end=" ")


f = Shout()
print(f.format("{0} {1} {name!u:>8} {missing} {0.real} {x[k]!r}", 3, "b", name="ann", x={"k": "v"}), list(f.parse("a{b!r:>{w}}c{{}}")), f.vformat("{:{}}", (5, 4), {}))
t(f.format, "{} {0}", 1)
t(f.format, "{", 1)
t(f.format, "{5}", 1)
t(f.format, "{!x}", 1)
print(platform.python_version_tuple()[:2], platform.python_implementation() != "", platform.system(), platform.architecture()[0] in ("64bit", "32bit"), platform.machine() == platform.uname().machine, len(platform.uname()), platform.python_version().startswith("3.11"), type(platform.node()).__name__)
print(timeit.timeit("x += 1", "x = 0", number=50) >= 0, len(timeit.repeat(lambda: None, number=3, repeat=4)), timeit.Timer("calls.append(1)", globals={"calls": (calls := [])}).timeit(7) >= 0, len(calls), timeit.Timer("pass", timer=iter(range(0, 1000, 7)).__next__).timeit(10), timeit.Timer("pass", timer=iter(range(0, 10 ** 9, 1000)).__next__).autorange())
t(timeit.timeit, "1 +")
t(timeit.Timer, 3)
try:
    timeit.timeit("nosuch", number=1)
except NameError as e:
    print("NameError", e)
out = io.StringIO()
try:
    timeit.Timer("a\n1/0", "a = 1").timeit(1)
except ZeroDivisionError:
    timer = timeit.Timer("a = 1\n1/0")
    try:
        timer.timeit(1)
    except ZeroDivisionError:
        timer.print_exc(out)
print([line for line in out.getvalue().splitlines() if "1/0" in line or "timeit-src" in line or "Zero" in line])
sys.stdout, kept = out, sys.stdout
print(timeit.main(["-n", "3", "-r", "2", "-u", "sec", "-s", "x = 1", "x"], _wrap_timer=lambda timer: iter(range(0, 10 ** 6, 3)).__next__))
sys.stdout = kept
print(out.getvalue().splitlines()[-3:])


@atexit.register
def last():
    print("last registered, run after those below")


def goodbye(name, *, punctuation="."):
    print("Goodbye, " + name + punctuation)


atexit.register(goodbye, "a", punctuation="!")
atexit.register(goodbye, "gone")
atexit.unregister(goodbye)
atexit.register(goodbye, name="b")
atexit.register(lambda: atexit.register(goodbye, "from an exit function") and None)
t(atexit.register, 3)
print(atexit._ncallbacks(), atexit.register(len, "x") is len)

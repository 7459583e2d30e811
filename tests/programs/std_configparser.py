"""configparser: reading and writing ini files, interpolation of both kinds, converters, defaults, odd syntax, every error. Prints values and files."""
import configparser
import io


def t(f, *args, **kwargs):
    try:
        print(repr(f(*args, **kwargs)))
    except Exception as e:
        print(type(e).__name__ + ":", e)


TEXT = """\
# leading comment
[DEFAULT]
home = /home/me
Timeout: 30

[paths]
data = %(home)s/data
; a comment
deep = %(data)s/deep
percent = 100%%
multi = one
    two

    three
  # inside
empty =
flag

[numbers]
i = 42
f = 2.5
yes = On
no = 0
bad = maybe
timeout = 5
[loop]
a = %(b)s
b = %(a)s
c = %(missing)s
d = %(unclosed
e = %x
"""
c = configparser.ConfigParser(allow_no_value=True)
c.read_string(TEXT, "text.ini")
print(c.sections(), c.defaults(), c.options("paths"), "DEFAULT" in c, c.has_section("DEFAULT"), c.has_option("paths", "HOME"))
for option in c["paths"]:
    t(c.get, "paths", option)
t(c.get, "paths", "deep", raw=True)
t(c.get, "paths", "deep", vars={"home": "/x"})
for option, getter in [("i", c.getint), ("f", c.getfloat), ("yes", c.getboolean), ("no", c.getboolean), ("bad", c.getboolean), ("f", c.getint), ("nope", c.getint), ("timeout", c.getint)]:
    t(getter, "numbers", option)
t(c.getint, "numbers", "nope", fallback=7)
t(c.get, "nope", "x", fallback=None)
for option in "abcde":
    t(c.get, "loop", option)
t(c.get, "nope", "x")
t(lambda: c["nope"])
t(lambda: c["numbers"]["nope"])
n = c["numbers"]
print(n, n.name, n.get("nope", "dflt"), n.getint("i"), n.getboolean("zz", fallback=True), len(n), "i" in n, list(n), dict(c.items("numbers", raw=True))["bad"], n.parser is c)
n["New"] = "x%%y"
t(n.__setitem__, "n", 3)
t(c.set, "numbers", "p", "50%")
t(c.add_section, "numbers")
t(c.add_section, "DEFAULT")
t(c.add_section, 3)
c["made"] = {"k": "v", "multi": "a\nb"}
print(c.remove_option("numbers", "bad"), c.remove_option("numbers", "bad"), c.remove_section("loop"), c.popitem()[0])
out = io.StringIO()
c.write(out)
print(out.getvalue())
out = io.StringIO()
c.write(out, space_around_delimiters=False)
back = configparser.ConfigParser(allow_no_value=True)
back.read_string(out.getvalue())
print(back == c, {s: dict(back.items(s, raw=True)) == dict(c.items(s, raw=True)) for s in back if s != "paths"})
for text in ["x = 1\n", "[a]\nx\n", "[a]\nx=1\nx=2\n", "[a]\n[a]\n", "[a]\n = 3\n", "[a\nx=1", "[a]\n  k = v\n more = b\n", "[]\nx=1", "[a]]\nx=1\n", "[a]\nb c\nd e\n"]:
    p = configparser.ConfigParser()
    try:
        p.read_string(text, "<s>")
        print({s: dict(p[s]) for s in p})
    except configparser.Error as e:
        print(type(e).__name__, repr(e.message))
p = configparser.ConfigParser(interpolation=configparser.ExtendedInterpolation(), strict=False, delimiters=("=>",), comment_prefixes=("//",), inline_comment_prefixes=("#",),
                              empty_lines_in_values=False, default_section="common", converters={"list": lambda v: v.split(",")})
p.optionxform = str
p.read_string("[common]\nRoot => /r\n[a]\nX => ${Root}/x # tail\n// no\nL => 1,2\n[a]\nY => ${a:X}${common:Root}$$\nZ => ${q:r}\nW => ${b\nV => $v\n[B]\nX => ${a:X:y}\n")
for section, option in [("a", "X"), ("a", "Y"), ("a", "Z"), ("a", "W"), ("a", "V"), ("B", "X"), ("a", "x")]:
    t(p.get, section, option)
print(p.getlist("a", "L"), p["a"].getlist("L"), p["a"].getlist("none", fallback=()), list(p["a"]))
r = configparser.RawConfigParser(defaults={"a": "1"})
r.read_dict({"s": {"x": 1, "y": "%(a)s", "z": None}, "t": {}})
print(r.items("s"), r.read(["/nonexistent.ini"]), dict(r["t"]))
t(r.read_file, ["[s]\n", "q: 1\n"], "lines")
t(r.get, "s", "q")
t(configparser.ConfigParser().read_dict, {"a": {"x": 1, "X": 2}})
t(configparser.ConfigParser, interpolation=3)

"""fileinput, filecmp, linecache: lines of many files, in place, with hooks; comparing files and directories; cached lines. Prints lines and reports."""
import filecmp
import fileinput
import gzip
import io
import linecache
import os
import sys
import tempfile


def t(f, *args, **kwargs):
    try:
        print(f(*args, **kwargs))
    except Exception as e:
        print(type(e).__name__ + ":", e)


place = tempfile.TemporaryDirectory()
os.chdir(place.name)


def put(name, text):
    os.makedirs(os.path.dirname(name) or ".", exist_ok=True)
    with open(name, "w", encoding="utf-8") as f:
        f.write(text)


put("a.txt", "one\ntwo\nthree\n")
put("b.txt", "")
put("c.txt", "last\u00e9 no newline")
with fileinput.input(["a.txt", "b.txt", "c.txt"], encoding="utf-8") as lines:
    t(lines.filename)
    for line in lines:
        print(lines.filename(), lines.lineno(), lines.filelineno(), lines.isfirstline(), lines.isstdin(), ascii(line), lines.fileno() > 2)
        if line.startswith("two"):
            lines.nextfile()
print(lines.lineno(), lines.filename(), lines.fileno())
t(fileinput.lineno)
for line in fileinput.input("a.txt", inplace=True, backup=".bak"):
    if fileinput.filelineno() != 2:
        print(line.upper(), end="")
print(open("a.txt").read(), open("a.txt.bak").read(), sep="|")
with fileinput.FileInput("a.txt", inplace=True) as f:
    for line in f:
        sys.stdout.write("> " + line)
print(open("a.txt").read(), sorted(os.listdir()))
with gzip.open("z.gz", "wt") as f:
    f.write("packed\nlines\n")
print(list(fileinput.FileInput(["z.gz", "a.txt"], openhook=fileinput.hook_compressed, encoding="utf-8")))
fileinput.close()
print(list(fileinput.FileInput("c.txt", openhook=fileinput.hook_encoded("latin-1"))), list(fileinput.FileInput("a.txt", mode="rb")))
t(fileinput.FileInput, "a.txt", mode="w")
t(fileinput.FileInput, "a.txt", inplace=True, openhook=print)
t(lambda: list(fileinput.FileInput(["a.txt", "missing.txt"])))
sys.stdin = io.StringIO("from\nstdin\n")
f = fileinput.FileInput(["-", "a.txt"])
print(f.readline(), f.isstdin(), f.filename(), f.readline(), f.readline(), f.readline(), repr(f.readline()))
with fileinput.input("a.txt") as f:
    t(lambda: fileinput.input("a.txt") and "a second input")
    next(f)
    t(f.readline)
t(lambda: fileinput.FileInput("a.txt")[0])

put("left/same.txt", "same")
put("right/same.txt", "same")
put("left/diff.txt", "12345")
put("right/diff.txt", "1234x")
put("left/only.txt", "x")
put("right/extra/deep.txt", "x")
put("left/sub/s.txt", "1")
put("right/sub/s.txt", "2")
put("left/funny", "file")
put("right/funny/f", "dir")
put("left/__pycache__/x", "x")
for name in os.listdir("left"):
    os.utime(os.path.join("left", name), (1, 1))
print(filecmp.cmp("left/same.txt", "right/same.txt"), filecmp.cmp("left/diff.txt", "right/diff.txt", shallow=False), filecmp.cmp("left/sub", "right/sub"))
os.utime("right/diff.txt", (1, 1))
print(filecmp.cmp("left/diff.txt", "right/diff.txt"), filecmp.cmp("left/diff.txt", "right/diff.txt", shallow=False))
t(filecmp.cmp, "left/none", "right/same.txt")
print(filecmp.cmpfiles("left", "right", ["same.txt", "diff.txt", "only.txt", "nothing"], shallow=False))
filecmp.clear_cache()
d = filecmp.dircmp("left", "right", ignore=["ignored"])
d.report()
d.report_full_closure()
print(sorted(d.left_list), sorted(d.common), d.left_only, d.right_only, d.common_dirs, d.common_files, d.common_funny, d.same_files, d.diff_files, list(d.subdirs), d.subdirs["sub"].diff_files, filecmp.DEFAULT_IGNORES[:3])
t(lambda: d.nothing)

put("mod.py", "a = 1\nb = '''\nx\n'''\nlast")
print(repr(linecache.getline("mod.py", 2)), repr(linecache.getline("mod.py", 99)), repr(linecache.getline("nosuch.py", 1)), linecache.getlines("mod.py")[-1], repr(linecache.getline("mod.py", 0)), repr(linecache.getline("mod.py", -1)))
put("mod.py", "changed and longer than it was\n")
print(linecache.getline("mod.py", 1).strip(), end=" ")
linecache.checkcache("mod.py")
print(linecache.getline("mod.py", 1).strip())
put("bad.py", "# coding: nosuch\nx\n")
with open("enc.py", "wb") as f:
    f.write(b"# coding: latin-1\n\xe9\n")
print(ascii(linecache.getline("enc.py", 2)), linecache.getlines("bad.py"), linecache.lazycache("x", {}), "mod.py" in linecache.cache)
linecache.clearcache()
print(linecache.cache, linecache.lazycache("lazy.py", {"__name__": "m", "__loader__": type("L", (), {"get_source": lambda self, name: "from loader\n" + name})()}), linecache.getline("lazy.py", 2))
os.chdir("/")
place.cleanup()

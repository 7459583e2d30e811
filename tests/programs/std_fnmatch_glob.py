"""fnmatch, glob, pathlib's globbing: patterns and what they match in a tree of files with hidden ones, links and odd names. Prints the matches."""
import fnmatch
import glob
import os
import re
import tempfile
from pathlib import Path

for pattern in ["*", "*.py", "a?c", "[abc]x", "[!abc]x", "[a-c]*", "x[", "[]]", "[!]]", "[]-a]", "**", "a*b*c", "\\*", "a.b", "[^a]", "[a-]", "[--0]", "[b-a]x", "[a-c-e]", "[", "a**b", "?" * 3, "\u00e9*", "*\n*", "[[:alpha:]]", "(a|b)+", "[a&&b]", "[!a-b]", ""]:
    names = ["abc", "a.b", "b.py", "x[", "]", "[", "ax", "dx", "*", "\\*", "^", "-", "a", "", "\u00e9t\u00e9", "x\ny", "a\nb", ".py", "aXXbYYc", "a-", "(a|b)+", "d", "0", "e"]
    print(repr(pattern), fnmatch.filter(names, pattern), sum(fnmatch.fnmatchcase(n.upper(), pattern) for n in names), re.compile(fnmatch.translate(pattern)).match("abc") is not None)
print(fnmatch.translate("a*b?[!x]*"), fnmatch.fnmatch("A.TXT", "*.txt"), fnmatch.fnmatch(b"abc", b"a*"), fnmatch.filter([b"a", b"b"], b"[a]"))
for bad in [lambda: fnmatch.fnmatch("a", b"a"), lambda: fnmatch.fnmatch(3, "a"), lambda: fnmatch.filter([b"a"], "a")]:
    try:
        print(bad())
    except TypeError as e:
        print("TypeError", e)

with tempfile.TemporaryDirectory() as place:
    os.chdir(place)
    for name in ["a.py", "b.py", "b.txt", ".hidden", "sub/c.py", "sub/deep/d.py", "sub/deep/.secret/e.py", "sub/[x].py", "sub2/f", "empty/", ".hid/g.py", "sp ace/h.py"]:
        path = os.path.join(place, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        if not name.endswith("/"):
            open(path, "w").close()
    os.symlink("sub", "link")
    os.symlink("nowhere", "broken")
    patterns = ["*", ".*", "*.py", "**", "**/*.py", "**/", "*/", "sub/**", "s*/*", "*/deep/*", "[ab].py", "sub/[[]x].py", "none*", "a.py", "missing", "broken", "./*.txt", "sub/../*.py", "**/deep/**", "?ub", ".*/*", "", "sub//c.py", "[!.]*/*.py"]
    for pattern in patterns:
        print(repr(pattern), sorted(glob.glob(pattern)), sorted(glob.glob(pattern, recursive=True)) if "**" in pattern else "")
    print(sorted(glob.glob("*.py", root_dir="sub")), sorted(glob.iglob("**/*.py", root_dir="sub", recursive=True, include_hidden=True)), sorted(glob.glob(b"*.txt")), glob.escape("a[b]*?"), glob.escape(b"[x]"), glob.has_magic("a[") , glob.has_magic("ab"))
    print(len(glob.glob(os.path.join(place, "*"))), glob.glob(os.path.join(glob.escape(place), "b.t*"))[0] == os.path.join(place, "b.txt"))
    fd = os.open("sub", os.O_RDONLY)
    print(sorted(glob.glob("**/d*", dir_fd=fd, recursive=True)))
    os.close(fd)
    root = Path(".")
    for pattern in ["*", "*.py", "**/*.py", "**", "*/*", "sub/**/*.py", ".*", "*/", "**/deep", "../*", "[!b]*", "sub/[[]x].py", "**/.secret/*"]:
        try:
            print(repr(pattern), sorted(str(p) for p in root.glob(pattern) if "tmp" not in str(p)) if pattern != "../*" else "up", sorted(p.name for p in root.rglob(pattern) if pattern[:2] not in ("**", ".."))[:6])
        except (ValueError, NotImplementedError) as e:
            print(type(e).__name__, e)
    for bad in ["", "/abs", "a**"]:
        try:
            print(list(root.glob(bad)))
        except (ValueError, NotImplementedError) as e:
            print(type(e).__name__, e)
    print([Path(p).match(q) for p, q in [("a/b.py", "*.py"), ("a/b.py", "b.py"), ("/a/b.py", "a/*.py"), ("/a/b/c.py", "/a/*.py"), ("a/b", "B"), ("/a", "/*"), ("a/b/c", "a/*/c"), ("b", "a/b")]])
    for top, dirs, files in os.walk(".", topdown=True):
        dirs[:] = sorted(d for d in dirs if not d.startswith("."))
        print(top, dirs, sorted(files))
    print([(top, sorted(dirs)) for top, dirs, files in sorted(os.walk("sub", topdown=False))], sorted(e.name for e in os.scandir(".") if e.is_symlink()), len(list(os.walk("missing"))))
    print(sorted(top for top, *_ in os.walk("link")), sum(1 for _ in os.walk(".", followlinks=True)), [(t, f) for t, d, f, fd in os.fwalk("sub2")])
    os.chdir("/")

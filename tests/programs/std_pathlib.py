"""pathlib: pure paths of both systems, their parts, arithmetic, comparing; real files written, read, renamed, linked, listed. Prints paths and errors."""
import os
import pickle
import tempfile
from pathlib import Path, PurePath, PurePosixPath as P, PureWindowsPath as W


def t(f, *args, **kwargs):
    try:
        print(f(*args, **kwargs))
    except OSError as e:
        print(type(e).__name__, e.strerror, os.path.basename(str(e.filename)).replace(os.path.basename(place), "PLACE"))
    except Exception as e:
        print(type(e).__name__ + ":", e)


for text in ["/a/b/c.tar.gz", "a//b/./c/", "..", "", "/", "//x/y", "///x", ".hidden", "a/../b", "x.", "a b.c d", ".a.b", "trail.txt/"]:
    x = P(text)
    print(repr(x), x, x.parts, x.name, x.stem, x.suffix, x.suffixes, x.parent, x.anchor, x.root, x.is_absolute(), [str(q) for q in x.parents], x.as_posix(), bytes(x))
for text in ["C:\\a\\b.txt", "c:rel", "\\\\host\\share\\f", "a/b\\c", "CON", "D:", "\\rooted", "//x/y/z"]:
    x = W(text)
    print(repr(x), x, x.parts, x.drive, x.root, x.anchor, x.name, x.is_absolute(), x.is_reserved(), x.parent)
a = P("/usr/lib")
print(a / "x" / "../y", "/pre" / P("fix"), a / "/abs", a.joinpath("p", "q"), a.with_name("new"), P("a.tar.gz").with_suffix(".zip"), P("a").with_suffix(".x"), P("a.b").with_suffix(""), P("a.b").with_stem("z"), a.relative_to("/usr"), a.is_relative_to("/usr"), a.is_relative_to("/opt"), P("a/b") < P("a/c"), P("A") == P("a"), W("A") == W("a"), hash(W("A")) == hash(W("a")), W("c:/a") / "d:/b", W("c:/a") / "/b", P("a") == W("a"), a.as_uri(), W("c:/x y").as_uri(), a == PurePath("/usr/lib"), pickle.loads(pickle.dumps(a)) == a, a.parents[0], a.parents[-1], len(a.parents), a.parents[0:2])
for bad in [lambda: a.relative_to("/opt"), lambda: P("a").as_uri(), lambda: P("/").with_name("x"), lambda: a.with_name("a/b"), lambda: a.with_name(""), lambda: a.with_suffix("x"), lambda: a.with_suffix("."), lambda: a.with_suffix("./x"), lambda: a / 3, lambda: P(3), lambda: P(b"x"), lambda: a < W("x"), lambda: a.parents[9], lambda: a.match(""), lambda: P("").with_suffix(".x"), lambda: setattr(a, "name", 3), lambda: W("x"), lambda: P("a", None), lambda: a.relative_to(), lambda: P("x").with_stem("")]:
    t(bad)
with tempfile.TemporaryDirectory() as place:
    os.chdir(place)
    d = Path(place)
    f = d / "f.txt"
    print(f.exists(), f.write_text("h\u00e9llo\nline\n", encoding="utf-8"), f.exists(), ascii(f.read_text("utf-8")), f.read_bytes(), f.stat().st_size, f.is_file(), f.is_dir(), d.is_dir(), f.write_bytes(b"abc"), f.read_text(), f.write_text("a\nb", newline="\r\n"), f.read_bytes())
    with f.open("a") as out:
        out.write("more")
    t((d / "none").read_text)
    t((d / "none").stat)
    t(d.read_bytes)
    t((d / "none" / "x").mkdir)
    t(d.mkdir)
    t((d / "none").unlink)
    t((d / "none").rmdir)
    t((d / "none").iterdir().__next__)
    t((d / "none").resolve, strict=True)
    t(f.rmdir)
    t(f.write_text, b"x")
    t(f.write_bytes, "x")
    t((f / "x").exists)
    (d / "x" / "y").mkdir(parents=True)
    (d / "x").mkdir(exist_ok=True)
    (d / "none").unlink(missing_ok=True)
    (d / "x" / "touched").touch(0o640)
    t((d / "x" / "touched").touch, exist_ok=False)
    link = d / "link"
    link.symlink_to("f.txt")
    (d / "hard").hardlink_to(f)
    (d / "dirlink").symlink_to("x", target_is_directory=True)
    print(link.is_symlink(), link.readlink(), link.resolve() == f.resolve(), f.samefile(d / "hard"), f.samefile("hard"), sorted(x.name for x in d.iterdir()), (d / "broken").is_symlink(), oct((d / "x/touched").stat().st_mode & 0o777), link.lstat().st_size, (d / "dirlink").is_dir())
    g = f.rename(d / "g.txt")
    print(g.name, f.exists(), link.exists(), g.replace("hard").name, Path("hard").read_text(), Path("hard").absolute().parent == d, Path.cwd().samefile(d), Path("x/../hard").resolve() == d.resolve() / "hard", Path("nope/../hard").resolve().name, Path("~/a").expanduser().is_absolute(), Path("x").owner() != "", Path("a/../b").absolute().name)
    Path("hard").chmod(0o600)
    print(oct(Path("hard").stat().st_mode), Path("x").is_mount(), Path("/").is_mount(), Path("hard").is_fifo(), Path("/dev/null").is_char_device(), Path("hard").is_socket(), Path("/dev/null").is_block_device())
    for loop in ("l1", "l2"):
        Path(loop).symlink_to("l2" if loop == "l1" else "l1")
    t(Path("l1").resolve, strict=True)
    print(Path("l1").is_symlink(), sorted(str(q) for q in Path("x").rglob("*")), os.fspath(Path("x")), [str(q) for q in sorted(Path(".").glob("*/t*"))])
    os.chdir("/")


class Own(type(Path())):
    def shout(self):
        return self.name.upper()


print(Own("a/b").shout(), type(Own("a") / "b").__name__, type(Own("a/b").parent).__name__, repr(Own("q")), str(Path()), repr(Path("a", "b", "..")), f"{Path('x')!s:>5}", Path("a").__class__.__name__, bool(Path("")), [*map(str, sorted([Path("b"), Path("a/z"), Path("a")]))])

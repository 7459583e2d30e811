"""os, os.path, shutil, stat, tempfile: a tree made, copied, moved, linked, packed, changed in its modes and removed; paths taken apart. Prints what is there."""
import errno
import os
import os.path as p
import shutil
import stat
import tempfile


place = "/nowhere"


def t(f, *args, **kwargs):
    try:
        print(f(*args, **kwargs))
    except OSError as e:
        print(type(e).__name__, errno.errorcode.get(e.errno), e.strerror, [p.basename(x) if isinstance(x, str) else x for x in (e.filename, e.filename2)])
    except Exception as e:
        print(type(e).__name__ + ":", str(e).replace(place, ""))


def put(name, text=""):
    os.makedirs(p.dirname(name) or ".", exist_ok=True)
    with open(name, "w") as f:
        f.write(text)


def tree(top):
    found = []
    for here, dirs, files in os.walk(top):
        dirs.sort()
        found += [p.relpath(p.join(here, n), top) for n in sorted(files)] + [p.relpath(p.join(here, d), top) + "/" for d in dirs if not os.listdir(p.join(here, d))]
    return sorted(found)


for path in ["/a/b/c.tar.gz", "a//b/../c/./d", "/", "//x", "///x", "", ".", "..", "/..", "a/", "~nosuchuser/x", ".bashrc", "a.b/c", "../../x", "/a/../../b", "...", "x.", "é/ü.tx"]:
    print(repr(path), p.split(path), p.splitext(path), p.normpath(path), p.basename(path), p.dirname(path), p.isabs(path), p.splitdrive(path)[0], p.expanduser(path) if "nosuch" in path else "")
print(p.join("a", "b", "/c", "d"), p.join("a/", "", "b"), p.join("a", ""), p.commonprefix(["/usr/lib", "/usr/local"]), p.commonpath(["/usr/lib", "/usr/local/x"]), p.relpath("/a/b/c", "/a/x"), p.relpath("a", "a/b"), p.normcase("A/B"), p.join(b"a", b"b"))
t(p.join, "a", b"b")
t(p.commonpath, ["/a", "b"])
t(p.commonpath, [])
t(p.relpath, "")
t(p.join, "a", 3)
os.environ["MINE"] = "value"
print(p.expandvars("$MINE/${MINE}x $NOPE ${NOPE} $"), os.environ.get("NOPE"), os.getenv("MINE"), os.environb[b"MINE"], os.fsencode("a\udcff"), os.fsdecode(b"\xff") == "\udcff", os.fspath("x"))
t(lambda: os.environ["NOPE"])
t(os.putenv, "A=B", "x")
t(lambda: os.environ.__setitem__("k", 3))
del os.environ["MINE"]
with tempfile.TemporaryDirectory(prefix="pre", suffix="suf") as place:
    print(p.basename(place)[:3], place[-3:])
    os.chdir(place)
    os.umask(0o022)
    for name in ["src/a.txt", "src/b.py", "src/sub/c.txt", "src/sub/deep/d.pyc", "src/empty/x"]:
        put(name, name * 3)
    os.remove("src/empty/x")
    os.symlink("a.txt", "src/link")
    os.symlink("nowhere", "src/broken")
    os.link("src/a.txt", "hard")
    os.chmod("src/b.py", 0o750)
    print(tree("src"), os.stat("hard").st_nlink, p.samefile("hard", "src/a.txt"), os.readlink("src/link"), p.islink("src/link"), p.exists("src/broken"), p.lexists("src/broken"), p.realpath("src/link") == p.join(p.realpath(place), "src/a.txt"), oct(os.stat("src/b.py").st_mode), stat.filemode(os.stat("src/b.py").st_mode), stat.filemode(os.lstat("src/link").st_mode), stat.filemode(os.stat("src").st_mode))
    print(p.basename(shutil.copytree("src", "copy", symlinks=True, ignore=shutil.ignore_patterns("*.py?", "empty"))), tree("copy"), oct(os.stat("copy/b.py").st_mode & 0o777))
    t(shutil.copytree, "src", "copy")
    shutil.rmtree("copy")
    try:
        shutil.copytree("src", "copy")
    except shutil.Error as e:
        print([(p.basename(a), p.basename(b), why) for a, b, why in e.args[0]])
    print(shutil.copy("src/b.py", "copy/sub"), shutil.copyfile("src/a.txt", "new"), shutil.copy2("src/a.txt", "new2"), os.stat("new2").st_mtime == os.stat("src/a.txt").st_mtime, shutil.move("new", "copy/empty"), shutil.move("new2", "moved"), shutil.move("copy/sub", "sub"), tree("."))
    t(shutil.copyfile, "moved", "moved")
    t(shutil.copyfile, "nosuch", "x")
    t(shutil.copyfile, "src", "x")
    t(shutil.move, "sub", "sub/inside")
    t(shutil.move, "moved", "copy/empty/new/x")
    t(shutil.rmtree, "nosuch")
    t(shutil.rmtree, "moved")
    shutil.rmtree("nosuch", ignore_errors=True)
    shutil.rmtree("nosuch", onerror=lambda f, path, info: print("onerror", f.__name__, path, info[0].__name__))
    for call in [lambda: os.mkdir("src"), lambda: os.rmdir("src"), lambda: os.remove("src"), lambda: os.listdir("moved"), lambda: os.makedirs("src/sub"), lambda: os.rename("nosuch", "x"), lambda: os.removedirs("src"), lambda: os.open("nosuch", os.O_RDONLY), lambda: os.stat(""), lambda: os.stat("a\0b"), lambda: os.chmod("nosuch", 0), lambda: os.readlink("moved"), lambda: os.symlink("a", "moved"), lambda: os.scandir("nosuch"), lambda: os.chdir("moved"), lambda: os.truncate("src", 0), lambda: open("src"), lambda: os.close(9999), lambda: os.rename("src", "sub"), lambda: os.stat(3.5)]:
        t(call)
    os.makedirs("x/y/z")
    os.removedirs("x/y/z")
    os.renames("moved", "r/s/t")
    os.replace("r/s/t", "hard")
    print(p.exists("x"), tree("r"), sorted(os.listdir(".")), sorted((e.name, e.is_dir(), e.is_file(follow_symlinks=False), e.is_symlink()) for e in os.scandir("src")))
    archive = shutil.make_archive("packed", "gztar", "src")
    print(p.basename(archive), shutil.unpack_archive(archive, "out"), tree("out"), p.basename(shutil.make_archive("z", "zip", ".", "sub")), sorted(n for n, _ in shutil.get_archive_formats())[-1:])
    t(shutil.make_archive, "n", "rar")
    t(shutil.unpack_archive, "hard")
    fd = os.open("raw", os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    print(os.write(fd, b"hello world"), os.lseek(fd, 6, 0), os.read(fd, 99), os.ftruncate(fd, 3), os.fstat(fd).st_size, os.pread(fd, 2, 1), os.pwrite(fd, b"Z", 5), os.get_inheritable(fd), os.dup(fd) > fd, os.close(fd))
    os.utime("raw", (10, 20.5))
    s = os.stat("raw")
    print(s.st_atime, s.st_mtime, s.st_mtime_ns, p.getmtime("raw"), p.getsize("raw"), stat.S_ISREG(s.st_mode), s[6], s.st_size, os.access("raw", os.R_OK), os.stat_result([1] * 10).st_mode, shutil.disk_usage("/").total > 0, shutil.which("sh") is not None, shutil.which("nosuchprogram"), shutil.which("raw", path="."))
    fd, name = tempfile.mkstemp(".s", "p", place, text=True)
    os.close(fd)
    print(oct(os.stat(name).st_mode & 0o777), p.basename(name)[0], name[-2:], tempfile.gettempdir() != "", tempfile.gettempprefix())
    with tempfile.NamedTemporaryFile("w+", dir=place, delete=True) as f:
        f.write("named")
        f.seek(0)
        print(p.exists(f.name), f.read())
    print(p.exists(f.name), f.closed)
    with tempfile.SpooledTemporaryFile(max_size=10, mode="w+") as f:
        f.write("12345")
        a = f._rolled
        f.write("678901")
        f.seek(0)
        print(a, f._rolled, f.read())
    os.chdir("/")
print(p.exists(place), os.path.sep, os.curdir, os.pardir, os.extsep, repr(os.linesep), os.name, os.devnull)

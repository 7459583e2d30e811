"""tarfile and zipfile: archives in memory and on disk, members of every kind, streams, filters, appending, comments, damage, paths, what is refused. Prints listings."""
import io
import os
import struct
import tarfile
import tempfile
import zipfile


def t(f, *args, **kwargs):
    try:
        print(f(*args, **kwargs))
    except Exception as e:
        print(type(e).__name__ + ":", str(e).replace(place, "PLACE"))


with tempfile.TemporaryDirectory() as place:
    os.chdir(place)
    os.umask(0o022)
    os.makedirs("d/sub")
    for name, text in [("d/a.txt", "alpha\n" * 50), ("d/sub/b.bin", "\0\1" * 700), ("d/" + "long" * 40, "long name")]:
        with open(name, "w") as f:
            f.write(text)
    os.symlink("a.txt", "d/link")
    os.link("d/a.txt", "d/hard")
    for here, dirs, files in os.walk("."):
        for n in dirs + files:
            os.utime(os.path.join(here, n), (10 ** 9, 10 ** 9), follow_symlinks=False)

    def clean(info):
        if info.name.endswith(".bin"):
            return None
        info.uid = info.gid = 7
        info.uname = info.gname = "me"
        return info

    for form in (tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT):
        with tarfile.open(f"t{form}.tar", "w", format=form) as tar:
            for name in sorted(os.listdir("d")):
                try:
                    tar.add("d/" + name, "x/" + name, filter=clean)
                except ValueError as e:
                    print(e)
            extra = tarfile.TarInfo("m\u00e9mory")
            extra.size, extra.mode, extra.mtime = 5, 0o600, 12.5
            tar.addfile(extra, io.BytesIO(b"bytes and more"))
            d = tarfile.TarInfo("empty")
            d.type = tarfile.DIRTYPE
            tar.addfile(d)
        with tarfile.open(f"t{form}.tar") as tar:
            print(form, [(m.name[-12:], m.size, oct(m.mode), m.type, m.linkname, m.mtime, m.uid, m.uname, m.isfile(), m.isdir(), m.issym()) for m in sorted(tar, key=lambda m: m.name)])
            print(tar.extractfile("x/a.txt").read(11), tar.extractfile("m\u00e9mory").readlines(), tar.extractfile("x/link").readline(), tar.getmember("empty").name, len(tar.getnames()), tar.extractfile("empty"), tar.format if form == 2 else "", tar.pax_headers)
            t(tar.getmember, "none")
            tar.extractall("out%d" % form, filter="data") if hasattr(tarfile, "data_filter") else tar.extractall("out%d" % form)
        print(sorted(os.listdir("out%d/x" % form))[-3:], os.path.islink("out%d/x/link" % form), os.stat("out%d/m\u00e9mory" % form).st_mtime, oct(os.stat("out%d/m\u00e9mory" % form).st_mode))
    with tarfile.open("c.tar.gz", "w:gz") as tar:
        tar.add("d/a.txt")
    with tarfile.open("c.tar.gz", "r|*") as tar:
        for m in tar:
            print(m.name, tar.extractfile(m).read(5))
    print(tarfile.is_tarfile("c.tar.gz"), tarfile.is_tarfile("d/a.txt"), tarfile.open("c.tar.gz").getnames())
    with tarfile.open("t1.tar", "a") as tar:
        tar.add("d/a.txt", "again")
        print(tar.getnames()[-1])
    t(tarfile.open, "none.tar")
    t(tarfile.open, "c.tar.gz", "r:")
    t(tarfile.open, "x", "q")
    t(tarfile.open, "c.tar.gz", "a:gz")
    with open("t1.tar", "rb") as f:
        data = f.read()
    t(lambda: tarfile.open(fileobj=io.BytesIO(data[:700])).extractall("cut"))
    print(len(tarfile.open(fileobj=io.BytesIO(data[:148] + b"99999999" + data[156:]), ignore_zeros=True).getnames()))

    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as z:
        z.writestr("a/b.txt", "text \u20ac " * 100)
        z.writestr(zipfile.ZipInfo("stored.bin", (1999, 12, 31, 23, 59, 58)), b"\0" * 50)
        z.writestr("n\u00e4me", b"", compress_type=zipfile.ZIP_STORED)
        with z.open("streamed", "w") as f:
            for i in range(100):
                f.write(b"%d," % i)
        z.write("d/a.txt", "disk.txt")
        z.mkdir("made", 0o700)
        z.comment = b"the comment"
        t(z.writestr, "a/b.txt".encode(), "x")
        print(z.testzip() if z.mode == "r" else z.mode)
    with zipfile.ZipFile(memory) as z:
        for i in z.infolist():
            print(i.filename, i.file_size, i.compress_type, i.CRC, i.is_dir(), i.flag_bits, oct(i.external_attr >> 16), i.compress_size < i.file_size)
        print(z.namelist(), z.comment, z.read("stored.bin")[:3], z.getinfo("stored.bin").date_time, z.testzip(), z.open("streamed").read(12), z.open("a/b.txt").readline()[:9], repr(z.getinfo("disk.txt"))[:30])
        with z.open("streamed") as f:
            print(f.read(3), f.peek(2)[:2], f.seek(10), f.tell(), f.read(4), f.seek(-3, 2), f.read(), f.readable(), f.seekable())
        t(z.read, "none")
        t(z.writestr, "x", "y")
        t(z.open, "a/b.txt", "q")
        p = zipfile.Path(z)
        print(sorted(x.name for x in p.iterdir()), (p / "a" / "b.txt").read_text("utf-8")[:6], (p / "a").is_dir(), (p / "zz").exists(), p.joinpath("a", "b.txt").name)
        z.extractall("zout", ["a/b.txt", "made/"])
        print(sorted(os.listdir("zout")), z.extract("disk.txt", "zout").replace(place, ""))
    t(z.read, "a/b.txt")
    evil = io.BytesIO()
    with zipfile.ZipFile(evil, "a") as z:
        z.writestr("../../up.txt", "x")
        z.writestr("/abs.txt", "y")
    with zipfile.ZipFile(evil, "a") as z:
        z.writestr("later", "z")
        z.extractall("safe")
    print(sorted(os.listdir("safe")))
    raw = memory.getvalue()
    for bad in [b"", b"junk", raw[:100], raw[:-30], raw.replace(struct.pack("<I", zipfile.ZipFile(memory).getinfo("stored.bin").CRC), b"\1\2\3\4"), b"prefix" + raw]:
        try:
            with zipfile.ZipFile(io.BytesIO(bad)) as z:
                print(len(z.namelist()), z.read("stored.bin")[:2])
        except (zipfile.BadZipFile, ValueError) as e:
            print(type(e).__name__, e)
    print(zipfile.is_zipfile(memory), zipfile.is_zipfile("d/a.txt"))
    t(zipfile.ZipFile, "none.zip")
    t(zipfile.ZipFile, memory, "z")
    t(zipfile.ZipFile, memory, "w", 99)
    t(zipfile.ZipInfo, "old", (1970, 1, 1, 0, 0, 0))
    with zipfile.ZipFile("x.zip", "x") as z:
        z.write("d", "dir")
        z.write("d/sub/b.bin")
    t(zipfile.ZipFile, "x.zip", "x")
    print(zipfile.ZipFile("x.zip").namelist())
    os.chdir("/")

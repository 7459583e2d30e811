"""shelve and dbm.dumb, pkgutil, runpy, zipimport, importlib.resources: objects kept on disk; packages made, walked, run, read from a zip. Prints what is found."""
import dbm.dumb
import importlib
import importlib.util
import importlib.resources
import io
import os
import pkgutil
import runpy
import shelve
import sys
import tempfile
import zipfile
import zipimport


def t(f, *args, **kwargs):
    try:
        print(f(*args, **kwargs))
    except Exception as e:
        print(type(e).__name__ + ":", str(e).replace(place, "PLACE"))


sys.dont_write_bytecode = True
with tempfile.TemporaryDirectory() as place:
    os.chdir(place)
    with dbm.dumb.open("db", "c") as db:
        db["a"], db[b"b"] = "x", b"y" * 600
        db["\u00e9"] = "v"
        db["a"] = "longer than before"
        print(db["a"], len(db), sorted(db.keys()), b"a" in db, db.get("zz", b"none"), db.setdefault("new", b"1"))
        del db["b"]
        t(lambda: db["b"])
        t(lambda: db.__setitem__("k", 3))
    t(lambda: db["a"])
    with dbm.dumb.open("db", "r") as db:
        print(sorted(db.items()), sorted(os.listdir()))
        t(lambda: db.__setitem__("k", "v"))
    t(dbm.dumb.open, "none", "r")
    store = shelve.Shelf(dbm.dumb.open("shelf"), protocol=4)
    store["list"] = [1, {"k": (2, 3)}]
    store["list"].append("lost")
    store["set"] = {1}
    print(store["list"], sorted(store), "set" in store, store.get("q"), len(store))
    t(lambda: store["q"])
    t(lambda: store.__setitem__(3, 1))
    del store["set"]
    store.close()
    t(lambda: store["list"])
    with shelve.Shelf(dbm.dumb.open("shelf"), writeback=True) as store:
        store["list"].append("kept")
        store["new"] = loop = {}
        loop["after"] = True
    with shelve.Shelf(dbm.dumb.open("shelf")) as store:
        print(dict(store), list(store.values())[-1])
    memory = shelve.Shelf({}, keyencoding="latin-1")
    memory["\u00e9"] = Ellipsis
    print(memory.dict.keys(), memory["\u00e9"])

    for name, text in {"pkg/__init__.py": "'''Doc of pkg.'''\nprint('init', __name__, __package__)\nvalue = 1\n", "pkg/__main__.py": "import sys\nprint('main', __name__, __package__, sys.argv[1:], __spec__.name)\nresult = 7\n", "pkg/sub/__init__.py": "from .. import value\nfrom .deep import *\n", "pkg/sub/deep.py": "__all__ = ['x']\nx = y = 5\ndef where(): return __file__.rpartition('/')[2]\n", "pkg/data/a.txt": "resource \u20ac\n", "pkg/bad.py": "1 +\n", "script.py": "import sys\nprint(__name__, len(sys.argv), given)\nclass K: pass\n", "pkg/_hidden.py": ""}.items():
        os.makedirs(os.path.dirname(name) or ".", exist_ok=True)
        with open(name, "w", encoding="utf-8") as f:
            f.write(text)
    sys.path.insert(0, place)
    import pkg
    import pkg.sub
    print(pkg.sub.x, hasattr(pkg.sub, "y"), pkg.sub.deep.where(), [(m.name, m.ispkg) for m in pkgutil.iter_modules(pkg.__path__, "pkg.")], sorted(m.name for m in pkgutil.iter_modules([place])))
    print([m.name for m in pkgutil.walk_packages(pkg.__path__, "pkg.", onerror=print)], pkgutil.get_data("pkg", "data/a.txt"), pkgutil.resolve_name("pkg.sub.deep:where")(), pkgutil.resolve_name("os.path.join")("a", "b"))
    t(pkgutil.resolve_name, "pkg:nothing")
    t(pkgutil.resolve_name, "..")
    t(pkgutil.resolve_name, "nosuch.module")
    t(pkgutil.get_data, "pkg", "none")
    t(importlib.import_module, "pkg.bad")
    t(importlib.import_module, "pkg.none")
    print(importlib.import_module(".deep", "pkg.sub").__name__)
    t(importlib.import_module, ".deep")
    files = importlib.resources.files("pkg")
    print(sorted(x.name for x in files.iterdir()), ascii(files.joinpath("data", "a.txt").read_text("utf-8")), (files / "data").is_dir(), importlib.util.find_spec("pkg.sub.deep").origin.replace(place, "P"))
    sys.argv = ["prog", "arg"]
    print(runpy.run_module("pkg", run_name="__main__", alter_sys=True)["result"], sorted(k for k in runpy.run_path("script.py", {"given": 3}, "ran") if k[:2] != "__"))
    t(runpy.run_module, "pkg.nosuch")
    t(runpy.run_path, "none.py")
    with zipfile.ZipFile("z.zip", "w") as z:
        z.writestr("zmod.py", "print('from a zip', __name__)\nN = 3\n\ndef f():\n    raise ValueError('in the zip')\n")
        z.writestr("zpkg/__init__.py", "from . import inner\n")
        z.writestr("zpkg/inner.py", "V = __file__[-20:]\n")
        z.writestr("zpkg/text.txt", "zipped text")
        z.writestr("__main__.py", "print('zip main', __name__)\n")
    sys.path.insert(0, "z.zip")
    import zmod
    import zpkg
    print(zmod.N, zmod.__file__, zpkg.inner.V, type(zmod.__loader__).__name__, importlib.resources.files("zpkg").joinpath("text.txt").read_text(), pkgutil.get_data("zpkg", "text.txt"), [(m.name, m.ispkg) for m in pkgutil.iter_modules(["z.zip"])])
    importer = zipimport.zipimporter("z.zip")
    print(importer, importer.is_package("zpkg"), importer.get_source("zmod")[:5], importer.get_data("zpkg/text.txt"), importer.get_filename("zpkg"), importer.find_spec("none"))
    t(importer.get_data, "none")
    t(importer.get_code, "none")
    t(zipimport.zipimporter, "script.py")
    t(zipimport.zipimporter, "nothing.zip")
    print(sorted(runpy.run_path("z.zip", run_name="<zip>"))[:1])
    try:
        zmod.f()
    except ValueError as e:
        import traceback
        print([(f.filename, f.lineno, f.line) for f in traceback.extract_tb(e.__traceback__)][1:])
    with open("pkg/sub/deep.py", "a") as f:
        f.write("z = 'reloaded'\n")
    os.utime("pkg/sub/deep.py", (1, 1))
    importlib.invalidate_caches()
    print(importlib.reload(pkg.sub.deep).z, importlib.reload(pkg).value)
    os.chdir("/")

"""importlib at work: specs, loaders, finders and hooks of a program's own, reload, lazy names, resources of packages, what tracebacks of failed imports show."""
import sys
import importlib, importlib.abc, importlib.machinery, importlib.util

sys.path.insert(0, "modules")
sys.dont_write_bytecode = True


def attempt(text):
    try:
        exec(text, {"__name__": "here"})
    except Exception as error:
        print(text.replace("\n", "; "), "->", type(error).__name__, str(error).split(" (/")[0], getattr(error, "name", None))


# what modules say of themselves
import plainmod, shapes.deep.inner as inner
for module in (plainmod, inner, sys.modules["shapes"], sys.modules["shapes.deep"]):
    spec = module.__spec__
    print(spec.name, spec.parent, module.__package__, type(spec.loader).__name__, module.__loader__ is spec.loader, spec.has_location,
          spec.origin.split("/")[-1], bool(spec.submodule_search_locations), hasattr(module, "__path__"), spec.cached == module.__cached__)
import math, _io
for module in (sys, math, _io):
    print(module.__spec__, module.__loader__, repr(module.__package__), hasattr(module, "__file__"))
print(__spec__, type(__loader__).__name__, __loader__.name, __loader__.path.split("/")[-1], __package__, __name__)
print([finder.__name__ for finder in sys.meta_path[-3:]])
print(sys.modules["_frozen_importlib"].__name__, importlib._bootstrap is sys.modules["_frozen_importlib"], importlib.import_module is not None)

# finding without importing
print(importlib.util.find_spec("plainmod") is plainmod.__spec__, importlib.util.find_spec("nosuch"), importlib.util.find_spec("shapes.circle").name)
attempt("import importlib.util; importlib.util.find_spec('nosuch.thing')")
print(importlib.util.resolve_name(".x", "a.b"), importlib.util.resolve_name("..x", "a.b"))
attempt("import importlib.util; importlib.util.resolve_name('...x', 'a.b')")

# reload keeps the module and its names
plainmod.added = 1
before = plainmod.counter
again = importlib.reload(plainmod)
print(again is plainmod, plainmod.added, before, plainmod.counter)
attempt("import importlib; importlib.reload(1)")

# a finder and loader of the program's own
class Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    seen = []

    def find_spec(self, name, path, target=None):
        self.seen.append(name)
        if name.startswith("virtual"):
            return importlib.machinery.ModuleSpec(name, self, is_package=name == "virtual")

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        exec("value = __name__ + '!'", module.__dict__)
        if module.__name__ == "virtual.broken":
            raise RuntimeError("broken on purpose")


sys.meta_path.insert(0, Finder())
import virtual.inside
from virtual import other
print(virtual.value, virtual.inside.value, other.value, virtual.__path__, Finder.seen)
attempt("import virtual.broken")
print("virtual.broken" in sys.modules, hasattr(virtual, "broken"))
attempt("from virtual.inside import value, nothing")
attempt("import virtual.inside.deeper")
del sys.meta_path[0]

# sys.modules games
sys.modules["blocked"] = None
attempt("import blocked")
attempt("from blocked import x")
sys.modules["a_string"] = "text"
import a_string
print(a_string.upper())
from a_string import upper
print(upper())


class Replacer(importlib.abc.Loader):
    def exec_module(self, module):
        sys.modules[module.__name__] = Replaced()


class Replaced:
    inside = "what replaced it"


spec = importlib.util.spec_from_loader("replaced", Replacer())
sys.meta_path.append(type("Once", (), {"find_spec": staticmethod(lambda name, path, target=None: spec if name == "replaced" else None)}))
import replaced
print(type(replaced).__name__, replaced.inside)
sys.meta_path.pop()

# modules from text and from files
module = importlib.util.module_from_spec(importlib.machinery.ModuleSpec("by_hand", None))
exec("x = 1", module.__dict__)
print(module, module.x)
spec = importlib.util.spec_from_file_location("another_name", "modules/plainmod.py")
module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
print(module.__name__, module.value == plainmod.value, "another_name" in sys.modules, spec.loader.get_filename("another_name").split("/")[-1])
print(spec.loader.is_package("another_name"), "value" in spec.loader.get_source("another_name"), spec.loader.get_code("another_name").co_name)
lazy = importlib.util.LazyLoader.factory(importlib.machinery.SourceFileLoader)("lazy_one", "modules/plainmod.py")
module = importlib.util.module_from_spec(importlib.util.spec_from_loader("lazy_one", lazy))
lazy.exec_module(module)
print(type(module).__name__, module.value, type(module).__name__)

# namespace packages, and a package in several places
import os, shutil
base = "namespace_%d" % os.getpid()
try:
    for part in ("one", "two"):
        os.makedirs(os.path.join(base, part, "spread"))
        with open(os.path.join(base, part, "spread", part + ".py"), "w") as file:
            file.write("here = __name__\n")
    sys.path[:0] = [os.path.join(base, "one"), os.path.join(base, "two")]
    import spread.one, spread.two
    print(spread.one.here, spread.two.here, len(spread.__path__), type(spread.__path__).__name__, spread.__spec__.origin, hasattr(spread, "__file__"))
    print(spread.__spec__.loader.__class__.__name__, sorted(n for n in vars(spread) if not n.startswith("__")))
    # a module that appears while the program runs
    attempt("import appears")
    with open(os.path.join(base, "one", "appears.py"), "w") as file:
        file.write("def f():\n    return 1 / 0\nraised = False\n")
    importlib.invalidate_caches()
    import appears
    print(appears.raised, appears.f.__code__.co_filename == appears.__file__)
    # bytecode alone
    import py_compile
    where = os.path.join(base, "two", "compiled.py")
    with open(where, "w") as file:
        file.write("answer = 42\ndef g(): return answer\n")
    py_compile.compile(where, cfile=where + "c", doraise=True)
    os.remove(where)
    importlib.invalidate_caches()
    import compiled
    print(compiled.g(), type(compiled.__loader__).__name__, compiled.__file__.endswith("compiled.pyc"))
    with open(where + "c", "r+b") as file:
        file.write(b"none")
    del sys.modules["compiled"]
    attempt("import compiled")
finally:
    shutil.rmtree(base)
    del sys.path[:2]

# relative imports by hand
print(__import__("circle", {"__package__": "shapes", "__spec__": None}, None, ["area"], 1).__name__)
attempt("from . import x")
attempt("from .. import x")
attempt("__import__('', level=0)")
attempt("__import__('x', level=-1)")
attempt("__import__('x', {'__package__': 'shapes', '__name__': 1}, None, (), 3)")
attempt("__import__('x', {'__package__': 5}, None, (), 1)")
attempt("import importlib; importlib.import_module('.x')")
attempt("__import__('plainmod', fromlist=[1]) and __import__('shapes', fromlist=[1])")
attempt("from shapes import *")

# importlib's frames are not in tracebacks
import traceback
for name in ("failing", "badsyntax", "nosuch", "shapes.nosuch"):
    try:
        importlib.import_module(name)
    except Exception as error:
        print([os.path.basename(f.filename) for f in traceback.extract_tb(error.__traceback__)], type(error).__name__)
    try:
        __import__(name)
    except Exception as error:
        print([os.path.basename(f.filename) for f in traceback.extract_tb(error.__traceback__)])
import pkgutil
print(sorted(m.name for m in pkgutil.walk_packages(["modules"]) if m.name.startswith("sha")), pkgutil.resolve_name("os.path:join") is os.path.join)
print(len(importlib.util.source_hash(b"text")), importlib.machinery.SOURCE_SUFFIXES, importlib.machinery.BYTECODE_SUFFIXES)
import _imp
print(_imp.source_hash(12345, b""), _imp.source_hash(12345, b"1234567"), _imp.source_hash(-5, b"12345678"), _imp.source_hash(1, b"abc" * 1000))
print(_imp.is_builtin("sys"), _imp.is_builtin("builtins"), _imp.is_builtin("marshal"), _imp.is_builtin("nosuch"), _imp.lock_held())
_imp.acquire_lock(); _imp.acquire_lock()
print(_imp.lock_held())
_imp.release_lock(); _imp.release_lock()
attempt("import _imp; _imp.release_lock()")
attempt("import _imp; _imp.get_frozen_object('nosuch')")

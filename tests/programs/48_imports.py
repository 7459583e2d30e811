"""Imports of .py files and packages from modules/: all forms, relative, cyclic, failing, __all__, submodules, reimport, names of modules."""
import sys

sys.path.insert(0, "modules")
import plainmod
import plainmod as again
from plainmod import value, function as f, _private
import shapes, shapes.circle as c
import shapes.deep.inner
from shapes import area, circle, Square
from shapes.deep import inner, sibling_value
from starred import *

print(plainmod is again, plainmod.value, value, f(2), _private, plainmod.__name__, plainmod.__doc__, plainmod.counter)
import plainmod
print(plainmod.counter, "plainmod" in sys.modules, sys.modules["plainmod"] is plainmod, plainmod.__file__.replace("\\", "/").split("/")[-2:])
print(shapes.__name__, shapes.__package__, c.__name__, c.__package__, inner.__name__, c is shapes.circle is circle, area(2), Square(3).area(), inner.up(), sibling_value, shapes.deep.inner.here)
print(shown, also_shown, "hidden" in globals(), "_under" in globals())
for statement in ("import nothing", "import shapes.nothing", "from shapes import nothing", "import plainmod.sub", "from plainmod import absent", "from . import x", "import failing", "import badsyntax", "from shapes.deep.inner import gone", "from starbad import *"):
    try:
        exec(statement)
    except ImportError as error:
        print(statement, "->", type(error).__name__, str(error).split(" (/")[0], error.name)
    except Exception as error:
        print(statement, "->", type(error).__name__, error if not isinstance(error, SyntaxError) else (error.msg, error.lineno))
print("failing" in sys.modules, "badsyntax" in sys.modules)
import cyclic_a
print(cyclic_a.seen, cyclic_a.cyclic_b.seen)
sys.modules["virtual"] = plainmod
import virtual
print(virtual is plainmod, __import__("shapes.deep.inner") is shapes, __import__("shapes.deep.inner", fromlist=["here"]) is inner)
del sys.modules["plainmod"]
import plainmod as fresh
print(fresh is again, fresh.value == again.value, fresh.counter)
sys.modules["blocked"] = None
try:
    import blocked
except ImportError as error:
    print(type(error).__name__, error)
plainmod.added = "later"
from virtual import added
print(added, sorted(n for n in dir(plainmod) if not n.startswith("__")))
try:
    plainmod.missing
except AttributeError as error:
    print(error)
print(plainmod.dynamic_thing, __name__, repr(plainmod).split(" from")[0])
def local_import():
    from shapes import circle as inside
    import shapes.deep
    return inside is circle, shapes.deep.__name__
print(local_import())

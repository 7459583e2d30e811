"""The first import brings up importlib; a package, a module of the standard library and one that is missing; a warning."""
import sys

sys.path.insert(0, sys.path[0].rsplit("/", 1)[0] + "/programs/modules")
import keyword
import shapes.circle
try:
    import nothing
except ImportError as error:
    print(error)
import _warnings
_warnings.warn("ignored", ImportWarning)
print(keyword.iskeyword("if"), shapes.circle.__name__, len(sys.meta_path))

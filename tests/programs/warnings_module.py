"""_warnings and the warnings module: actions, registries, filters, stack levels, what is shown, what is raised."""
import sys
import _warnings

# before the warnings module is there, to standard error
print([f[0] + " " + f[2].__name__ for f in _warnings.filters], _warnings._defaultaction, _warnings._onceregistry)
sys.stderr = sys.stdout
_warnings.warn("first")
_warnings.warn("never seen", ImportWarning)
_warnings.warn("deprecated in main", DeprecationWarning)
for _ in range(2):
    _warnings.warn("once for a place")
_warnings.warn_explicit("a place", SyntaxWarning, "nowhere.py", 7)
print(sorted(str(key) for key in __warningregistry__))
print("warnings" in sys.modules)

import warnings


def attempt(f, *args, **keywords):
    try:
        print(f(*args, **keywords))
    except Exception as error:
        print(type(error).__name__, error)


def caller(level, category=None):
    warnings.warn("level %d" % level, category, stacklevel=level)


def outer(level):
    caller(level)


for level in (-1, 0, 1, 2, 3, 4, 100):
    outer(level)
with warnings.catch_warnings(record=True) as seen:
    warnings.simplefilter("always")
    for _ in range(2):
        warnings.warn("kept", ResourceWarning)
    warnings.warn(UserWarning("an instance"), DeprecationWarning)
    print([(str(w.message), w.category.__name__, w.lineno, w.filename.split("/")[-1], w.line, w.source) for w in seen])
    del seen[:]
    warnings.simplefilter("once")
    for _ in range(3):
        warnings.warn("only once")
    warnings.warn_explicit("only once", UserWarning, "x.py", 1)
    print(len(seen))
    del seen[:]
    warnings.simplefilter("module")
    for _ in range(3):
        warnings.warn("once a module")
    warnings.warn("once a module")
    print(len(seen))
    warnings.simplefilter("error")
    attempt(warnings.warn, "now an error")
    attempt(warnings.warn, ValueError)
    attempt(warnings.warn, "message", ValueError)
    attempt(warnings.warn, "message", "category")
    attempt(warnings.warn, "message", 1)
    attempt(warnings.warn)
    attempt(eval, "1 is 1")
    warnings.resetwarnings()
    warnings.filterwarnings("error", "begins.*", UserWarning, "__main__", 0)
    attempt(warnings.warn, "begins so")
    attempt(warnings.warn, "begins so", RuntimeWarning)
    warnings.filterwarnings("ignore", category=Warning)
    print(len(warnings.filters))
    attempt(warnings.warn, "ignored")
    warnings.filters.insert(0, 5)
    warnings._filters_mutated()
    attempt(warnings.warn, "a bad filter")
    warnings.filters[0] = ("odd", None, Warning, None, 0)
    attempt(warnings.warn, "a bad action")
    warnings.filters[0] = (5, None, Warning, None, 0)
    attempt(warnings.warn, "no action")
    warnings.filters[:] = []
    warnings.defaultaction = "error"
    attempt(warnings.warn, "the default")
    warnings.defaultaction = "default"
    filters, warnings.filters = warnings.filters, 5
    attempt(warnings.warn, "no list")
    warnings.filters = filters
    attempt(warnings.warn_explicit, "m", UserWarning, "f.py", 1, registry=5)
    attempt(warnings.warn_explicit, "m", UserWarning, "f.py", 1, module_globals=5)
    attempt(warnings.warn_explicit, "m", UserWarning, 5, 1)
    attempt(warnings.warn_explicit, "m", UserWarning, "f.py", "one")
registry = {}
warnings.warn_explicit("with a registry", UserWarning, "dir/file.py", 3, registry=registry)
warnings.warn_explicit("with a registry", UserWarning, "dir/file.py", 3, registry=registry)
warnings.warn_explicit("with a registry", UserWarning, "dir/file.py", 4, "mod", registry)
print(len(registry), sorted(k for k in registry if isinstance(k, str)))
warnings.warn_explicit("no file", UserWarning, "", 3)
warnings.warn_explicit(UserWarning("an instance"), None, "file", 3)


class Loader:
    def get_source(self, name):
        return "line one\n    line two of %s\n" % name


warnings.warn_explicit("from a loader", UserWarning, "loaded.py", 2, module_globals={"__name__": "loaded", "__loader__": Loader()})
shown = []
warnings.showwarning = lambda message, category, filename, lineno, file=None, line=None: shown.append((str(message), category.__name__, lineno))
warnings.warn("to a function of the program")
print([(text, name) for text, name, line in shown])
del warnings.showwarning
del __warningregistry__
exec(compile("import warnings; warnings.warn('from exec')", "<made>", "exec"), {"__name__": "made"})
exec(compile("import warnings; warnings.warn('without a name')", "<made>", "exec"), {})
compile("1 is 1", "some_file.py", "exec")
warnings.simplefilter("error")
attempt(compile, "x = 1 is 1", "some_file.py", "exec")
attempt(compile, "'\\d'", "some_file.py", "exec")
try:
    warnings.warn("raised", UserWarning)
except UserWarning as error:
    print(error.args, error.__traceback__.tb_lineno > 0)

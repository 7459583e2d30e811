# The documented names, arguments and defaults.
import inspect
import objgraph

for name in sorted(dir(objgraph)):
    value = getattr(objgraph, name)
    if not name.startswith("_") and callable(value) and getattr(value, "__module__", "") in ("objgraph", "_objgraph", None):
        try:
            print(name, inspect.signature(value))
        except ValueError:
            print(name)
print(objgraph.__version__.split(".")[:2])

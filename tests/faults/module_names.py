class Outer:
    class Inner(Exception):
        pass


Inner = Outer.Inner


def local():
    class Local(Exception):
        pass
    return Local


import json
import traceback

for kind in (Inner, local(), type("Made", (Exception,), {"__module__": "some.where"}), type("NoModule", (Exception,), {"__module__": None}), type("Main", (Exception,), {"__module__": "builtins"})):
    try:
        raise kind("text")
    except Exception:
        traceback.print_exc()
json.loads("{'a': 1}")

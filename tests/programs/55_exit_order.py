# exit: 3
# stderr: SystemExit is reported by status only
"""What happens at exit: finally blocks, finalizers of locals, then of the module's names; output is flushed; the status is sys.exit's."""
import sys


class Loud:
    def __init__(self, name): self.name = name
    def __del__(self): print("del", self.name, print is not None, sys is not None)


one = Loud("one"); _two = Loud("two")
cycle = Loud("cycle"); cycle.me = cycle


class Holder:
    kept = Loud("class attribute")


def f(default=Loud("default")):
    local = Loud("local")
    try:
        sys.stderr.write("SystemExit is reported by status only\n")
        sys.exit(3)
    finally:
        print("finally")


try:
    f()
except Exception:
    print("not an Exception")

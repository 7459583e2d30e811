# What sys is told to call may be in cycles; it is freed with the rest when the program ends.
import sys
import types


class Watcher:
    def __init__(self):
        self.me = self
        self.seen = []

    def trace(self, frame, event, argument):
        if frame.f_code.co_name == "traced":
            self.seen.append(event)
        return self.trace

    def __del__(self):
        print("gone")


def traced():
    return 1


watcher = Watcher()
sys.settrace(watcher.trace)
traced()
sys.settrace(None)
print(watcher.seen)
sys.set_asyncgen_hooks(firstiter=watcher.trace, finalizer=watcher.trace)
print(sys.get_asyncgen_hooks().firstiter == watcher.trace)


# A module that nothing but its own functions hold, and one of a class of its own.
class Module(types.ModuleType):
    def __del__(self):
        print("module gone")


odd = Module("odd")
exec("def f(): return g\ng = f\nclass Last:\n    def __del__(self): print('last')\nlast = Last()", odd.__dict__)
odd.self = odd
sys.modules["odd"] = odd
sys.setprofile(lambda *arguments, watcher=watcher: None)

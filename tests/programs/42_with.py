"""with: order of entering and leaving, suppression, failures inside __enter__ and __exit__, several managers, unpacked targets, return through with."""


class Manager:
    def __init__(self, name, suppress=False, enter_fails=False, exit_fails=False):
        self.name, self.suppress, self.enter_fails, self.exit_fails = name, suppress, enter_fails, exit_fails

    def __enter__(self):
        print("enter", self.name)
        if self.enter_fails: raise RuntimeError("enter " + self.name)
        return self.name, self

    def __exit__(self, kind, value, traceback):
        print("exit", self.name, kind and kind.__name__, value, traceback is not None)
        if self.exit_fails: raise RuntimeError("exit " + self.name)
        return self.suppress


def attempt(f):
    try:
        print(f.__name__, "returned", f())
    except Exception as error:
        print(f.__name__, type(error).__name__, error, "| context:", repr(error.__context__))


def plain():
    with Manager("a") as (name, manager):
        print("inside", name)
    return "done"


def raising():
    with Manager("a"), Manager("b"):
        raise ValueError("v")


def suppressed():
    with Manager("a"), Manager("b", suppress=True) as x, Manager("c"):
        raise ValueError("v")
    return "after"


def outer_enter_fails():
    with Manager("a"), Manager("b", enter_fails=True), Manager("c"):
        print("never")


def exit_replaces():
    with Manager("a"), Manager("b", exit_fails=True):
        raise ValueError("v")


def returns():
    for i in range(3):
        with Manager(i):
            if i == 0: continue
            if i == 1: return i


def breaks():
    for i in range(3):
        with Manager(i):
            break
    with (Manager("p") as p, Manager("q") as [q, _],):
        return p[0], q


def not_manager():
    with 5: pass


def only_enter():
    class E:
        def __enter__(self): pass
    with E(): pass


def only_exit():
    class E:
        def __exit__(self, *a): pass
    with E(): pass


def on_instance_does_not_count():
    class E: pass
    e = E(); e.__enter__ = e.__exit__ = lambda *a: None
    with e: pass


def target_fails():
    with Manager("t") as (a, b, c):
        pass


def subscript_target():
    d = {}
    with Manager("s") as d["k"], Manager("u") as d["l"]:
        pass
    return [v[0] for v in d.values()]


def bool_raises():
    class Unclear:
        def __bool__(self): raise ArithmeticError("bool")
    class M(Manager):
        def __exit__(self, *a): return Unclear()
    with M("m"): raise ValueError


def generator():
    def g():
        with Manager("g"):
            yield 1
            yield 2
    it = g(); next(it); it.close()
    it = g(); next(it)
    try:
        it.throw(KeyError("thrown"))
    except KeyError as error:
        print("out", error)
    return list(g())


for f in (plain, raising, suppressed, outer_enter_fails, exit_replaces, returns, breaks, not_manager, only_enter, only_exit, on_instance_does_not_count, target_fails, subscript_target, bool_raises, generator):
    attempt(f)

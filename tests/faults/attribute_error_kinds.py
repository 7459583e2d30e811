import sys
import traceback


class Slots:
    __slots__ = ("one",)

    @property
    def two(self):
        return 2

    @property
    def broken(self):
        return self.missing


def function():
    pass


for operation in (lambda: Slots().one,
                  lambda: Slots().three,
                  lambda: setattr(Slots(), "three", 3),
                  lambda: setattr(Slots(), "two", 3),
                  lambda: delattr(Slots(), "two"),
                  lambda: delattr(Slots(), "one"),
                  lambda: Slots().broken,
                  lambda: Slots.thre,
                  lambda: (1).apend,
                  lambda: "x".uper(),
                  lambda: [].add(1),
                  lambda: setattr(1, "x", 2),
                  lambda: setattr(object(), "x", 2),
                  lambda: delattr(function, "x"),
                  lambda: function.nam,
                  lambda: setattr(int, "x", 1),
                  lambda: sys.argvv,
                  lambda: getattr(None, "x"),
                  lambda: setattr([], "append", 1),
                  lambda: delattr("", "x"),
                  lambda: super(Slots, Slots()).one,
                  lambda: type.mroo,
                  lambda: Slots.__nam__):
    try:
        operation()
    except Exception:
        traceback.print_exc()
function.__defaults__ = 1

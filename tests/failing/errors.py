"""Exceptions raised, chained, caught and shown, MemoryError among them."""


def level(n):
    if n == 0:
        return [][1]
    try:
        return level(n - 1)
    except IndexError as error:
        if n == 3:
            raise KeyError("wrapped", n) from error
        raise
    finally:
        steps.append(n)


class Manager:
    def __enter__(self):
        steps.append("enter")
        return self

    def __exit__(self, kind, value, trace):
        steps.append(kind.__name__ if kind else None)
        return kind is KeyError


steps = []
with Manager():
    level(5)
print(steps)
try:
    huge = [0] * (1 << 59)
except MemoryError:
    print("MemoryError survived")
try:
    try:
        1 / 0
    except ZeroDivisionError:
        undefined_name
except NameError as error:
    print(error, "/", repr(error.__context__))

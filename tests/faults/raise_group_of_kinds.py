def f():
    raise NotImplementedError("later")


try:
    f()
except (ValueError, "text"):
    pass

from contextlib import contextmanager


@contextmanager
def section(name):
    print("<" + name)
    yield name.undefined
    print(name + ">")


with section("one"):
    pass

def inner(n):
    yield n
    raise ValueError("inner %d" % n)


def middle(n):
    yield from inner(n)


def outer():
    result = [*middle(1)]
    yield result


for value in outer():
    print(value)

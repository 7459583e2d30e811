"""Generators, closures, comprehensions, exceptions through all of them."""


def counter(limit):
    n = 0
    try:
        while n < limit:
            step = yield n
            n += step or 1
    finally:
        log.append("closed at %d" % n)


def chain(*sources):
    for source in sources:
        yield from source


def maker(factor):
    def scale(value, *, offset=0, **rest):
        nonlocal factor
        factor += 1
        return value * factor + offset + len(rest)
    return scale


log = []
print(list(chain(counter(3), counter(2))))
g = counter(100)
print(next(g), g.send(10), g.send(5))
g.close()
scale = maker(2)
print(scale(1), scale(2, offset=5), scale(3, a=1, b=2))
print(sum(x * y for x in range(4) for y in range(x)))
try:
    next(counter(0))
except StopIteration as stop:
    print("stopped", stop.value)
print(log)

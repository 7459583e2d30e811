"""A generator pipeline: values flow through filters one at a time."""


def numbers(limit):
    n = 0
    while n < limit:
        yield n
        n += 1


def squares(source):
    for n in source:
        yield n * n


def odd(source):
    for n in source:
        if n & 1:
            yield n


def pairs(source):
    previous = None
    for n in source:
        if previous is not None:
            yield previous, n
        previous = n


def flatten(source):
    for pair in source:
        yield from pair


total = 0
for value in flatten(pairs(odd(squares(numbers(500000))))):
    total += value % 1000
print(total, sum(x for x in numbers(500000) if x % 3 == 0))

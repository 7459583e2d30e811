def first(iterables):
    for iterable in iterables:
        yield next(iter(iterable))


print(list(first([[1], [2], []])))

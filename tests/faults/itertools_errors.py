import itertools
import traceback

for operation in (lambda: itertools.islice([], -1),
                  lambda: itertools.count("x"),
                  lambda: list(itertools.chain(1)),
                  lambda: itertools.repeat(),
                  lambda: list(itertools.combinations([1], -1)),
                  lambda: itertools.groupby(),
                  lambda: list(itertools.starmap(pow, [1])),
                  lambda: itertools.product(1),
                  lambda: list(itertools.accumulate(["a", 1])),
                  lambda: itertools.tee([], -1),
                  lambda: itertools.permutations(5),
                  lambda: itertools.cycle(1),
                  lambda: itertools.zip_longest([], x=1)):
    try:
        operation()
    except Exception:
        traceback.print_exc()
list(itertools.takewhile(lambda x: x < "b", itertools.count()))

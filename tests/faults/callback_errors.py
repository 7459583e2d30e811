from functools import partial, reduce

print(reduce(lambda a, b: a + b, [1, 2]))
list(map(partial(int, base=2), filter(str.isdigit, ["10", "x", "12"])))

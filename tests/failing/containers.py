"""Containers that grow, shrink and are sliced."""
numbers = list(range(40))
numbers += [n * n for n in numbers if n % 3]
table = {n: str(n) for n in numbers[:20]}
table.update(a=1, b=2)
unique = set(numbers) | {"x", "y"}
pairs = sorted(zip(numbers, reversed(numbers)), key=lambda p: (p[1], p[0]))
del numbers[5:25:2]
try:
    table[[]] = 1
except TypeError as error:
    print(type(error).__name__, error)
print(len(numbers), len(table), len(unique), pairs[3], pairs[-1])
print(", ".join(table[k] for k in sorted(k for k in table if isinstance(k, int))))

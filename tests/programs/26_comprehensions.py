"""List, set and dict comprehensions, nested, with conditions and unpacking."""
print([x * x for x in range(6) if x % 2], {x % 3 for x in range(9)}, {k: v for k, v in zip("abc", range(3))})
matrix = [[1, 2, 3], [4, 5, 6]]
print([[row[i] for row in matrix] for i in range(3)], [x for row in matrix for x in row if x > 2])
print([(i, j) for i in range(3) for j in range(i)], [y := 5, y ** 2])
print([last := n for n in range(4)], last)
x = "outer"
print([x for x in range(2)], x)
print({**{"a": 1}, "b": 2, **{"a": 3}}, [*range(2), *"ab"], (*[1], 2), {*[1, 2], 2})
print([f"{k}={v!r}" for k, v in sorted({"b": 1, "a": "t"}.items())])
a, (b, *c), d = 1, (2, 3, 4), 5
print(a, b, c, d)
*head, tail = "word"
print(head, tail)
try:
    a, b = 1, 2, 3
except ValueError as error:
    print(error)
try:
    a, b, c = 1, 2
except ValueError as error:
    print(error)
try:
    a, *b, c = [1]
except ValueError as error:
    print(error)
try:
    a, b = 5
except TypeError as error:
    print(error)
first = second = []
first.append(1)
print(second, first is second)
i, values = 0, [0, 0, 0]
i, values[i] = 1, 9
print(i, values)

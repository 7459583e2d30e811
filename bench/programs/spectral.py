"""Spectral norm: nested loops of float arithmetic and small calls."""


def element(i, j):
    return 1.0 / ((i + j) * (i + j + 1) // 2 + i + 1)


def multiply(vector):
    n = len(vector)
    result = []
    for i in range(n):
        total = 0.0
        for j in range(n):
            total += element(i, j) * vector[j]
        result.append(total)
    return result


def multiply_transposed(vector):
    n = len(vector)
    return [sum([element(j, i) * vector[j] for j in range(n)]) for i in range(n)]


u = [1.0] * 200
for _ in range(10):
    v = multiply_transposed(multiply(u))
    u = multiply_transposed(multiply(v))
vbv = vv = 0.0
for a, b in zip(u, v):
    vbv += a * b
    vv += b * b
print("%.9f" % (vbv / vv) ** 0.5)

# leaks: 0
"""A table filled once at the start, and results that are collected all the time and used at the end."""
table = {n: "entry %d" % n for n in range(500)}
results = []


class Result:
    def __init__(self, n):
        self.n, self.text = n, table[n % 500]


def work(n):
    return Result(n)


for n in range(3000):
    results.append(work(n))
print(sum(result.n for result in results))

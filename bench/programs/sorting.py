"""Sort by key: records by several fields, numbers, strings."""
seed = 7


def random(limit):
    global seed
    seed = (seed * 1103515245 + 12345) % 2147483648
    return (seed >> 8) % limit


class Record:
    def __init__(self, number, name, weight):
        self.number = number
        self.name = name
        self.weight = weight


records = [Record(random(100000), "name%d" % random(5000), random(1000) / 8) for _ in range(60000)]
by_number = sorted(records, key=lambda r: r.number)
by_name = sorted(records, key=lambda r: (r.name, r.number))
by_weight = sorted(records, key=lambda r: r.weight, reverse=True)
print(by_number[0].number, by_number[-1].number)
print(by_name[0].name, by_name[-1].name)
print(by_weight[0].weight, by_weight[-1].weight)
numbers = [r.number for r in records]
numbers.sort()
names = sorted(r.name for r in records)
print(numbers[30000], names[30000])

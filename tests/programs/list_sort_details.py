# list.sort and sorted: stability, keys called once and in order, reverse, exceptions from keys and comparisons, the list seen
# and changed while it is sorted, mixed numbers, and how many comparisons ordered input takes. Prints orders and refusals.
import functools
import operator
import random


def attempt(f, *args, **named):
    try:
        return f(*args, **named)
    except Exception as error:
        return "%s: %s" % (type(error).__name__, error)


words = "pear fig apple kiwi banana date cherry plum".split()
print(sorted(words, key=len), sorted(words, key=len, reverse=True), sorted(words, reverse=True)[:3])
keyed = []
sorted(words, key=lambda w: keyed.append(w) or w[-1])
print(keyed == words)
pairs = [(n % 3, n) for n in range(12)]
random.Random(1).shuffle(pairs)
print(sorted(pairs, key=operator.itemgetter(0)) == [p for k in range(3) for p in pairs if p[0] == k])
print(sorted(pairs, key=operator.itemgetter(0), reverse=True) == [p for k in (2, 1, 0) for p in pairs if p[0] == k])


class Counted:
    compared = 0

    def __init__(self, n): self.n = n

    def __lt__(self, other):
        Counted.compared += 1
        return self.n < other.n


def comparisons(numbers):
    Counted.compared = 0
    items = [Counted(n) for n in numbers]
    items.sort()
    assert [i.n for i in items] == sorted(numbers)
    return Counted.compared


rng = random.Random(5)
shuffled = rng.sample(range(1000), 1000)
print(comparisons(range(1000)), comparisons(range(1000, 0, -1)), comparisons([5] * 1000), comparisons(list(range(500)) * 2) < 2500, comparisons(shuffled) < 9000, comparisons([]), comparisons([1]), comparisons([2, 1]), comparisons(list(range(500, 1000)) + list(range(500))) < 1200)

items = [3, 1, 2]


def spy(x):
    seen.append(list(items))
    return x


seen = []
items.sort(key=spy)
print(seen, items)


def mutate(x):
    items.append(x)
    return x


items = [3, 1, 2]
print(attempt(items.sort, key=mutate), items)


class Meddles(int):
    def __lt__(self, other):
        items.clear()
        return int(self) < int(other)


items = [Meddles(2), Meddles(1)]
print(attempt(items.sort), items)
items = [3, 1, 2]
print(attempt(items.sort, key=lambda x: items.extend("ab") or x), items)
items = [5, 3, 8, 1]
print(attempt(items.sort, key=lambda x: 1 // (x - 8)), items)


class Fussy:
    def __init__(self, n): self.n = n
    def __repr__(self): return "F%d" % self.n

    def __lt__(self, other):
        if self.n == 0 or other.n == 0:
            raise ValueError("compared with zero")
        return self.n < other.n


items = [Fussy(n) for n in (4, 3, 2, 0, 1)]
print(attempt(items.sort), sorted(items, key=lambda f: f.n))
print(attempt(sorted, [1, "a"]), attempt(sorted, [None, None]), attempt(sorted, [1j, 2j]), attempt(sorted, [{}, {}]), attempt(sorted, ["a", b"a"]), sorted([None]), attempt(sorted, [1, 2], key=5), attempt(sorted, [1, 2], reverse="x"), attempt(sorted, 5), attempt(sorted), attempt([].sort, 1), attempt([].sort, cmp=1), attempt(sorted, [1], reverse=None), attempt(sorted, [2, 1], key=None, reverse=1), sep="\n")
print(sorted([3, 1.5, True, -2, 10**30, -1e30, 0]), sorted([0.0, -0.0, 0, False]), sorted([2**62, 2**63, -2**63, 1, 2**61]), sorted([1.5, 2**53 + 1, float(2**53), 2**53]), sorted(["b", "a\U0001F600", "a\uffff", "", "é", "\ud800"]).__len__(), sorted([b"b", b"", b"ab", b"a"]), sorted([(1, "b"), (1, "a"), (0, "z"), (1,), ()]), sorted([[2], [1, 5], [1]]))
nan = float("nan")
print([x == x and x for x in sorted([3.0, nan, 1.0, 2.0])], len(sorted([nan] * 5 + [1])), sorted([(1, nan), (1, 2)], key=lambda t: t[0])[0][1] != 2)


class Str(str):
    def __lt__(self, other): return str(self) > str(other)


print(sorted([Str("a"), Str("c"), Str("b")]), sorted(["a", Str("c"), "b", Str("d")]), max(Str("a"), Str("b")), min([Str("a"), Str("b")]))
def by_digits(a, b): return (a % 10 > b % 10) - (a % 10 < b % 10) or a - b
key = functools.cmp_to_key(by_digits)
print(sorted([21, 12, 32, 11, 5], key=key), key(21) < key(12), key(21) == key(21), attempt(lambda: key(1) < 5), attempt(hash, key(1)), attempt(sorted, [1, 2], key=functools.cmp_to_key(lambda a, b: "x")), attempt(sorted, [1, 2], key=functools.cmp_to_key(lambda a: 0)), key(5).obj)
class Backwards:
    def __init__(self, n): self.n = n
    def __gt__(self, other): return self.n > other.n
    def __repr__(self): return str(self.n)


print(sorted([Backwards(3), Backwards(1), Backwards(2)]), attempt(sorted, [Backwards(1), 5]))
class Truthy:
    def __init__(self, n): self.n = n
    def __lt__(self, other): return "yes" if self.n < other.n else ""
    def __repr__(self): return "T%d" % self.n


print(sorted([Truthy(3), Truthy(1), Truthy(2)]), (lambda a: (a.sort(), a.reverse(), a))([2, 3, 1])[2], [].sort(), list(reversed(sorted("hello"))), sorted({"b": 1, "a": 2}), sorted({"b": 1, "a": 2}.items(), key=lambda i: i[1]))
rng = random.Random(9)
for size in 2, 31, 32, 33, 63, 64, 65, 127, 500, 2049:
    data = [rng.randrange(size) for _ in range(size)]
    runs = sorted(data[:size // 2]) + sorted(data[size // 2:], reverse=True)
    for sample in data, runs, [str(x) for x in data], [float(x) for x in data], [(x, -x) for x in data]:
        ordered = sorted(enumerate(sample), key=lambda p: p[1])
        assert all(a[1] < b[1] or a[1] == b[1] and a[0] < b[0] for a, b in zip(ordered, ordered[1:])), size
print("stable at every size")

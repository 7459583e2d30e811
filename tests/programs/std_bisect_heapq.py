"""bisect and heapq in use: grades, sorted lists with keys, intervals, a scheduler, merging, the largest and smallest, checked against plain sorting. Prints results and errors."""
import bisect
import heapq
import random
from fractions import Fraction


def t(f, *args, **kwargs):
    try:
        print(f(*args, **kwargs))
    except Exception as e:
        print(type(e).__name__ + ":", e)


def grade(score, breakpoints=(60, 70, 80, 90), grades="FDCBA"):
    return grades[bisect.bisect(breakpoints, score)]


print([grade(s) for s in (33, 99, 77, 70, 89, 90, 100, 59.999, Fraction(179, 3))])


class SortedList:
    def __init__(self, items=(), key=None):
        self.key = key
        self.items = sorted(items, key=key)

    def add(self, x):
        bisect.insort(self.items, x, key=self.key)

    def rank(self, k):
        return bisect.bisect_left(self.items, k, key=self.key), bisect.bisect_right(self.items, k, key=self.key)


words = SortedList(["pear", "fig", "apple", "kiwi", "banana"], key=len)
for w in ("plum", "date", "grape", "", "cherimoya"):
    words.add(w)
print(words.items, [words.rank(n) for n in range(0, 11)])
rows = [("a", 3), ("b", 1), ("c", 2), ("d", 1)]
by = []
for row in rows:
    bisect.insort_left(by, row, key=lambda r: r[1])
print(by)
rng = random.Random(5)
wrong = 0
for _ in range(60):
    data = sorted(rng.randrange(20) for _ in range(rng.randrange(15)))
    x, lo = rng.randrange(-1, 21), rng.randrange(0, 5)
    hi = rng.randrange(lo, len(data) + 1) if lo <= len(data) else lo
    left = lo + sum(v < x for v in data[lo:hi])
    right = lo + sum(v <= x for v in data[lo:hi])
    if lo <= len(data):
        wrong += bisect.bisect_left(data, x, lo, hi) != left or bisect.bisect_right(data, x, lo, hi) != right
print("wrong", wrong)
t(bisect.bisect, [1, 2], "x")
t(bisect.bisect, [1, 2], 1, -1)
t(bisect.bisect, [1, 2, 3], 9, 0, 2)
t(bisect.bisect, [1], 1, key=lambda v: 1 / 0)
t(bisect.bisect, 3, 1)
t(bisect.insort, (1, 2), 1)
t(bisect.bisect_left, range(10 ** 15), 10 ** 14 + 7)


class Task:
    serial = 0

    def __init__(self, when, name):
        self.when, self.name = when, name
        Task.serial += 1
        self.serial = Task.serial

    def __lt__(self, other):
        return (self.when, self.serial) < (other.when, other.serial)


queue = []
for when, name in [(5, "e"), (1, "a"), (3, "c"), (1, "b"), (3, "d")]:
    heapq.heappush(queue, Task(when, name))
clock = []
while queue:
    task = heapq.heappop(queue)
    clock.append((task.when, task.name))
    if task.name in "ac":
        heapq.heappush(queue, Task(task.when + 2, task.name * 2))
print(clock)
for n in (0, 1, 2, 7, 100):
    data = [rng.randrange(50) for _ in range(n)]
    heap = data[:]
    heapq.heapify(heap)
    print(n, all(heap[i] >= heap[(i - 1) // 2] for i in range(1, n)), [heapq.heappop(heap) for _ in range(n)] == sorted(data),
          heapq.nlargest(3, data), heapq.nsmallest(3, data, key=lambda v: -v), heapq.nlargest(1, data, key=str), heapq.nsmallest(n + 1, data) == sorted(data))
print(list(heapq.merge([1, 4, 7], [2, 5], [], [0, 9])), list(heapq.merge("ZA", "YB", reverse=True)), list(heapq.merge(["aa", "b"], ["ccc"], key=lambda s: -len(s))))
runs = [iter([1, 3]), (x for x in (2, 2)), range(4)]
print(list(heapq.merge(*runs)))
t(lambda: list(heapq.merge([1, "x"], [2])))
h = [3, 5, 4]
print(heapq.heappushpop(h, 1), heapq.heappushpop(h, 9), heapq.heapreplace(h, 0), h)
t(heapq.heappop, [])
t(heapq.heapreplace, [], 1)
print(heapq.heappushpop([], 1))
t(heapq.heappush, (), 1)
t(heapq.heapify, [1, "a"])
t(heapq.nlargest, 2, [1, None, 3])
print(heapq.nlargest(0, [1]), heapq.nsmallest(-1, [1]), heapq.nlargest(2, {"x": 1, "y": 2, "w": 0}))


def huffman(text):
    heap = [(n, c, c) for c, n in ((c, text.count(c)) for c in sorted(set(text)))]
    heapq.heapify(heap)
    while len(heap) > 1:
        a, b = heapq.heappop(heap), heapq.heappop(heap)
        heapq.heappush(heap, (a[0] + b[0], min(a[1], b[1]), (a[2], b[2])))
    codes = {}

    def walk(node, prefix):
        if isinstance(node, str):
            codes[node] = prefix or "0"
        else:
            walk(node[0], prefix + "0")
            walk(node[1], prefix + "1")
    walk(heap[0][2], "")
    return codes


codes = huffman("abracadabra, alakazam")
print(codes, sum(len(codes[c]) for c in "abracadabra"))

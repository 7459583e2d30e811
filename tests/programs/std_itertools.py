"""itertools in use: the known recipes, combinations counted, groups, windows, primes, streams that merge, tees, laziness seen. Prints sequences."""
import collections
import itertools
import math
import operator
import random
from itertools import accumulate, chain, combinations, combinations_with_replacement, compress, count, cycle, dropwhile, filterfalse, groupby, islice, pairwise, permutations, product, repeat, starmap, takewhile, tee, zip_longest


def t(f, *args, **kwargs):
    try:
        print(f(*args, **kwargs))
    except Exception as e:
        print(type(e).__name__ + ":", e)


def take(n, iterable):
    return list(islice(iterable, n))


def grouper(iterable, n, fill=None):
    return zip_longest(*[iter(iterable)] * n, fillvalue=fill)


def roundrobin(*iterables):
    active = cycle(iter(it).__next__ for it in iterables)
    left = len(iterables)
    while left:
        try:
            for step in active:
                yield step()
        except StopIteration:
            left -= 1
            active = cycle(islice(active, left))


def partition(predicate, iterable):
    a, b = tee(iterable)
    return filterfalse(predicate, a), filter(predicate, b)


def powerset(s):
    return chain.from_iterable(combinations(s, r) for r in range(len(s) + 1))


def sliding(iterable, n):
    it = iter(iterable)
    window = collections.deque(islice(it, n), maxlen=n)
    if len(window) == n:
        yield tuple(window)
    for x in it:
        window.append(x)
        yield tuple(window)


def sieve(n):
    data = bytearray((0, 1)) * (n // 2)
    data[:3] = 0, 0, 0
    for p in compress(range(int(math.sqrt(n)) + 1), data):
        data[p * p:n:p + p] = bytes(len(range(p * p, n, p + p)))
    data[2] = 1
    return compress(range(n), data)


print(take(5, count(10, 3)), take(4, count(0.5, -0.25)), list(grouper("abcdefg", 3, "-")), "".join(roundrobin("abc", "d", "ef")), [list(x) for x in partition(lambda n: n % 2, range(8))], list(powerset("abc")), list(sliding("abcde", 3)), list(sieve(60)))
print([(k, len(list(g))) for k, g in groupby("aaabbcaa")], {k: [w for w in g] for k, g in groupby(sorted(["bee", "ant", "cat", "elk", "wasp"], key=len), len)})
groups = groupby([1, 1, 2, 3, 3])
k1, g1 = next(groups)
k2, g2 = next(groups)
print(k1, list(g1), k2, list(g2), [(k, list(g)) for k, g in groups])
print(list(accumulate([3, 1, 4, 1, 5], max)), list(accumulate(range(1, 6), operator.mul, initial=10)), list(accumulate("abc")), list(accumulate([])), list(accumulate([], initial=0)))
print(list(takewhile(lambda x: x < 3, [1, 2, 5, 1])), list(dropwhile(lambda x: x < 3, [1, 2, 5, 1])), list(starmap(pow, [(2, 5), (3, 2)])), list(zip_longest("ab", range(3), fillvalue="?")), list(pairwise("abcd")), list(compress("abcdef", [1, 0, 1, 0, 1])), list(repeat("x", 3)), list(islice("abcdefg", 1, None, 2)), list(islice("abc", 5, 2)))
n, r = 7, 3
print(len(list(permutations(range(n), r))) == math.perm(n, r), len(list(combinations(range(n), r))) == math.comb(n, r), len(list(combinations_with_replacement(range(n), r))) == math.comb(n + r - 1, r), len(list(product(range(n), repeat=r))) == n ** r)
print(list(product("ab", [1, 2])), list(product()), list(product("a", [])), list(permutations("abc", 2)), list(permutations("ab", 3)), list(combinations("aab", 2)), list(combinations([], 0)), list(combinations_with_replacement("ab", 2)))
for bad in [lambda: islice([], -1), lambda: islice([], "x"), lambda: permutations("a", -1), lambda: combinations("a", -1), lambda: product("a", repeat=-1), lambda: count("x"), lambda: repeat(1, "x"), lambda: tee([], -1), lambda: zip_longest(1), lambda: chain(1).__next__(), lambda: next(starmap(pow, [3])), lambda: groupby(1), lambda: compress([1]),
            lambda: next(accumulate([1, "a"])) and list(accumulate([1, "a"])), lambda: list(chain.from_iterable([1])), lambda: islice([], 1, 2, 0), lambda: product("a", repeats=2), lambda: list(filterfalse(3, [1]))]:
    t(bad)
log = []


def noisy(name, n):
    for i in range(n):
        log.append(f"{name}{i}")
        yield i


a, b = tee(noisy("t", 4))
print(next(a), next(a), log, next(b), log, list(a), list(b), len(log))
log.clear()
print(next(islice(noisy("s", 9), 3, 5)), log, next(chain(noisy("x", 1), noisy("y", 1))), log, next(zip(noisy("p", 2), noisy("q", 2))), log, next(zip_longest(noisy("u", 1), noisy("v", 1))), log)
log.clear()
print(list(product(noisy("m", 2), noisy("n", 2))), log)
big = cycle(noisy("c", 2))
print(take(5, big), log[-2:])
print(repr(count(5)), repr(count(1, 2)), repr(repeat([1], 4)), repr(repeat(None)), repr(count(1.5)), operator.length_hint(repeat(1, 7)), operator.length_hint(islice(range(9), 3)))
first = iter(["a", "b", "c", "d"])
print(list(zip(first, first)), sum(1 for _ in takewhile(bool, chain([1] * 5, [0]))), min(chain([3], [1, 2])), dict(zip("ab", count())), list(map(operator.sub, [5, 6], repeat(1))), "".join(chain.from_iterable(["ab", ["c"]])))


def primes():
    """Incremental sieve: the multiples of every prime found so far."""
    composites = {}
    for n in count(2):
        if n not in composites:
            yield n
            composites[n * n] = [n]
        else:
            for p in composites.pop(n):
                composites.setdefault(n + p, []).append(p)


print(list(takewhile(lambda p: p < 50, primes())), next(islice(primes(), 100, None)))


def look_and_say(s):
    while True:
        yield s
        s = "".join(f"{len(list(g))}{k}" for k, g in groupby(s))


print(take(7, look_and_say("1")))


def triangle():
    row = [1]
    while True:
        yield row
        row = [1, *map(sum, pairwise(row)), 1]


print(take(6, triangle()), [sum(r) for r in islice(triangle(), 8)])
deal = random.Random(3)
deck = ["".join(c) for c in product("23456789TJQKA", "SHDC")]
deal.shuffle(deck)
print([sorted(islice(iter(deck[i:]), 5)) for i in (0, 5)])
print([solution for solution in permutations(range(6)) if len({solution[i] + i for i in range(6)}) == len({solution[i] - i for i in range(6)}) == 6])

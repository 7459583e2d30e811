# stderr: SyntaxWarning
"""set and frozenset: methods, operators, comparisons, hash, mutation, errors. Printed sorted, as sets have no order of their own."""


def attempt(f, *args, **named):
    try:
        result = f(*args, **named)
        return repr(sorted(result, key=repr)) if isinstance(result, (set, frozenset)) else repr(result)
    except Exception as error:
        return f"{type(error).__name__}: {error}"


a, b, z = {1, 2, 3, 4}, {3, 4, 5}, frozenset({4, 5, 6})
for name in "union intersection difference symmetric_difference issubset issuperset isdisjoint".split():
    print(name, attempt(getattr(a, name), b), attempt(getattr(a, name), z), attempt(getattr(z, name), a), attempt(getattr(a, name), [4, 4]), attempt(getattr(a, name), 5), attempt(getattr(a, name)))
print(attempt(lambda: a | b), attempt(lambda: a & b), attempt(lambda: a - b), attempt(lambda: a ^ b), attempt(lambda: a | [1]), type(a | z).__name__, type(z | a).__name__)
print(a < b, a <= a, a < a | {9}, a > {1}, a >= a, a == {4, 3, 2, 1}, a == frozenset(a), a != b, {1} == {True} == {1.0}, attempt(lambda: a < [1]))
c = set(a); c.add(9); c.discard(1); c.discard(100); c.update([7], "xy", ()); print(sorted(c, key=str), len(c), 9 in c, attempt(c.remove, 100), attempt(c.add, []))
c.intersection_update({7, 9, "x"}); print(sorted(c, key=str)); c.difference_update({9}); c.symmetric_difference_update({7, 8}); print(sorted(c, key=str))
c -= {8}; c |= {1, 2}; c &= {1, "x"}; c ^= {"x", 3}; print(sorted(c)); c.clear(); print(c, attempt(c.pop), set(), frozenset(), frozenset({1}), {1}, {"one"})
print(hash(frozenset({1, 2})) == hash(frozenset([2, 1])), attempt(hash, {1}), {frozenset({1}): "key"}[frozenset({1})], frozenset({1}) in {frozenset({1})}, {1} in {frozenset({1})})
print(sorted(set("hello")), sorted({x % 3 for x in range(10)}), len({None, True, 1, "1", 1.5, (1,)}), attempt(set, 5), attempt(lambda: {[]}), attempt(lambda: {1}[0]), attempt(lambda: {1} + {2}))
print(attempt(frozenset({1}).union, [2], [3]), frozenset(z) is z, frozenset({1}).copy() == {1}, attempt(lambda: z.add(1)))
s = {1, 2, 3}
try:
    for v in s:
        s.add(v + 10)
except RuntimeError as error:
    print(error)
pool = set(range(2000)); pool -= set(range(0, 2000, 2)); pool -= {x for x in pool if x % 3 == 0}; print(len(pool), sum(pool), min(pool), max(pool))
while pool: pool.pop()
print(pool, not pool)
sub = type("Sub", (set,), {}); x = sub([1]); print(x, type(x | {2}).__name__, isinstance(x, set), x == {1})
n = {0}; n.add(-1); n.add(-2); print(sorted(n), -1 in n, -2 in n, -3 in n)
print([sorted(p) for p in ({1, 2} | {3}, {1, 2}.union({3}, {4}), set.union({1}, {2}), set().union())], sorted({*a, *b}), len({*()}))

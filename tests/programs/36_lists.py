# stderr: SyntaxWarning
"""list and tuple: methods, slices assigned and deleted, sorting, comparing, repeating, changing while iterating, errors."""


def attempt(f, *args, **named):
    try:
        return repr(f(*args, **named))
    except Exception as error:
        return f"{type(error).__name__}: {error}"


a = [3, 1, 2]
a.append(4); a.extend((5, 6)); a.insert(0, 0); a.insert(-1, "x"); a.insert(99, "end")
print(a, a.pop(), a.pop(0), a.pop(-2), a.index(5), a.count(1))
a.remove(5); a.reverse()
print(a, a.copy() is a, a.copy() == a)
a.sort(); print(a); a.sort(reverse=True, key=lambda v: v % 3); print(a)
a.clear(); print(a, attempt(a.pop), attempt(a.remove, 1), attempt(a.index, 1), attempt([1].pop, 3), attempt(lambda: a[0]))
n = list(range(10))
n[2:5] = "ab"; print(n)
n[1:1] = [99]; print(n)
n[::3] = "wxyz"[:len(n[::3])]; print(n)
print(attempt(lambda: n.__setitem__(slice(None, None, 2), [1])), attempt(lambda: n.__setitem__(slice(0, 1), 5)))
del n[::2]; print(n)
del n[-1], n[0:1]; print(n)
n[:] = []; print(n)
n += "ab"; n *= 2; print(n, [0] * -1, 3 * [1], [1] + [2], attempt(lambda: [1] + (2,)), attempt(lambda: [1] * 1.5))
m = [1, 2]; m += m; m.extend(m); print(m); m[1:3] = m; print(m)
m = [1]; m.append(m); print(m, m == m, m[1] is m, repr((m,)))
print([1, 2] < [1, 2, 0], [2] > [1, 99], [1] == [1.0], attempt(lambda: (1, 2) < (1, "a")), [] < [1], [1] != (1,))
words = "the quick brown fox jumps over the lazy dog".split()
print(sorted(words), sorted(words, key=len), sorted(words, key=lambda w: (len(w), w), reverse=True), sorted("hello", reverse=True))
print(attempt(sorted, [1, "a"]), attempt(sorted, 5), attempt([3, 2].sort, key=1), attempt([].sort, 1), sorted([(2, "b"), (1, "z"), (2, "a")]))
big = [(i * 7919) % 1009 for i in range(3000)]
print(sorted(big) == sorted(big, reverse=True)[::-1], sorted(big)[:5], sum(big))
stable = sorted(((i * 31 % 7, i) for i in range(40)), key=lambda p: p[0])
print(all(x[1] < y[1] for x, y in zip(stable, stable[1:]) if x[0] == y[0]))


class Odd:
    def __lt__(self, other):
        raise RuntimeError("no order")


print(attempt(sorted, [Odd(), Odd()]))
changing = [1, 2, 3]


def spoil(v):
    changing.append(v)
    return v


print(attempt(changing.sort, key=spoil), len(changing))
grow = [1]
for v in grow:
    if len(grow) < 5:
        grow.append(v * 2)
print(grow)
for v in (shrink := list(range(8))):
    shrink.remove(v)
print(shrink)
it = iter([1, 2, 3]); print(next(it), it.__length_hint__(), list(it), next(it, "done"), list(it))
print(list(reversed([1, 2, 3])), [1, 2, 3].__contains__(2), len([[]] * 3))
t = (1, [2], "three")
t[1].append(22)
print(t, t + (4,), t * 2, t[1:], t.index("three"), t.count(1), (1,), (), hash((1, 2)) == hash((1, 2)), attempt(hash, t), attempt(lambda: t[7]))
try:
    t[0] = 5
except TypeError as error:
    print(error)
try:
    t[1] += [3]
except TypeError as error:
    print(error, t)
try:
    del t[0]
except TypeError as error:
    print(error)
print(tuple("ab"), tuple([1]) is not None, tuple(t) is t, list(t) is t, t[:] is t, [*t, *[1]], (*"ab", 1))
print(attempt(lambda: [][0]), attempt(lambda: [1].__setitem__(3, 1)), attempt(lambda: [].__delitem__(0)), attempt(lambda: [1]["a"]), attempt(list, 1, 2), attempt(list, 5), attempt(tuple, None))
print([[0] * 3 for _ in range(2)], [x for x in [[1, [2, [3]]]]], list(zip([1, 2, 3], "ab")), list(map(max, [1, 5], [3, 2])), any([0, "", 3]), all([]))

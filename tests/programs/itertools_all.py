# Every iterator of itertools: results, messages, what pickling would store, reuse of tuples.
from itertools import *
import itertools


def show(*things):
    print(*things)


def take(n, it):
    out = []
    for _ in range(n):
        try:
            out.append(next(it))
        except StopIteration:
            out.append('end')
            break
    return out


def fails(f, /, *args, **kw):
    try:
        r = f(*args, **kw)
    except BaseException as e:
        print(type(e).__name__, '|', e)
    else:
        print('no error', r)


def red(o):
    # like copy.copy
    r = o.__reduce__()
    again = r[0](*r[1])
    if len(r) > 2 and r[2] is not None:
        again.__setstate__(r[2])
    return again


# count
show(take(3, count()), take(3, count(5)), take(4, count(10, -3)), take(3, count(step=2)), take(3, count(1.5, 0.25)))
show(take(3, count(2**63 - 2)), take(3, count(2**63 - 1, 2)), take(3, count(-2**63, -1)), take(3, count(10**20, 10**19)))
show(take(2, count(True)), take(2, count(True, 2)), take(2, count(3, True)), take(3, count(1+2j, 1j)))
show(repr(count(3)), repr(count(3, 2)), repr(count(3.5)), repr(count(-1, -2)), repr(count(10**30)))
c = count(2**63 - 2); next(c); next(c); show(repr(c)); next(c); show(repr(c))
show(count(7).__reduce__()[1], count(7, 3).__reduce__()[1], count(0.5).__reduce__()[1])
fails(count, 'a')
fails(count, 1, 'a')
fails(count, 1, 2, 3)
fails(count, x=1)
class C(count): pass
show(repr(C(4)), take(2, C(4)))

# cycle
show(take(7, cycle('abc')), take(1, cycle('')))
c = cycle([1, 2, 3]); next(c); next(c)
show(c.__reduce__()[2], take(5, red(c)))
next(c); next(c); show(take(5, red(c)), take(3, c))
fails(cycle); fails(cycle, 1); fails(cycle, [], x=1); fails(cycle, [], [])
fails(cycle([]).__setstate__, []); fails(cycle([]).__setstate__, ([],)); fails(cycle([]).__setstate__, ((), 1))

# repeat
show(take(3, repeat('x')), list(repeat('x', 3)), list(repeat(1, times=0)), list(repeat(1, -4)), list(repeat(object=2, times=2)))
show(repr(repeat('a')), repr(repeat('a', 4)), repeat(1, 5).__length_hint__(), repeat(1, 5).__reduce__()[1], repeat(1).__reduce__()[1])
fails(repeat); fails(repeat, 1, 'x'); fails(repeat(1).__length_hint__); fails(repeat, 1, 2, 3); fails(repeat, 1, foo=2)

# selection
show(list(compress('abcdef', [1, 0, 1, 0, 1])), list(compress([], [1])), list(compress(data='abc', selectors=[0, 1, 1])))
fails(compress, 'a'); fails(compress, 1, []); fails(compress, 'a', 1)
show(list(dropwhile(lambda x: x < 3, [1, 2, 3, 1, 2])), list(takewhile(lambda x: x < 3, [1, 2, 3, 1, 2])))
show(list(filterfalse(None, [0, 1, '', 'a', None])), list(filterfalse(lambda x: x % 2, range(6))), list(filterfalse(bool, [0, 1])))
show(list(starmap(pow, [(2, 5), [3, 2], (10, 3)])), list(starmap(max, [range(4), 'az'])))
t = takewhile(lambda x: x, [1, 0, 1]); show(take(5, t), take(2, t))
d = dropwhile(lambda x: x < 2, iter([1, 2, 3, 0])); next(d); show(list(red(d)))
t = takewhile(bool, iter([1, 1, 0, 1])); next(t); show(list(red(t)), t.__reduce__()[2])
show(dropwhile(bool, []).__reduce__()[2], takewhile(bool, []).__reduce__()[2])
for f in dropwhile, takewhile, filterfalse, starmap:
    fails(f); fails(f, len); fails(f, len, 1); fails(f, len, [], 1); fails(f, len, [], a=1)
fails(list, starmap(pow, [1])); fails(list, starmap(1, [()])); fails(list, takewhile(1, [1]))
def bad(x): raise ValueError(x)
for f in dropwhile, takewhile, filterfalse:
    fails(next, f(bad, [1, 2]))

# chains
show(list(chain('ab', [1, 2], (), {3})), list(chain()), list(chain.from_iterable(['ab', 'cd'])), chain[int])
c = chain('ab', 'cd'); next(c); show(list(red(chain([1], [2])))); fails(chain('a').__setstate__, 1); fails(chain('a').__setstate__, ()); fails(chain('a').__setstate__, (1,)); fails(chain().__setstate__, (1, 2, 3))
c = chain(iter([1, 2]), iter([3])); next(c); show(list(red(c)))
e = chain(); list(e); show(e.__reduce__()[1:])
fails(chain, x=1); fails(list, chain(1)); fails(list, chain([1], 2)); fails(chain.from_iterable, 3); fails(chain.from_iterable)
show(list(accumulate([1, 2, 3])), list(accumulate('abc')), list(accumulate([1, 2, 3], lambda a, b: a * b)), list(accumulate([1, 2], initial=10)), list(accumulate([], initial=5)), list(accumulate([])), list(accumulate([3, 1], func=max)))
a = accumulate(iter([1, 2, 3, 4])); next(a); next(a); show(a.__reduce__()[2], list(red(a)))
a = accumulate(iter([1, 2]), initial=10); show(a.__reduce__()[2], list(red(a)))
a = accumulate(iter([None, 2]), lambda x, y: y); next(a); show(a.__reduce__()[0].__name__, list(red(a)))
fails(accumulate); fails(accumulate, 1); fails(list, accumulate([1, 'a'])); fails(accumulate, [], 1, 2); fails(accumulate, [], foo=1)
show(list(islice('abcdef', 3)), list(islice('abcdef', 2, 4)), list(islice('abcdef', 1, None, 2)), list(islice('abc', None)), list(islice('abcdefgh', 1, 7, 3)), list(islice(count(), 3, 3)))
it = iter(range(10)); show(list(islice(it, 1, 8, 3)), list(it))
it = iter(range(10)); show(list(islice(it, 3, 1)), list(it))
fails(islice); fails(islice, []); fails(islice, 1, 2); fails(islice, [], -1); fails(islice, [], 'a'); fails(islice, [], -2); fails(islice, [], -1, 5); fails(islice, [], 1, -1)
fails(islice, [], 1, -5); fails(islice, [], 1, 2, 0); fails(islice, [], 1, 2, -1); fails(islice, [], 'a', 2); fails(islice, [], 1, 2, 'b'); fails(islice, [], 1, 2, 3, 4); fails(islice, [], 2**70)
s = islice(iter(range(9)), 1, 8, 2); next(s); show(s.__reduce__()[1][1:], s.__reduce__()[2], list(red(s)))
s = islice(iter('a'), 5); list(s); show(s.__reduce__()[2], list(red(s)))
show(list(pairwise('abcd')), list(pairwise('a')), list(pairwise('')), pairwise.__name__)
fails(pairwise); fails(pairwise, 1); fails(pairwise, [], x=1)
p = pairwise([1, 2, 3]); x = next(p); y = next(p); show(x, y, x is y)
show(list(zip_longest('abc', [1], range(2))), list(zip_longest('ab', '', fillvalue='-')), list(zip_longest()), list(zip_longest([])))
z = zip_longest('ab', iter([1]), fillvalue=0); next(z); next(z); show(z.__reduce__()[1][1], z.__reduce__()[2])
fails(zip_longest, 1); fails(zip_longest, [], foo=1); fails(zip_longest, [1], fillvalue=1, foo=1)
show(len(set(map(id, zip_longest(range(50), range(30))))) <= 2)

# groupby
show([(k, list(g)) for k, g in groupby('aabbbca')], [(k, list(g)) for k, g in groupby(range(6), lambda x: x // 4)], [k for k, g in groupby([1, 1, 2])])
groups = list(groupby('aab')); show([list(g) for k, g in groups])
g = groupby('aabb'); k, first = next(g); next(first); k2, second = next(g); show(list(first), k2, list(second))
g = groupby(iter('aabbb')); k, first = next(g); next(g); show(g.__reduce__()[2])
k, first = next(groupby('aab')); show(type(first).__name__, list(first), len(first.__reduce__()))
fails(groupby); fails(groupby, 1); fails(groupby, [], 1, 2); fails(list, groupby([1], 3)); fails(groupby, [], foo=1); fails(groupby([]).__setstate__, 1)
fails(itertools._grouper, 1, 2)
class E:
    def __init__(self, x): self.x = x
    def __eq__(self, o): raise ZeroDivisionError(self.x)
g = groupby([E(1), E(2)]); next(g); fails(next, g)

# combining
show(list(product('ab', [1, 2])), list(product()), list(product('ab', repeat=2)), list(product('ab', [])), list(product('ab', repeat=0)), len(list(product(range(3), repeat=4))))
fails(product, 1); fails(product, [], repeat=-1); fails(product, [], foo=1); fails(product, [], repeat='a'); fails(product, [], repeat=1, foo=2)
show(list(permutations('abc', 2)), list(permutations([1, 2, 3])), list(permutations('ab', 3)), list(permutations('ab', 0)), list(permutations('')))
fails(permutations); fails(permutations, 'a', -1); fails(permutations, 'a', 1.5); fails(permutations, 1); fails(permutations, 'a', 1, 2); fails(permutations, 'a', s=2)
show(list(combinations('abcd', 2)), list(combinations('abcd', 3)), list(combinations('ab', 3)), list(combinations('ab', 0)), list(combinations('', 0)))
show(list(combinations_with_replacement('abc', 2)), list(combinations_with_replacement('', 1)), list(combinations_with_replacement('', 0)), list(combinations_with_replacement('a', 3)))
for f in combinations, combinations_with_replacement:
    fails(f); fails(f, 'a'); fails(f, 'a', -1); fails(f, 'a', 'b'); fails(f, 1, 1); fails(f, 'a', 1, 2); fails(f, 'a', s=1)
    show(list(f(r=1, iterable='ab')))
for o in product('ab', 'cd'), permutations('abc', 2), combinations('abcd', 2), combinations_with_replacement('abc', 2):
    show(o.__reduce__()[1:])
    next(o); next(o)
    show(o.__reduce__()[1:], list(red(o)))
    fails(o.__setstate__, 5); fails(o.__setstate__, (1,)); fails(o.__setstate__, ((1, 2), 'xy'))
    rest = list(o)
    show(rest[-1], o.__reduce__()[1:])
o = permutations(range(4), 2); next(o); o.__setstate__(((100, -100, 2, 1), (-3, 100))); show(next(o), o.__reduce__()[2])
o = combinations(range(4), 2); o.__setstate__((9, -9)); show(take(9, o))
show(len(set(map(id, combinations(range(10), 4)))) <= 2)
kept = list(combinations(range(5), 3)); show(len(set(map(id, kept))) == 10)
show(product('ab', 'cd').__sizeof__() > product().__sizeof__(), combinations([1], 1).__sizeof__() > 0)

# tee
a, b = tee([1, 2, 3]); show(list(a), list(b), tee([], 0), len(tee([], 4)))
a, b = tee(range(200)); show(sum(a), sum(b))
a, = tee('abc', 1); next(a); b = a.__copy__(); show(list(a), list(b), type(a).__name__)
x, y = tee(a.__copy__()); show(type(x) is type(a))
fails(tee); fails(tee, 1); fails(tee, [], -1); fails(tee, [], 'a'); fails(tee, [], 1, 2)
a, b = tee(iter('abcdef')); next(a); next(a); show(a.__reduce__()[2][1], a.__reduce__()[1], a.__reduce__()[2][0].__reduce__()[1][1])
again = red(a); show(list(again), list(b))
fails(a.__setstate__, 1); fails(a.__setstate__, (1, 2)); fails(a.__setstate__, (a.__reduce__()[2][0], 99))
fails(itertools._tee_dataobject, 1, 2, 3); fails(itertools._tee_dataobject, iter([]), [1] * 58, None)
class I:
    count = 0
    def __init__(self, i): self.a, self.b = tee(self); self.i = i
    def __iter__(self): return self
    def __next__(self): return next(self.b)
fails(next, I(1).a)
def gen():
    yield 1
    yield from iter_b
iter_a, iter_b = tee(gen())
show(next(iter_a)); fails(next, iter_a)

# subclasses refuse keywords unless they have an __init__
for f, args in (chain, ()), (cycle, ([],)), (islice, ([], 1)), (starmap, (len, [])), (filterfalse, (len, [])), (pairwise, ([],)):
    class S(f): pass
    fails(S, *args, newarg=1)
    class S(f):
        def __init__(self, *args, newarg=None): self.newarg = newarg
    show(S(*args, newarg=3).newarg)

# re-entrance: an iterator that is emptied while it is being asked
class R:
    def __init__(self): self.n = 0; self.inside = False
    def __iter__(self): return self
    def __next__(self):
        self.n += 1
        if self.n == 1:
            return 0
        if not self.inside:
            self.inside = True
            list(self.outer)
        raise StopIteration
for make in (lambda r: chain(r), lambda r: islice(r, 5), lambda r: pairwise(r), lambda r: cycle(islice(r, 1))):
    r = R(); r.outer = make(r); show(take(3, r.outer))

# cycles are collected
import gc
class W: pass
def cyc(make):
    w = W(); w.it = make(w)
    from _weakref import ref
    return ref(w)
for make in (lambda w: chain([w]), lambda w: cycle([w]), lambda w: repeat(w), lambda w: groupby([w]), lambda w: permutations([w]), lambda w: tee([w])[0], lambda w: accumulate([w]), lambda w: zip_longest([w]), lambda w: starmap(w, []), lambda w: compress([w], []), lambda w: count(1), lambda w: islice([w], 1), lambda w: product([w])):
    r = cyc(make); gc.collect(); show(r() is None)

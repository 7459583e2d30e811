# _heapq, _bisect, _random: results bit by bit, messages, lists that change under comparisons.
import _heapq as h, _bisect as b, _random


def show(*things):
    print(*things)


def fails(f, /, *args, **kw):
    try:
        r = f(*args, **kw)
    except BaseException as e:
        print(type(e).__name__, '|', e)
    else:
        print('no error', r)


r = _random.Random(42)
show(r.random(), r.random(), r.getrandbits(1), r.getrandbits(32), r.getrandbits(33), r.getrandbits(64), r.getrandbits(65), r.getrandbits(100), r.getrandbits(1000), r.getrandbits(0), r.getrandbits(True))
for s in 0, 1, -1, 2**32, 2**64 - 1, -2**70, 10**50, 1.5, (1, 2), True, 2**31:
    q = _random.Random(s); show(s, q.random(), q.getrandbits(40), hash(q.getstate()))
r.seed(7); show(r.random(), r.getstate()[:3], r.getstate()[-1]); st = r.getstate(); x = [r.random() for _ in range(700)]; r.setstate(st); show(x == [r.random() for _ in range(700)], x[-1])
show(len(st), _random.Random().random() != _random.Random().random(), r.seed(None), r.seed())
fails(_random.Random, 1, 2); fails(_random.Random, x=1); fails(r.getrandbits, -1); fails(r.getrandbits, 'a'); fails(r.getrandbits, 2**40); fails(r.setstate, 5); fails(r.setstate, ()); fails(r.setstate, (-1,) * 625); fails(r.setstate, (1,) * 624 + (-1,)); fails(r.setstate, ('a',) * 625); fails(r.setstate, (2**80,) * 625); fails(r.seed, 1, 2); fails(r.seed, []); fails(r.random, 1); fails(r.setstate, (1,) * 624 + (625,)); fails(r.getrandbits); fails(r.setstate, (2**33,) * 625)
class R(_random.Random):
    def __init__(self, newarg=None): super().__init__(3)
show(R(newarg=1).random()); R().attr = 1
class R0(_random.Random):
    def __init__(self): pass
show(R0().getstate()[:2], R0().getstate()[-1])

rnd = _random.Random(99)
def ints(n, k): return [rnd.getrandbits(k) for _ in range(n)]
for n in 0, 1, 2, 3, 10, 101, 3000:
    for make in (lambda: ints(n, 10), lambda: [rnd.random() for _ in range(n)], lambda: ['s%d' % i for i in ints(n, 8)], lambda: [(i, 'x') for i in ints(n, 4)], lambda: ints(n, 80)):
        l = make(); heap = list(l); h.heapify(heap); first = list(heap)
        out = [h.heappop(heap) for _ in range(len(heap))]
        assert out == sorted(l), n
        heap = []
        for x in l: h.heappush(heap, x)
        assert [h.heappop(heap) for _ in range(len(heap))] == out
        heap = list(l); h._heapify_max(heap)
        assert [h._heappop_max(heap) for _ in range(len(heap))] == out[::-1]
        if n == 10: show(first)
heap = [5, 3, 8, 1]; h.heapify(heap); show(heap, h.heappushpop(heap, 0), h.heappushpop(heap, 4), heap, h.heapreplace(heap, 9), heap, h.heappushpop([], 1))
m = [5, 3, 8, 1]; h._heapify_max(m); show(m, h._heapreplace_max(m, 2), m)
fails(h.heappush, 1, 2); fails(h.heappop, []); fails(h.heapreplace, [], 1); fails(h.heapify, (1,)); fails(h._heappop_max, []); fails(h.heappush, []); fails(h._heapify_max, 1); fails(h._heapreplace_max, [], 2); fails(h.heappop, 5); fails(h.heappushpop, (), 1); fails(h.heapreplace, {}, 1); fails(h._heappop_max, 'a'); fails(h._heapreplace_max, 1, 1); fails(h.heapify, [1, 'a']); fails(h.heappush, [1], 'a'); fails(h.heappop)
class Grow:
    def __init__(self, l): self.l = l
    def __lt__(self, o): self.l.append(1); return True
class Clear:
    def __init__(self, l): self.l = l
    def __lt__(self, o): self.l.clear(); return True
for C in Grow, Clear:
    for f in h.heapify, h.heappop, h._heapify_max, h._heappop_max:
        l = []; l.extend(C(l) for _ in range(6)); fails(f, l)
    for f in h.heappush, h.heapreplace, h.heappushpop, h._heapreplace_max:
        l = []; l.extend(C(l) for _ in range(6)); fails(f, l, C(l))
class Bad:
    def __lt__(self, o): raise ZeroDivisionError
for f in h.heapify, h.heappop: fails(f, [Bad() for _ in range(5)])
class L(list): pass
l = L([3, 1, 2]); h.heapify(l); show(l, h.heappop(l), l)

l = [1, 2, 2, 2, 3]
show(b.bisect_left(l, 2), b.bisect_right(l, 2), b.bisect_left(l, 0), b.bisect_right(l, 9), b.bisect_left(l, 2, 2), b.bisect_right(l, 2, 0, 2), b.bisect_right(l, 2, hi=3), b.bisect_left(a=l, x=3), b.bisect_right(l, 2.5), b.bisect_right([], 1))
show(b.bisect_left(l, -2, key=lambda v: -v) if False else b.bisect_left([3, 2, 1], -2, key=lambda v: -v), b.bisect_right([3, 2, 1], -2, key=lambda v: -v), b.bisect_right('abcd', 'b'), b.bisect_left((1.0, 2.0), 1.5), b.bisect_left(range(100), 37), b.bisect_right(l, 2, key=None))
b.insort_right(l, 2.0); show(l); b.insort_left(l, 2.5); b.insort_left(l, 0); show(l); k = [3, 1]; b.insort_right(k, 2, key=lambda v: -v); show(k); b.insort_left(k, 2.0, key=lambda v: -v); show(k)
class Seq:
    def __init__(self, l): self.l = l
    def __len__(self): return len(self.l)
    def __getitem__(self, i): return self.l[i]
    def insert(self, i, x): self.l.insert(i, x)
s = Seq([1, 3]); b.insort_left(s, 2); show(s.l, b.bisect_right(s, 2)); b.insort_right(L([1]), 5)
fails(b.bisect_right, 1, 2); fails(b.bisect_right, [], 2, -1); fails(b.bisect_right, [1], 'a'); fails(b.bisect_right, [1], 1, 'a'); fails(b.bisect_right, [1]); fails(b.bisect_left, [1, 2], 1, 0, 9); fails(b.bisect_left, [1, 2], 5, 0, 9); fails(b.insort_right, (1,), 5); fails(b.bisect_right, [1], 2, 3, 4, 5); fails(b.bisect_right, a=[1], x=2, foo=1); fails(b.bisect_right, [1, 2, 3], 2, 0, None); fails(b.bisect_right, [1, 2, 3], 2, 0, -1); fails(b.bisect_right, [1, 2], 5, 0, -2); fails(b.insort_left, [1], 2, key=5); fails(b.bisect_left, [Bad()], 1); fails(b.bisect_left, 5, 1, 0, 4)
class Shrink:
    def __lt__(self, o): big.clear(); return False
big = [5] * 100; fails(b.bisect_right, big, Shrink())

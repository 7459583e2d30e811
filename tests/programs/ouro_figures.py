"""The ouro module's figures: the heap, its classes, the collector's stops."""
import gc
import ouro

h = ouro.heap()
print(sorted(vars(h)))
print(0 < h.live <= h.committed <= h.peak, h.blocks > 0, 0 <= h.fragmentation < 1, 0 < h.fill <= 1, h.limit)
print({len(row) for row in h.classes}, {row[0] for row in h.classes} <= {"raw", "object", "container"},
      all(0 <= used <= fits and pages > 0 for _, _, pages, used, fits in h.classes))
print(sum(row[3] for row in h.classes) > 0.9 * h.blocks)
before = dict((row[:2], row[3]) for row in h.classes)
kept = [[n] for n in range(10000)]
after = dict((row[:2], row[3]) for row in ouro.heap().classes)
print(any(after[k] - before.get(k, 0) >= 9000 for k in after if k[0] == "container"))
for n in range(20):
    gc.collect(n % 3)
s = ouro.stops()
print(sorted(vars(s)), 0 < s.longest <= s.total, s.count >= 20, s.count == sum(n for _, n in s.histogram))
bounds = [b for b, _ in s.histogram]
print(bounds == [1e-6 * 2 ** i for i in range(len(bounds))], bounds[-1] >= s.longest > 0 and bounds[-1] / 2 <= s.longest * 1.0001)
print(sum(b / 2 * n for b, n in s.histogram[1:]) <= s.total <= sum(b * n for b, n in s.histogram))

"""tracemalloc's snapshots: what is in them, filters, groups, differences, dump and load."""
import gc
import os
import pickle
import tempfile
import tracemalloc
from tracemalloc import DomainFilter, Filter, Frame, Snapshot, Statistic, StatisticDiff, Trace, Traceback

HERE = __file__


def many(n):
    return [bytearray(10000) for _ in range(n)]


def one():
    return bytearray(50000)


tracemalloc.start(3)
before = tracemalloc.take_snapshot()
MAKING, kept = 22, many(20)
big = one()
after = tracemalloc.take_snapshot()
print(before.traceback_limit, after.traceback_limit, len(after.traces) > len(before.traces) >= 0)

# What is in it.
mine = [t for t in after.traces if t.traceback[-1].filename == HERE and t.size >= 10000]
print(len(mine), {t.domain for t in mine}, {type(t) for t in mine} == {Trace})
print(sorted({t.traceback[-1].lineno for t in mine}), {t.traceback.total_nframe for t in mine} <= {2, 3})
print(all(len(t.traceback) <= 3 for t in after.traces), all(t.size > 0 for t in after.traces))
print(mine[0] == mine[0], mine[0] in after.traces)

# Differences.
top = after.compare_to(before, "lineno")
line = many.__code__.co_firstlineno + 1
print([type(d) is StatisticDiff for d in top[:2]], top[0].traceback[0].lineno == line, 20 <= top[0].count_diff <= 45,
      200000 <= top[0].size_diff < 215000)
print(top[1].traceback[0].lineno == one.__code__.co_firstlineno + 1, top[1].size_diff >= 50000, top[1].size == top[1].size_diff)
back = before.compare_to(after, "lineno")
print(back[0].size_diff == -top[0].size_diff, back[0].count, back[0].size)
print(all(abs(a.size_diff) >= abs(b.size_diff) for a, b in zip(top, top[1:])))
print(sum(d.size_diff for d in top) == sum(t.size for t in after.traces) - sum(t.size for t in before.traces))

# Groups.
for key in ("filename", "lineno", "traceback"):
    statistics = after.statistics(key)
    print(key, sum(s.size for s in statistics) == sum(t.size for t in after.traces),
          sum(s.count for s in statistics) == len(after.traces), all(type(s) is Statistic for s in statistics),
          len({len(s.traceback) for s in statistics}) >= 1)
cumulative = after.statistics("lineno", cumulative=True)
caller = [s for s in cumulative if s.traceback[0].filename == HERE and s.traceback[0].lineno == MAKING]
print(len(caller), caller[0].size >= 200000, caller[0].count >= 20)
for key, more in (("traceback", True), ("nothing", False), ("nothing", True)):
    try:
        after.statistics(key, more)
    except ValueError as e:
        print("ValueError", e)
try:
    after.group_by
except AttributeError as e:
    print(e)

# Filters.
inclusive, exclusive = Filter(True, HERE), Filter(False, HERE)
own, others = after.filter_traces([inclusive]), after.filter_traces([exclusive])
print(len(own.traces) + len(others.traces) == len(after.traces), len(own.traces) >= 21)
print({s.traceback[0].filename == HERE for s in own.statistics("filename")})
narrow = after.filter_traces([Filter(True, HERE, one.__code__.co_firstlineno + 1)])
print([t.size >= 50000 for t in narrow.traces if t.size > 1000])
print(len(after.filter_traces([Filter(True, HERE, MAKING)]).traces) < len(after.filter_traces([Filter(True, HERE, MAKING, True)]).traces))
print(len(after.filter_traces([]).traces) == len(after.traces), after.filter_traces([]) is after)
print(len(after.filter_traces([DomainFilter(True, 0)]).traces) == len(after.traces),
      len(after.filter_traces([DomainFilter(False, 0)]).traces), len(after.filter_traces([Filter(True, "*", domain=5)]).traces))
print(len(after.filter_traces([Filter(True, os.path.dirname(HERE) + "/*.py")]).traces) == len(own.traces))
print(len(after.filter_traces([Filter(True, "nowhere.py"), Filter(True, HERE)]).traces) == len(own.traces))
try:
    after.filter_traces(inclusive)
except TypeError as e:
    print(e)
print(Filter(False, "a.pyc").filename_pattern, Filter(True, "a.py", 5, True, 3).domain, DomainFilter(True, 2).domain)
try:
    Filter(True, "x").filename_pattern = 3
except AttributeError:
    print("AttributeError")

# Dump and load.
handle, path = tempfile.mkstemp()
os.close(handle)
after.dump(path)
loaded = Snapshot.load(path)
print(loaded.traceback_limit, len(loaded.traces) == len(after.traces), loaded.statistics("lineno") == after.statistics("lineno"))
print(loaded.compare_to(after, "traceback")[0].size_diff, pickle.loads(pickle.dumps(after)).traces == after.traces)
with open(path, "wb") as f:
    f.write(b"")
try:
    Snapshot.load(path)
except Exception as e:
    print(type(e).__name__)
os.unlink(path)

# As text.
frame = Frame(("a.py", 3))
other = Frame(("b.py", 1))
print(frame, repr(frame), frame < other, frame == Frame(("a.py", 3)), hash(frame) == hash(Frame(("a.py", 3))))
t = Traceback([("a.py", 2), ("b.py", 5)], 9)
print(t, repr(t), len(t), t[0], t[1], t.total_nframe, t[-1:], frame in t, other in t)
print(t.format(), t.format(limit=1), t.format(limit=-1), t.format(most_recent_first=True))
print(Traceback([("a.py", 2)]), Traceback([("a.py", 2)]).total_nframe, repr(Traceback([("a.py", 2)])))
print(Statistic(t, 3000, 2), repr(Statistic(t, 30, 2)))
print(StatisticDiff(t, 3 << 20, 2 << 20, 7, -3), repr(StatisticDiff(t, 1, 2, 3, 4)))
print(Trace((0, 3000, (("a.py", 2),), 1)), repr(Trace((0, 3, (("a.py", 2),), 1))))
print("\n".join(tracemalloc.get_object_traceback(big).format()).replace(HERE, "HERE"))

# What was freed is gone.
del kept, big, mine
gc.collect()
end = tracemalloc.take_snapshot()
print([t.size for t in end.traces if t.size >= 10000 and t.traceback[-1].filename == HERE])
tracemalloc.stop()
try:
    tracemalloc.take_snapshot()
except RuntimeError as e:
    print(e)

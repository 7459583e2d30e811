"""time, profile, pstats, trace, sched-free timing: fields and formats of times, parsing, zones; calls counted by the profiler; lines counted by trace. Prints what does not vary."""
import io
import os
import profile
import pstats
import time
import trace


def t(f, *args, **kwargs):
    try:
        print(f(*args, **kwargs))
    except Exception as e:
        print(type(e).__name__ + ":", e)


os.environ["TZ"] = "UTC"
time.tzset()
g = time.gmtime(86400 * 365 * 30 + 12345.678)
print(g, tuple(g), g.tm_year, g[3:6], time.asctime(g), time.ctime(0), time.mktime(g), time.strftime("%Y-%m-%d %H:%M:%S %j %a %A %b %B %y %I %p %U %W %w %u %% %Z %z", g), time.localtime(0) == time.gmtime(0), time.timezone, time.tzname, time.daylight, g.tm_zone, g.tm_gmtoff, len(g), g.n_fields, g.n_sequence_fields)
for text, form in [("30 Nov 2024", "%d %b %Y"), ("12:34:56 PM", "%I:%M:%S %p"), ("2024 366", "%Y %j"), ("Thu Jan  1 00:00:00 1970", "%c"), ("01/02/03", "%x"), ("23:59", "%H:%M"), ("1999-W01-1", "%G-W%V-%u"), ("mon", "%a"), ("x", "%d"), ("32", "%d"), ("1 2", "%d"), ("2024", "%Y%"), ("5", "%k")]:
    try:
        print(text, tuple(time.strptime(text, form)))
    except ValueError as e:
        print(text, "ValueError:", e)
os.environ["TZ"] = "EST5EDT,M3.2.0,M11.1.0"
time.tzset()
print(time.tzname, time.timezone, time.altzone, time.daylight, time.localtime(1720000000)[:9], time.localtime(1720000000).tm_zone, time.localtime(1700000000 + 86400 * 30).tm_isdst, time.mktime((2024, 7, 1, 12, 0, 0, 0, 0, -1)), time.mktime((2024, 1, 35, 12, 0, 0, 0, 0, -1)), time.strftime("%Z %z", time.localtime(1720000000)))
os.environ["TZ"] = "UTC"
time.tzset()
for bad in [lambda: time.gmtime("x"), lambda: time.gmtime(1e30), lambda: time.gmtime(float("nan")), lambda: time.mktime((1, 2)), lambda: time.asctime((2024, 13, 1, 0, 0, 0, 0, 1, 0)), lambda: time.strftime("%Y", (2024, 1, 1, 25, 0, 0, 0, 1, 0)), lambda: time.sleep(-1), lambda: time.sleep("x"), lambda: time.struct_time((1, 2)), lambda: time.strftime(3), lambda: time.asctime(3), lambda: time.clock_gettime(999), lambda: time.get_clock_info("none"), lambda: time.mktime((10 ** 10, 1, 1, 0, 0, 0, 0, 0, 0))]:
    t(bad)
s = time.struct_time(range(9))
print(s, repr(time.struct_time(range(11)).tm_zone), s == tuple(range(9)), hash(s) == hash(tuple(range(9))), s < time.gmtime(0), time.asctime((2024, 1, 1, 0, 0, 0, 0, 1, 0)), time.strftime("", g), time.strftime("\u20ac%d", g) == "\u20ac%02d" % g.tm_mday)
a = time.monotonic(), time.perf_counter(), time.process_time(), time.time()
time.sleep(0)
b = time.monotonic(), time.perf_counter(), time.process_time(), time.time()
print([y >= x for x, y in zip(a, b)], time.monotonic_ns() > 0, abs(time.time_ns() / 1e9 - time.time()) < 5, time.get_clock_info("monotonic").monotonic, time.get_clock_info("time").adjustable, isinstance(time.thread_time(), float))


def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


def work(n):
    total = 0
    for i in range(n):
        total += fib(i)
    return sorted([total, helper(n)])


def helper(n):
    try:
        raise ValueError(n)
    except ValueError as e:
        return len(e.args)


class Ticks:
    """A clock that ticks once each time it is read."""
    now = 0

    def __call__(self):
        self.now += 1
        return self.now


p = profile.Profile(Ticks(), bias=0)
print(p.runcall(work, 7))
p.create_stats()
counts = {name[2]: value[:2] for name, value in p.stats.items() if name[2] in ("fib", "work", "helper")}
print(counts)
callers = {name[2]: sorted((c[2], n if isinstance(n, int) else n[0]) for c, n in value[4].items()) for name, value in p.stats.items() if name[2] in ("fib", "helper")}
print(callers)
out = io.StringIO()
stats = pstats.Stats(p, stream=out)
stats.strip_dirs().sort_stats("calls", "name").print_stats("fib|work|helper")
lines = [" ".join(line.split()[:1] + line.split()[-1:]) for line in out.getvalue().splitlines() if "std_time_profile" in line]
print(lines, "function calls" in out.getvalue())
stats.print_callers("helper")
stats.print_callees("work")
print(stats.get_stats_profile().func_profiles["fib"].ncalls, stats.total_calls >= sum(c[1] for c in counts.values()))
t(stats.sort_stats, "nosuch")
q = profile.Profile(Ticks())
namespace = {"f": fib}
q.runctx("x = f(3)", namespace, namespace)
print(namespace["x"], sum(v[1] for k, v in (q.create_stats(), q.stats)[1].items() if k[2] == "fib"))
q.run("1 + 1")

tracer = trace.Trace(count=1, trace=0)
print(tracer.runfunc(helper, 3))
start = helper.__code__.co_firstlineno
print(sorted((line - start, n) for (name, line), n in tracer.results().counts.items() if start + 2 <= line < start + 6))
tracer = trace.Trace(count=0, trace=0, countfuncs=1)
tracer.runfunc(work, 3)
print(sorted(name for _, _, name in tracer.results().calledfuncs if name in ("work", "fib", "helper")))
tracer = trace.Trace(count=0, trace=0, countcallers=1)
tracer.runfunc(work, 3)
print(sorted((a[2], b[2]) for a, b in tracer.results().callers if b[2] in ("fib", "helper")))

"""datetime: arithmetic, formats, parsing, ISO texts and weeks, zones with folds, comparison, limits, pickling. Prints values and kinds of errors."""
import copy
import pickle
from datetime import MAXYEAR, UTC, date, datetime, time, timedelta, timezone, tzinfo


def t(f, *args, **kwargs):
    try:
        print(f(*args, **kwargs))
    except Exception as e:
        print(type(e).__name__)


d = date(2024, 2, 29)
print(repr(d), d, d.weekday(), d.isoweekday(), tuple(d.isocalendar()), d.toordinal(), d.ctime(), d.timetuple(), d.replace(year=2020), date.min, date.max, date.resolution)
print(d + timedelta(days=366), d - date(2023, 12, 31), d - timedelta(1), date.fromordinal(1), date.fromisoformat("2024-W09-4"), date.fromisocalendar(2020, 53, 7), date.fromisoformat("20240301"))
for bad in [lambda: date(2023, 2, 29), lambda: date(0, 1, 1), lambda: date(10000, 1, 1), lambda: d.replace(month=2, year=2023), lambda: date.fromisoformat("2024-13-01"), lambda: date.fromisocalendar(2021, 53, 1),
            lambda: date.max + timedelta(1), lambda: d + 1, lambda: d < datetime(2024, 1, 1), lambda: date(2024, 1), lambda: date("2024", 1, 1), lambda: date(1.5, 1, 1), lambda: d - "x", lambda: date.fromisoformat(3)]:
    t(bad)
print(d == datetime(2024, 2, 29), d == 3, sorted([date(2024, 1, 2), date(2023, 12, 31)]), hash(d) == hash(date(2024, 2, 29)), {d: 1}[date(2024, 2, 29)])
x = timedelta(weeks=1, days=-1, hours=25, minutes=61, seconds=61.5, milliseconds=1500, microseconds=7)
print(repr(x), x, x.total_seconds(), x.days, x.seconds, x.microseconds, -x, abs(-x), x * 2, x / 2, x // timedelta(hours=1), x % timedelta(hours=1), divmod(x, timedelta(days=1)), x * 1.5, x / timedelta(seconds=1))
print(timedelta(), bool(timedelta()), repr(timedelta(0)), timedelta(-1, 1), repr(timedelta(microseconds=-1)), timedelta.max, timedelta.min, timedelta(days=1) > timedelta(hours=23), timedelta(seconds=0.0000005), timedelta(microseconds=2.5), timedelta(microseconds=3.5))
for bad in [lambda: timedelta(days=10 ** 10), lambda: x / 0, lambda: x // 0, lambda: x + 1, lambda: timedelta("x"), lambda: timedelta.max + timedelta(1), lambda: x < 1, lambda: timedelta(days=float("nan"))]:
    t(bad)
tm = time(13, 5, 9, 120)
print(repr(tm), tm, tm.isoformat("minutes"), tm.isoformat("milliseconds"), time(1), repr(time(1, 2, fold=1)), tm.replace(hour=0), time.fromisoformat("04:05:06.789"), time.fromisoformat("T0405"), time.min, time.max, bool(time(0)))
print(time.fromisoformat("12:00+05:30"), repr(time(12, tzinfo=UTC)), time(12, tzinfo=UTC) == time(14, tzinfo=timezone(timedelta(hours=2))), tm < time(14), time(12, tzinfo=UTC) == time(12))
t(lambda: time(12, tzinfo=UTC) < time(12))
t(lambda: time(24))
t(lambda: time.fromisoformat("25:00"))
t(lambda: tm + timedelta(1))
dt = datetime(2024, 3, 10, 1, 30, 15, 250000)
print(repr(dt), dt, dt.date(), dt.time(), dt.isoformat(" ", "seconds"), dt.isoformat(timespec="hours"), dt.timetuple()[:6], dt.replace(microsecond=0), datetime.combine(d, tm), datetime.combine(d, tm, UTC), dt.ctime())
for text in ["2024-03-10", "2024-03-10T01:30", "2024-03-10 01:30:15.25", "20240310T013015Z", "2024-03-10T01:30:15,123456789+01:00:30.5", "2024-W10-7T01", "2024-03-10T01:30-00:00", "2024-3-1", "x", "2024-03-10T01:60", "2024-069"]:
    try:
        print(repr(datetime.fromisoformat(text)))
    except ValueError:
        print(text, "ValueError")
print(dt.strftime("%Y-%m-%d %H:%M:%S.%f %j %U %W %w %u %a %A %b %B %p %I %y %% %G-W%V|%z|%Z|"), f"{dt:%d/%m/%y}", f"{d}", format(tm, "%H.%M"), d.strftime(""), f"{dt:}")
for text, form in [("10 Mar 2024", "%d %b %Y"), ("Sunday, 10 March 24 1:05:09 PM", "%A, %d %B %y %I:%M:%S %p"), ("2024 070", "%Y %j"), ("2024-10-0", "%Y-%U-%w"), ("12:34:56.7", "%H:%M:%S.%f"), ("+0530", "%z"), ("-01:30:15", "%z"),
                   ("Z UTC", "%z %Z"), ("2020 53 7", "%G %V %u"), ("5%", "%d%%"), ("99", "%y"), ("68", "%y"), ("x", "%Y"), ("2024", "%Q"), ("2024 ", "%Y"), ("2024 10", "%G %V"), ("  7", "%d"), ("12 AM", "%I %p")]:
    try:
        print(repr(datetime.strptime(text, form)))
    except ValueError as e:
        print("ValueError:", e)
e = timezone(timedelta(hours=-5), "EST")
aware = datetime(2024, 1, 1, 12, tzinfo=UTC)
print(aware.astimezone(e), repr(e), e, timezone(timedelta(hours=5, minutes=30)), repr(timezone.utc), aware.utcoffset(), aware.tzname(), aware.astimezone(e).tzname(), aware == aware.astimezone(e), hash(aware) == hash(aware.astimezone(e)), aware - datetime(2024, 1, 1, tzinfo=e))
print(aware.timestamp(), datetime.fromtimestamp(86400.5, UTC), datetime.fromtimestamp(-1, e), datetime.utcfromtimestamp(1e9), aware.utctimetuple()[:6], timezone.min, timezone.max, timezone(timedelta(seconds=1)))
for bad in [lambda: aware < dt, lambda: aware - dt, lambda: timezone(timedelta(hours=24)), lambda: timezone(3), lambda: datetime(2024, 1, 1, tzinfo=3), lambda: datetime(2024, 1, 1, 24), lambda: datetime.max + timedelta(microseconds=1), lambda: dt.astimezone(3),
            lambda: datetime.fromtimestamp(1e20, UTC), lambda: datetime.strptime(3, "x"), lambda: dt < d, lambda: datetime(2024, 1, 1, fold=2), lambda: dt.replace(hour="x")]:
    t(bad)
print(aware == dt, aware != dt, MAXYEAR)


class Summer(tzinfo):
    """An hour ahead from April to October; the last hour of summer comes twice."""
    def utcoffset(self, when):
        return timedelta(hours=1) + self.dst(when)

    def dst(self, when):
        if when is None or not 4 <= when.month <= 10:
            return timedelta(0)
        if when.replace(tzinfo=None) >= datetime(when.year, 10, 31, 2) and (when.fold or when.hour >= 3):
            return timedelta(0)
        return timedelta(hours=1)

    def tzname(self, when):
        return "SUM" if self.dst(when) else "WIN"


s = Summer()
for when in [datetime(2024, 7, 1, tzinfo=s), datetime(2024, 1, 1, tzinfo=s), datetime(2024, 10, 31, 2, 30, tzinfo=s), datetime(2024, 10, 31, 2, 30, fold=1, tzinfo=s)]:
    print(when, when.tzname(), when.dst(), when.astimezone(UTC), when.utctimetuple().tm_isdst, when.timetuple().tm_isdst, when.fold, when.strftime("%z %Z"))
print(datetime(2024, 7, 1, tzinfo=UTC).astimezone(s), tzinfo().__class__.__name__)
for v in [d, x, tm, dt, aware, UTC, e, datetime(1, 1, 1, fold=1)]:
    print(all(pickle.loads(pickle.dumps(v, p)) == v for p in range(6)), copy.deepcopy(v) == v, end=" ")
print()


class Day(date):
    def __new__(cls, *args):
        return super().__new__(cls, *args)

    def next(self):
        return self + timedelta(1)


print(Day(2024, 2, 28).next(), type(Day(2024, 2, 28).next()).__name__, type(Day.fromordinal(5)).__name__, type(Day(2024, 1, 1).replace(day=2)).__name__)

"""A calculator of cron lines: fields parsed with names, ranges and steps, the next and previous times, described in words, checked by brute force. Prints times and errors."""
import calendar
import datetime
import itertools
import random
import re

MONTHS = {m.lower(): i for i, m in enumerate(calendar.month_abbr) if m}
DAYS = {"sun": 0, "mon": 1, "tue": 2, "wed": 3, "thu": 4, "fri": 5, "sat": 6}
FIELDS = [("minute", 0, 59, {}), ("hour", 0, 23, {}), ("day", 1, 31, {}), ("month", 1, 12, MONTHS), ("weekday", 0, 7, DAYS)]
SHORT = {"@hourly": "0 * * * *", "@daily": "0 0 * * *", "@weekly": "0 0 * * 0", "@monthly": "0 0 1 * *", "@yearly": "0 0 1 1 *"}


class CronError(ValueError):
    pass


def values(text, name, low, high, names):
    found = set()
    for part in text.lower().split(","):
        m = re.fullmatch(r"(\*|\w+)(?:-(\w+))?(?:/(\d+))?", part)
        if not m:
            raise CronError(f"{name}: cannot read {part!r}")
        first, last, step = m.groups()

        def number(word):
            try:
                n = names[word] if word in names else int(word)
            except ValueError:
                raise CronError(f"{name}: {word!r} is no number") from None
            if not low <= n <= high:
                raise CronError(f"{name}: {n} is not within {low}-{high}")
            return n
        if first == "*":
            a, b = low, high
        else:
            a = number(first)
            b = number(last) if last else high if step else a
        if a > b:
            raise CronError(f"{name}: {part} runs backwards")
        if step == "0":
            raise CronError(f"{name}: a step of 0")
        found.update(range(a, b + 1, int(step or 1)))
    return frozenset(7 if name != "weekday" and n == 7 else n % 7 if name == "weekday" else n for n in found)


class Cron:
    def __init__(self, line):
        self.line = line
        parts = SHORT.get(line.strip(), line).split()
        if len(parts) != 5:
            raise CronError(f"5 fields wanted, {len(parts)} found")
        for part, (name, *field) in zip(parts, FIELDS):
            setattr(self, name, values(part, name, *field))
        self.either = not (parts[2].startswith("*") or parts[4].startswith("*"))

    def on(self, date):
        day, week = date.day in self.day, (date.weekday() + 1) % 7 in self.weekday
        return date.month in self.month and (day or week if self.either else day and week)

    def __contains__(self, t):
        return t.minute in self.minute and t.hour in self.hour and self.on(t.date())

    def times(self, start, step=1):
        """The times after the start, or before it with step -1."""
        date = start.date()
        clock = sorted(itertools.product(self.hour, self.minute), reverse=step < 0)
        for _ in range(366 * 5):
            if self.on(date):
                for h, m in clock:
                    t = datetime.datetime.combine(date, datetime.time(h, m))
                    if (t - start) * step > datetime.timedelta(0):
                        yield t
            try:
                date += datetime.timedelta(step)
            except OverflowError:
                return

    def words(self):
        def some(numbers, name, low, high, naming=str):
            numbers = sorted(numbers)
            if len(numbers) == high - low + 1:
                return f"every {name}"
            gaps = {b - a for a, b in itertools.pairwise(numbers)}
            if len(numbers) > 3 and len(gaps) == 1 and (gap := gaps.pop()) > 1:
                return f"every {gap} {name}s from {naming(numbers[0])}"
            runs = []
            for _, g in itertools.groupby(enumerate(numbers), lambda p: p[1] - p[0]):
                run = [n for _, n in g]
                runs.append(naming(run[0]) if len(run) == 1 else f"{naming(run[0])}-{naming(run[-1])}")
            return f"{name} " + ", ".join(runs)
        joined = " or " if self.either else ", "
        return "; ".join([some(self.minute, "minute", 0, 59), some(self.hour, "hour", 0, 23), some(self.day, "day", 1, 31) + joined + some(self.weekday, "weekday", 0, 6, lambda d: calendar.day_abbr[(d - 1) % 7]), some(self.month, "month", 1, 12, lambda m: calendar.month_abbr[m])])


START = datetime.datetime(2023, 12, 30, 23, 58)
for line in ["*/15 * * * *", "0 9-17/2 * * mon-fri", "30 4 1,15 * 5", "0 0 29 2 *", "@weekly", "5,35 */6 * jan-mar,dec *", "59 23 31 * *", "0 12 * * 7", "0 0 30 2 *", "7 7 7 7 7", "* 3 * 2 */3", "1-5/2,10 0 * * sun", "@hourly", "0 0 13 * fri"]:
    c = Cron(line)
    after = list(itertools.islice(c.times(START), 3))
    before = next(c.times(START, -1), None)
    print(f"{line:26}", c.words(), [f"{t:%Y-%m-%d %H:%M}" for t in after], before and before.isoformat(" ", "minutes"), all(t in c for t in after), sep=" | ")
for line in ["", "* * * *", "60 * * * *", "a * * * *", "5-1 * * * *", "*/0 * * * *", "* * 0 * *", "* * * 13 *", "* * * feb-dez *", "1,,2 * * * *", "* * * * 8", "-1 * * * *", "@never", "1/ * * * *"]:
    try:
        print(line, Cron(line).words())
    except CronError as e:
        print(repr(line), "CronError:", e)
rng = random.Random(12)
wrong = 0
for _ in range(5):
    line = f"{rng.choice(['*/7', '3', '10-20'])} {rng.choice(['*', '5', '*/8'])} {rng.choice(['*', '1-7', '30'])} {rng.choice(['*', '2', '*/5'])} {rng.choice(['*', 'mon', '0,6'])}"
    c = Cron(line)
    first = next(c.times(START))
    t, steps = START + datetime.timedelta(minutes=1), 0
    while t not in c and steps < 2000:
        t += datetime.timedelta(minutes=1)
        steps += 1
    wrong += steps < 2000 and t != first
print("wrong", wrong)
month = Cron("0 8 * * mon,thu")
marks = {t.day for t in itertools.takewhile(lambda t: t.month == 2, month.times(datetime.datetime(2024, 1, 31, 12)))}
print("\n".join(" ".join(f"[{d:2}]" if d in marks else f" {d or '':2} " for d in week) for week in calendar.monthcalendar(2024, 2)))

"""calendar: months and years as text and HTML, week numbers, iterators, leap years, first weekdays, errors. Prints them."""
import calendar
import datetime


def t(f, *args, **kwargs):
    try:
        print(f(*args, **kwargs))
    except Exception as e:
        print(type(e).__name__ + ":", e)


print(calendar.month(2024, 2))
print(calendar.TextCalendar(calendar.SUNDAY).formatmonth(2023, 10, w=4, l=2))
print(calendar.TextCalendar(3).formatyear(1999, m=4, c=2))
print(calendar.HTMLCalendar(6).formatmonth(2021, 5, withyear=False))
print(calendar.HTMLCalendar().formatyear(2010, width=6)[:600])
print(calendar.HTMLCalendar().formatyearpage(2010, css=None)[:180])


class Css(calendar.HTMLCalendar):
    cssclasses = ["x " + c for c in calendar.HTMLCalendar.cssclasses]
    cssclass_noday = "no"

    def formatday(self, day, weekday):
        return "<td/>" if day == 0 else f"<b class={self.cssclasses[weekday]!r}>{day}</b>"


print(Css().formatmonth(2015, 2).splitlines()[4])
c = calendar.Calendar(firstweekday=2)
print(list(c.iterweekdays()), c.firstweekday, c.getfirstweekday())
print(list(c.itermonthdays(2024, 9)))
print(list(c.itermonthdays2(2024, 9))[:5], list(c.itermonthdays3(2024, 9))[-3:], list(c.itermonthdays4(2024, 9))[:2])
print([str(d) for d in c.itermonthdates(2024, 12)][::9], c.monthdatescalendar(2024, 2)[0][0], c.monthdays2calendar(2024, 2)[-1])
print(c.yeardayscalendar(2024, 6)[0][0][:2], len(c.yeardatescalendar(2024, 4)), c.yeardays2calendar(2024)[3][2][-1])
print(calendar.monthcalendar(2026, 2), calendar.monthrange(1900, 2), calendar.monthrange(2000, 2))
print([y for y in range(1890, 2011) if calendar.isleap(y)][::5], calendar.leapdays(1, 2024), calendar.leapdays(2000, 2000))
print([calendar.weekday(2024, m, 13) for m in range(1, 13)], [m for m in range(1, 13) if calendar.weekday(2024, m, 13) == calendar.FRIDAY])
print(calendar.weekday(10001, 1, 1), calendar.weekday(0, 1, 1))
print(list(calendar.day_name), calendar.day_abbr[-1], calendar.month_name[1:4], len(calendar.month_abbr), calendar.month_abbr[12], repr(calendar.month_name[0]))
print(list(calendar.month_name).index("May"), "Mon" in list(calendar.day_abbr))
print(calendar.timegm((1970, 1, 1, 0, 0, 0)), calendar.timegm((2001, 9, 9, 1, 46, 40, 0, 0, 0)), calendar.timegm((1960, 2, 30, 25, 61, 61)))
print(calendar.firstweekday())
calendar.setfirstweekday(calendar.SUNDAY)
print(calendar.month(2024, 9).splitlines()[1:3], calendar.weekheader(3))
calendar.setfirstweekday(0)
t(calendar.setfirstweekday, 7)
t(calendar.monthrange, 2024, 13)
t(calendar.month, 2024, 0)
t(calendar.Calendar().monthdayscalendar, 2024, "x")
t(lambda: calendar.month_name[13])
t(calendar.weekheader, 1)
t(lambda: calendar.prmonth(2024, 4))
t(lambda: calendar.TextCalendar().formatweek([(0, 0), (1, 2), (30, 6)], 5))
t(lambda: [x for x in calendar.Calendar().itermonthdays3(9999, 12)][-1])
t(lambda: list(calendar.Calendar().itermonthdates(1, 1))[0])
t(lambda: calendar.Calendar(13).firstweekday)
c.firstweekday = -1
print(c.firstweekday, list(c.iterweekdays()))
thanksgiving = [d for week in calendar.Calendar(6).monthdatescalendar(2024, 11) for d in week if d.weekday() == 3 and d.month == 11][3]
print(thanksgiving, thanksgiving + datetime.timedelta(1), thanksgiving.isocalendar()[:])


def meetup(year, month, weekday, which):
    days = [w[weekday] for w in calendar.monthcalendar(year, month) if w[weekday]]
    return {"teenth": next((d for d in days if 13 <= d <= 19), None), "last": days[-1]}.get(which) or days[int(which) - 1]


print([meetup(2024, m, m % 7, w) for m, w in zip(range(1, 13), ["1", "2", "3", "4", "last", "teenth"] * 2)])
t(meetup, 2024, 2, 0, "5")

"""A log analyser: lines made by a seeded generator, written to rotated and packed files, parsed by re, grouped by hour, status and address, with percentiles. Prints a report."""
import collections
import datetime
import gzip
import heapq
import itertools
import os
import pathlib
import random
import re
import statistics
import tempfile

LINE = re.compile(r'(?P<host>[\d.]+) - (?P<user>\S+) \[(?P<when>[^]]+)\] "(?P<verb>\w+) (?P<path>\S+)(?: HTTP/[\d.]+)?" (?P<status>\d{3}) (?P<size>\d+|-)(?: (?P<took>[\d.]+)ms)?$')
FORMAT = "%d/%b/%Y:%H:%M:%S %z"
Hit = collections.namedtuple("Hit", "host user when verb path status size took")


def generate(seed, count):
    rng = random.Random(seed)
    when = datetime.datetime(2024, 2, 28, 22, tzinfo=datetime.timezone.utc)
    for _ in range(count):
        when += datetime.timedelta(seconds=rng.expovariate(1 / 40))
        status = rng.choices([200, 304, 404, 500], [80, 10, 8, 2])[0]
        size = rng.randrange(100, 50000) if status == 200 else "-"
        path = rng.choice(["/", "/index.html", "/img/a.png", "/api/items?id=%d" % rng.randrange(5), "/admin"])
        line = f'10.0.{rng.randrange(3)}.{rng.randrange(1, 5)} - {rng.choice(["-", "ann", "bob"])} [{when.strftime(FORMAT)}] "{rng.choice(["GET", "GET", "POST"])} {path} HTTP/1.1" {status} {size} {rng.lognormvariate(3, 1):.1f}ms'
        yield line if rng.random() > 0.02 else line[:rng.randrange(60)]


def read(folder):
    """Lines of all files, oldest first: access.log.2.gz, access.log.1, access.log."""
    for path in sorted(folder.glob("access.log*"), key=lambda p: -int(p.suffixes[1][1:] if len(p.suffixes) > 1 else 0)):
        with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="ascii") as f:
            for number, line in enumerate(f, 1):
                yield path.name, number, line.rstrip("\n")


def parse(lines, broken):
    for name, number, line in lines:
        m = LINE.match(line)
        if not m:
            broken.append((name, number, line[:20]))
            continue
        d = m.groupdict()
        d["when"] = datetime.datetime.strptime(d["when"], FORMAT)
        yield Hit(**{**d, "status": int(d["status"]), "size": 0 if d["size"] == "-" else int(d["size"]), "took": float(d["took"])})


def bar(n, most, width=30):
    return "#" * round(n / most * width)


with tempfile.TemporaryDirectory() as place:
    folder = pathlib.Path(place)
    lines = list(generate("log", 400))
    for name, part in [("access.log.2.gz", lines[:150]), ("access.log.1", lines[150:300]), ("access.log", lines[300:])]:
        with (gzip.open if name.endswith("gz") else open)(folder / name, "wt", encoding="ascii") as f:
            f.writelines(x + "\n" for x in part)
    broken = []
    hits = list(parse(read(folder), broken))
    print(sorted(p.name for p in folder.iterdir()), len(hits), len(broken), broken[:2])
    print(hits[0])
    hours = collections.Counter(h.when.replace(minute=0, second=0) for h in hits)
    for hour, n in sorted(hours.items()):
        print(f"{hour:%d %b %H:00} {n:4} {bar(n, max(hours.values()))}")
    by_status = {k: list(g) for k, g in itertools.groupby(sorted(hits, key=lambda h: h.status), lambda h: h.status)}
    for status, group in by_status.items():
        took = [h.took for h in group]
        print(status, len(group), f"{len(group) / len(hits):.1%}", sum(h.size for h in group), round(statistics.median(took), 2), [round(q, 1) for q in statistics.quantiles(took, n=10)][-2:])
    print(collections.Counter(h.path.partition("?")[0] for h in hits).most_common(3), collections.Counter((h.verb, h.user) for h in hits).most_common(2))
    for hit in heapq.nlargest(3, hits, key=lambda h: h.took):
        print(f"{hit.took:8.1f} {hit.verb} {hit.path} {hit.when.isoformat()}")
    sessions = collections.defaultdict(list)
    for hit in hits:
        last = sessions[hit.host][-1:] or [[]]
        if last[0] and hit.when - last[0][-1].when < datetime.timedelta(minutes=10):
            last[0].append(hit)
        else:
            sessions[hit.host].append([hit])
    for host in sorted(sessions, key=lambda h: tuple(map(int, h.split("."))))[:5]:
        lengths = [s[-1].when - s[0].when for s in sessions[host]]
        print(host, len(lengths), max(lengths), sum(lengths, datetime.timedelta()), max(map(len, sessions[host])))
    gaps = [b.when - a.when for a, b in itertools.pairwise(hits)]
    print(max(gaps), min(gaps), sum(gaps, datetime.timedelta()) / len(gaps), hits[-1].when - hits[0].when)
    with open(folder / "report.csv", "w") as f:
        print("day,hits,bytes", *(f"{day},{len(g)},{sum(h.size for h in g)}" for day, g in ((d, list(g)) for d, g in itertools.groupby(hits, lambda h: h.when.date()))), sep="\n", file=f)
    print((folder / "report.csv").read_text())
    errors = re.compile(r'" 5\d\d ')
    print(sum(1 for *_, line in read(folder) if errors.search(line)), len(by_status.get(500, [])), os.path.getsize(folder / "access.log.2.gz") < 150 * 40)

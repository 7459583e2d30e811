"""Two stores on disk: tasks in JSON replaced atomically, with undo; and a key/value log by pickle with an index, compaction and recovery after damage. Prints their states."""
import contextlib
import dataclasses
import datetime
import enum
import io
import json
import os
import pathlib
import pickle
import struct
import tempfile
import zlib
from collections.abc import MutableMapping


class Priority(enum.IntEnum):
    LOW = 1
    NORMAL = 2
    HIGH = 3


@dataclasses.dataclass
class Task:
    text: str
    due: datetime.date | None = None
    priority: Priority = Priority.NORMAL
    done: bool = False
    tags: list[str] = dataclasses.field(default_factory=list)

    def to_json(self):
        return {k: v.isoformat() if isinstance(v, datetime.date) else v.name if isinstance(v, Priority) else v for k, v in dataclasses.asdict(self).items()}

    @classmethod
    def from_json(cls, d):
        return cls(**{**d, "due": d["due"] and datetime.date.fromisoformat(d["due"]), "priority": Priority[d["priority"]]})


class Todo:
    def __init__(self, path):
        self.path, self.tasks, self.undo = pathlib.Path(path), [], []
        with contextlib.suppress(FileNotFoundError):
            data = json.loads(self.path.read_text("utf-8"))
            if data.get("version") != 1:
                raise ValueError(f"version {data.get('version')} is not known")
            self.tasks = [Task.from_json(d) for d in data["tasks"]]

    @contextlib.contextmanager
    def change(self):
        before = [dataclasses.replace(t, tags=t.tags[:]) for t in self.tasks]
        try:
            yield self
            self.save()
        except BaseException:
            self.tasks = before
            raise
        self.undo.append(before)

    def save(self):
        fd, name = tempfile.mkstemp(dir=self.path.parent, prefix=".todo")
        try:
            with open(fd, "w", encoding="utf-8") as f:
                json.dump({"version": 1, "tasks": [t.to_json() for t in self.tasks]}, f, ensure_ascii=False, indent=1)
            os.replace(name, self.path)
        except BaseException:
            os.unlink(name)
            raise

    def back(self):
        self.tasks = self.undo.pop()
        self.save()

    def report(self, today):
        for i, t in enumerate(sorted(self.tasks, key=lambda t: (t.done, -t.priority, t.due or datetime.date.max, t.text)), 1):
            late = t.due and not t.done and t.due < today
            print(f"{i}. [{'x' if t.done else ' '}] {t.text:<12} {t.priority.name.lower():<7}{'' if not t.due else f'{t.due:%d %b}' + (' late by %d' % (today - t.due).days if late else '')} {' '.join('#' + g for g in t.tags)}".rstrip())


class Store(MutableMapping):
    """A log of records: length, checksum, pickled (key, value) or (key,) for a deletion."""
    HEAD = struct.Struct("<II")

    def __init__(self, path):
        self.file = open(path, "a+b")
        self.index, self.dead, self.lost = {}, 0, 0
        self.file.seek(0)
        at = 0
        while head := self.file.read(self.HEAD.size):
            size, check = self.HEAD.unpack(head) if len(head) == self.HEAD.size else (0, 1)
            data = self.file.read(size)
            if len(data) < size or zlib.crc32(data) != check:
                self.lost = os.fstat(self.file.fileno()).st_size - at
                self.file.truncate(at)
                break
            self.note(pickle.loads(data), at)
            at = self.file.tell()

    def note(self, record, at):
        self.dead += record[0] in self.index
        if len(record) == 2:
            self.index[record[0]] = at
        else:
            self.index.pop(record[0], None)
            self.dead += 1

    def append(self, record):
        data = pickle.dumps(record, 4)
        at = self.file.seek(0, os.SEEK_END)
        self.file.write(self.HEAD.pack(len(data), zlib.crc32(data)) + data)
        self.file.flush()
        self.note(record, at)

    def __getitem__(self, key):
        self.file.seek(self.index[key])
        size, _ = self.HEAD.unpack(self.file.read(self.HEAD.size))
        return pickle.loads(self.file.read(size))[1]

    def __setitem__(self, key, value):
        self.append((key, value))

    def __delitem__(self, key):
        if key not in self.index:
            raise KeyError(key)
        self.append((key,))

    def __iter__(self):
        return iter(self.index)

    def __len__(self):
        return len(self.index)

    def compact(self):
        records = list(self.items())
        self.file.truncate(0)
        self.index, self.dead = {}, 0
        for record in records:
            self.append(record)

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        self.file.close()


with tempfile.TemporaryDirectory() as place:
    path = os.path.join(place, "todo.json")
    today = datetime.date(2024, 3, 1)
    todo = Todo(path)
    with todo.change():
        todo.tasks += [Task("write", datetime.date(2024, 2, 27), Priority.HIGH), Task("caf\u00e9", tags=["fun", "out"]), Task("rest", today, Priority.LOW)]
    with todo.change():
        todo.tasks[0].done = True
        todo.tasks.append(Task("answer", datetime.date(2024, 2, 1)))
    try:
        with todo.change():
            todo.tasks[1].tags.append(object())
    except TypeError as e:
        print("TypeError", e)
    todo.report(today)
    todo.back()
    print("undone", len(todo.tasks), os.listdir(place), Todo(path).tasks == todo.tasks)
    Todo(path).report(today)
    print(pathlib.Path(path).read_text("utf-8").encode("ascii", "backslashreplace").decode()[:120])
    for bad in ['{"version": 2}', "{", '{"version": 1, "tasks": [{"text": "x", "due": "never", "priority": "LOW"}]}', '{"version": 1, "tasks": [{"due": null, "priority": "NONE"}]}', '[]']:
        pathlib.Path(path).write_text(bad)
        try:
            Todo(path)
        except (ValueError, KeyError, TypeError, AttributeError) as e:
            print(type(e).__name__, e)
    path = os.path.join(place, "kv")
    with Store(path) as s:
        for i in range(20):
            s[f"k{i % 7}"] = {"n": i, "list": [i] * i, "when": today + datetime.timedelta(i)}
        s[("tuple", 1)] = Priority.HIGH
        del s["k3"]
        s["self"] = loop = []
        print(len(s), s.dead, s["k1"]["n"], s["k6"]["when"], "k3" in s, s.get("k3", "gone"), sorted(map(str, s)), s.pop("k0")["n"], s.setdefault("new", 5), s[("tuple", 1)])
        try:
            del s["k3"]
        except KeyError as e:
            print("KeyError", e)
        try:
            s["bad"] = lambda: 0
        except (pickle.PicklingError, AttributeError) as e:
            print(type(e).__name__)
    size = os.path.getsize(path)
    with Store(path) as s:
        before = dict(s)
        s.compact()
        print(len(s), s.dead, os.path.getsize(path) < size, dict(s) == before)
    with open(path, "r+b") as f:
        f.seek(-3, 2)
        f.write(b"\xff")
    with Store(path) as s:
        print(len(s), s.lost, set(before) - set(s), s.keys() < before.keys())
        s["again"] = 1
    with open(path, "ab") as f:
        f.write(b"\1\0")
    with Store(path) as s:
        print(len(s), s.lost, s["again"], s == dict(s), list(s.values())[-1])

"""logging: loggers in a tree, levels, handlers, formatters of three styles, filters, rotation, memory, configuration, adapters, exceptions. Prints what is logged."""
import io
import logging
import logging.config
import logging.handlers
import os
import queue
import sys
import tempfile
import warnings


def t(f, *args, **kwargs):
    try:
        print(f(*args, **kwargs))
    except Exception as e:
        print(type(e).__name__ + ":", e)


root = logging.getLogger()
handler = logging.StreamHandler(sys.stdout)
handler.setFormatter(logging.Formatter("%(levelname)-8s|%(name)s|%(message)s"))
root.addHandler(handler)
a, b, c = logging.getLogger("a"), logging.getLogger("a.b"), logging.getLogger("a.b.c")
print(root, a, b.parent is a, c.parent is b, a.getEffectiveLevel(), logging.getLogger("a") is a, root.level, c.getChild("d.e").name, a.isEnabledFor(10), b.hasHandlers(), root.handlers)
for level in (logging.DEBUG, logging.INFO, logging.WARNING, 35, logging.CRITICAL):
    c.log(level, "level %d %s", level, logging.getLevelName(level))
a.setLevel("DEBUG")
b.info("shown %(k)s", {"k": "by name"})
b.debug("percent 100%")
b.error("two %s %r", "x", [1])
c.propagate = False
print(c.hasHandlers(), c.handlers)
c.propagate = True
t(a.setLevel, "nosuch")
t(a.setLevel, 1.5)
t(a.log, "INFO", "x")
logging.addLevelName(25, "NOTICE")
a.log(25, "own level")
print(logging.getLevelName("NOTICE"), logging.getLevelName(26), logging.getLevelNamesMapping()["WARN"], logging.getLevelName("nope"))
logging.disable(logging.ERROR)
a.error("disabled")
a.critical("above")
logging.disable(logging.NOTSET)


def where():
    a.warning("from here", stack_info=False, extra={"user": "me"})


class Only(logging.Filter):
    def filter(self, record):
        record.user = getattr(record, "user", "?")
        return "hide" not in record.getMessage()


h2 = logging.StreamHandler(sys.stdout)
h2.addFilter(Only())
h2.setFormatter(logging.Formatter("{levelname:.1} {funcName} {user} {module} {message!r}", style="{"))
a.addHandler(h2)
a.propagate = False
where()
a.info("hide me")
h2.setFormatter(logging.Formatter("$levelno $message ${name} $$", style="$"))
where()
h2.setFormatter(logging.Formatter("%(message)s %(missing)s %(user)s", defaults={"missing": "default"}))
where()
t(logging.Formatter, "%(x)z")
t(logging.Formatter, "{x!q}", style="{")
t(logging.Formatter, "no fields", style="$")
t(logging.Formatter, "%(x)s", style="?")
t(lambda: a.info("x", extra={"message": 1}))
h2.setFormatter(logging.Formatter("%(levelname)s:%(message)s"))
try:
    {}["k"]
except KeyError:
    err = io.StringIO()
    h3 = logging.StreamHandler(err)
    a.addHandler(h3)
    a.removeHandler(h2)
    a.exception("failed %s", "now")
    a.error("stack", stack_info=True)
    a.info("pair", exc_info=sys.exc_info())
    a.removeHandler(h3)
    print("\n".join(line.split("/")[-1] if "File" in line else line for line in err.getvalue().splitlines()))
a.propagate = True
f = logging.Filter("a.b")
print([f.filter(logging.makeLogRecord({"name": n})) for n in ("a.b", "a.b.c", "a.bc", "a")], logging.makeLogRecord({"msg": "m %s", "args": (1,), "x": 2}).getMessage())
record = logging.LogRecord("n", 20, "/p/q.py", 7, "m %d", ("bad",), None)
record.created, record.msecs = 86400 * 365.25, 7
fmt = logging.Formatter("%(asctime)s", "%Y-%m-%d")
fmt.converter = __import__("time").gmtime
print(fmt.formatTime(record, "%Y-%m-%d %H:%M"), fmt.formatTime(record), fmt.usesTime(), repr(record), record.module, record.filename)
t(record.getMessage)
logging.raiseExceptions = False
a.error("%d items", "many")


class ListHandler(logging.Handler):
    def __init__(self):
        super().__init__(logging.INFO)
        self.got = []
        self.name = "lister"

    def emit(self, record):
        self.got.append(self.format(record))


lister = ListHandler()
memory = logging.handlers.MemoryHandler(3, logging.ERROR, lister)
m = logging.getLogger("memory")
m.propagate, m.level = False, 1
m.addHandler(memory)
m.info("one")
m.info("two")
print(lister.got)
m.error("three flushes")
print(lister.got, lister, len(memory.buffer))
memory.close()
q = queue.Queue()
qh = logging.handlers.QueueHandler(q)
m.handlers = [qh]
m.warning("queued %s", "args")
got = q.get()
print(got.msg, got.args, got.message)
adapter = logging.LoggerAdapter(m, {"who": "ad"})
adapter.process = lambda msg, kw: (f"[{adapter.extra['who']}] {msg}", kw)
m.handlers = [handler]
adapter.warning("adapted %d", 1)
print(adapter.isEnabledFor(5), adapter, adapter.name)
with tempfile.TemporaryDirectory() as place:
    path = os.path.join(place, "log")
    r = logging.handlers.RotatingFileHandler(path, maxBytes=30, backupCount=2, delay=True, encoding="utf-8")
    m.handlers = [r]
    for i in range(7):
        m.info("message number %d", i)
    r.close()
    print({n: open(os.path.join(place, n)).read() for n in sorted(os.listdir(place))})
    logging.config.dictConfig({"version": 1, "disable_existing_loggers": False, "formatters": {"f": {"format": "conf %(message)s %(levelname)s"}, "own": {"()": logging.Formatter, "fmt": "own %(message)s"}}, "filters": {"o": {"name": "conf"}},
                               "handlers": {"out": {"class": "logging.StreamHandler", "formatter": "f", "stream": "ext://sys.stdout", "filters": ["o"]}, "file": {"class": "logging.FileHandler", "filename": path, "formatter": "own", "level": "ERROR", "mode": "w"}},
                               "loggers": {"conf": {"handlers": ["out", "file"], "level": "INFO", "propagate": False}}})
    conf = logging.getLogger("conf")
    conf.info("hello")
    conf.error("world")
    logging.shutdown()
    print(open(path).read())
    for bad in [{}, {"version": 2}, {"version": 1, "handlers": {"x": {"class": "no.Such"}}}, {"version": 1, "root": {"handlers": ["nope"]}}, {"version": 1, "loggers": {"z": {"level": "SILLY"}}}]:
        try:
            logging.config.dictConfig(bad)
        except Exception as e:
            print(type(e).__name__, e, "|", e.__cause__)
    with open(path, "w") as ini:
        ini.write("[loggers]\nkeys=root,ini\n[handlers]\nkeys=h\n[formatters]\nkeys=f\n[logger_root]\nhandlers=\n[logger_ini]\nlevel=INFO\nhandlers=h\nqualname=ini\npropagate=0\n[handler_h]\nclass=StreamHandler\nargs=(sys.stdout,)\nformatter=f\n[formatter_f]\nformat=ini %(message)s\n")
    logging.config.fileConfig(path, disable_existing_loggers=False)
    logging.getLogger("ini").info("from a file")
logging.basicConfig(stream=sys.stdout, format="%(levelname)s basic %(message)s", level=logging.INFO, force=True)
logging.info("root info")
logging.captureWarnings(True)
warnings.warn("a warning", stacklevel=2)
logging.captureWarnings(False)
t(logging.basicConfig, force=True, stream=1, filename="x")
t(logging.basicConfig, force=True, nosuch=1)
print(logging.getLogger("nobody").manager.root is logging.root, logging.lastResort, logging.NullHandler().handle(record))

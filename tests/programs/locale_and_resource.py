"""_locale and locale; resource, and what os.wait4 gives of it."""
import _locale
import locale
import os
import resource


def show(f, *args):
    try:
        print(f.__name__, ascii(f(*args)))
    except Exception as e:
        print(f.__name__, type(e).__name__, type(e).__module__, e)


for args in ((0,), (0, "xx"), (99,), (6, "C"), (6,), (0, "C.UTF-8"), (0, None), (), (0, 3), ("x",), (1, "C.UTF-8"), (6,), (1,), (0, "a\0b")):
    show(_locale.setlocale, *args)
show(_locale.localeconv)
print(float("1.5"), "%.2f" % 2.5, format(1234567.891, ",.2f"), format(1234, "n"))
for args in (("a", "b"), ("b", "a"), ("a", "a"), ("\u00e9", "f"), (1, 2), ("a", 2), ("a",), ("a", "\0")):
    show(_locale.strcoll, *args)
for args in (("abc",), ("a\0",), (1,), ("",)):
    show(_locale.strxfrm, *args)
for args in ((1,), (_locale.CODESET,), (_locale.DAY_1,), (_locale.RADIXCHAR,), ("x",), (_locale.D_T_FMT,)):
    show(_locale.nl_langinfo, *args)
show(_locale.gettext, "a")
show(_locale.dgettext, None, "a")
show(_locale.dgettext, "nowhere", "a\u20ac")
show(_locale.dcgettext, None, "a", 5)
show(_locale.textdomain, None)
show(_locale.textdomain, 3)
show(_locale.bindtextdomain, "a", None)
show(_locale.bindtextdomain, "", None)
show(_locale.bind_textdomain_codeset, "a", None)
show(_locale.getencoding)
print(sorted(n for n in dir(_locale) if n[0] != "_" and n.isupper()))
print(locale.setlocale(locale.LC_ALL), locale.getlocale(), locale.Error is _locale.Error, locale.str(1.5))
print(locale.format_string("%d", 1234567, grouping=True), locale.atof("1.5"), locale.currency(2.5) if 0 else "-")
print(sorted(["b", "a", "C"], key=locale.strxfrm), sorted(locale.localeconv())[:3])

usage = resource.getrusage(resource.RUSAGE_SELF)
print(type(usage), len(usage), usage.ru_maxrss > 0, usage[0] == usage.ru_utime, resource.error is OSError)
show(resource.getrusage, 99)
show(resource.getrusage, "x")
soft, hard = resource.getrlimit(resource.RLIMIT_CORE)
resource.setrlimit(resource.RLIMIT_CORE, (0, hard))
print(resource.getrlimit(resource.RLIMIT_CORE)[0], resource.prlimit(0, resource.RLIMIT_CORE)[0])
show(resource.setrlimit, resource.RLIMIT_CORE, (1,))
show(resource.setrlimit, resource.RLIMIT_CORE, ("a", 2))
show(resource.setrlimit, resource.RLIMIT_CORE, 3)
show(resource.setrlimit, 99, (1, 2))
show(resource.getrlimit, -1)
show(resource.setrlimit, resource.RLIMIT_NOFILE, (20, 10))
show(resource.prlimit, os.getpid(), resource.RLIMIT_CORE, [0, 0])
print(resource.getpagesize() == os.sysconf("SC_PAGESIZE"), resource.RLIM_INFINITY)
print(sorted(n for n in dir(resource) if n[0] == "R"))
pid = os.fork()
if pid == 0:
    os._exit(3)
pid2, status, usage = os.wait4(pid, 0)
print(pid == pid2, status, type(usage), usage.ru_maxrss > 0)

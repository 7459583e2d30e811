"""The command's switches, and the cache of compiled modules: what is stale, cut off, damaged, foreign or cannot be written is
ignored, and written anew where it can be."""
import glob
import os
import shutil
import subprocess
import tempfile
import zipfile

from . import command

# name: (shell script, exit status, standard output, what standard error holds); run in a folder with FILES
SWITCHES = {
    "-m with a module": ("$OURO -m tool a b", 0, "['tool.py', 'a', 'b'] __main__ tool here\n", ""),
    "-m with a package": ("$OURO -m pack", 0, "pack main pack.__main__\n", ""),
    "-m with a submodule": ("$OURO -m pack.sub", 0, "pack sub\n", ""),
    "-m with a package without __main__": ("$OURO -m bare", 1, "", "No module named bare.__main__; 'bare' is a package and cannot be directly executed"),
    "-m with nothing": ("$OURO -m", 2, "", "Argument expected for the -m option"),
    "-m with a missing module": ("$OURO -m nosuch", 1, "", ": No module named nosuch"),
    "-m with its value in the same word": ("$OURO -mtool", 0, "['tool.py'] __main__ tool here\n", ""),
    "-m json.tool": ("echo '{\"a\": [1, 2]}' | $OURO -m json.tool --compact", 0, '{"a":[1,2]}\n', ""),
    "a folder with __main__": ("$OURO folder x", 0, "['folder', 'x'] folder __main__ True\n", ""),
    "a zip file": ("$OURO program.zip x", 0, "['program.zip', 'x'] program.zip __main__ True\n", ""),
    "a zip file with a line above": ("$OURO headed.zip", 0, "['headed.zip'] headed.zip __main__ True\n", ""),
    "a folder, isolated": ("$OURO -I folder", 0, "['folder'] folder __main__ True\n", ""),
    "a module in a zip file": ("PYTHONPATH=library.zip $OURO -c 'import zipped.inner as i; print(i.__name__, type(i.__loader__).__name__)'",
                               0, "zipped.inner zipimporter\n", ""),
    "- with arguments": ("echo 'import sys; print(sys.argv, __file__)' | $OURO - a b", 0, "['-', 'a', 'b'] <stdin>\n", ""),
    "no program": ("echo 'import sys; print(sys.argv)' | $OURO", 0, "['']\n", ""),
    "-- before a program": ("$OURO -- tool.py x", 0, "['tool.py', 'x'] __main__ None here\n", ""),
    "the path for -c": ("$OURO -c 'import sys; print(repr(sys.path[0]))'", 0, "''\n", ""),
    "the path for -P": ("$OURO -P -c 'import sys; print(sys.path[0])'", 0, "/usr/lib/python311.zip\n", ""),
    "PYTHONSAFEPATH": ("PYTHONSAFEPATH=1 $OURO -c 'import sys; print(sys.path[0], sys.flags.safe_path)'", 0, "/usr/lib/python311.zip True\n", ""),
    "PYTHONPATH": ("PYTHONPATH=/one:/two $OURO -c 'import sys; print(sys.path[1:3])'", 0, "['/one', '/two']\n", ""),
    "PYTHONPATH ignored": ("PYTHONPATH=/one $OURO -E -c 'import sys; print(\"/one\" in sys.path, sys.flags.ignore_environment)'", 0, "False 1\n", ""),
    "-I": ("PYTHONPATH=/one $OURO -I -c 'import sys; f = sys.flags; print(sys.path[0], f.isolated, f.ignore_environment, f.no_user_site, f.safe_path)'",
           0, "/usr/lib/python311.zip 1 1 1 True\n", ""),
    "-O": ("$OURO -O -c 'assert 0; print(__debug__)'; $OURO -OO -c 'def f(): \"x\"\nprint(f.__doc__)'", 0, "False\nNone\n", ""),
    "-O in imported modules": ("$OURO -O -c 'import asserting; print(asserting.__cached__.split(\"/\")[-1])'", 0,
                               "fine\nasserting.ouro-311.opt-1.pyc\n", ""),
    "PYTHONOPTIMIZE": ("PYTHONOPTIMIZE=2 $OURO -c 'import sys; print(sys.flags.optimize)'", 0, "2\n", ""),
    "the larger level counts": ("PYTHONOPTIMIZE=1 $OURO -OO -c 'import sys; print(sys.flags.optimize)'", 0, "2\n", ""),
    "letters in one word": ("$OURO -Bsqu -c 'import sys; f = sys.flags; print(f.dont_write_bytecode, f.no_user_site, f.quiet, sys.dont_write_bytecode)'",
                            0, "1 1 1 True\n", ""),
    "-v": ("$OURO -v -c 'import tool' 2>&1 | grep -c tool.py", 0, None, ""),
    "-b": ("$OURO -b -c 'import sys; print(sys.flags.bytes_warning, sys.warnoptions)'", 0, "1 ['default::BytesWarning']\n", ""),
    "-x": ("$OURO -x skipped.py", 1, "fine\n", 'line 3, in <module>'),
    "-X": ("$OURO -X a -X b=c=d -c 'import sys; print(sys._xoptions)'", 0, "{'a': True, 'b': 'c=d'}\n", ""),
    "-X dev": ("$OURO -X dev -c 'import sys; print(sys.flags.dev_mode, sys.warnoptions)'", 0, "True ['default']\n", ""),
    "-X int_max_str_digits": ("$OURO -X int_max_str_digits=700 -c 'import sys; print(sys.get_int_max_str_digits()); int(\"1\" * 701)'",
                              1, "700\n", "ValueError: Exceeds the limit"),
    "-X int_max_str_digits, too few": ("$OURO -X int_max_str_digits=5 -c pass", 1, "", "invalid limit; must be >= 640 or 0 for unlimited"),
    "PYTHONINTMAXSTRDIGITS": ("PYTHONINTMAXSTRDIGITS=0 $OURO -c 'import sys; print(sys.get_int_max_str_digits())'", 0, "0\n", ""),
    "orig_argv": ("$OURO -B -c 'import sys; print(sys.orig_argv[1:])' x", 0, "['-B', '-c', 'import sys; print(sys.orig_argv[1:])', 'x']\n", ""),
    "-W error": ("$OURO -W error -c 'import warnings; warnings.warn(\"x\")'", 1, "", "UserWarning: x\n"),
    "-W ignore": ("$OURO -Wignore -c 'import warnings; warnings.warn(\"x\"); print(1)'", 0, "1\n", ""),
    "-W with a line": ("$OURO -W error::UserWarning:__main__:2 -c 'import warnings\nwarnings.warn(\"x\")'", 1, "", "UserWarning: x"),
    "-W for the compiler": ("$OURO -W error -c '1 is 1'", 1, "", "SyntaxError: \"is\" with a literal"),
    "a faulty -W": ("$OURO -W nonsense -c 'print(1)'", 0, "1\n", "Invalid -W option ignored: invalid action: 'nonsense'\n"),
    "PYTHONWARNINGS": ("PYTHONWARNINGS=ignore,error::UserWarning $OURO -W default -c 'import sys; print(sys.warnoptions)'", 0,
                       "['ignore', 'error::UserWarning', 'default']\n", ""),
    "PYTHONHASHSEED": ("for n in 0 7 random; do PYTHONHASHSEED=$n $OURO -c 'import sys; print(sys.flags.hash_randomization)'; done", 0, "0\n1\n1\n", ""),
    "--check-hash-based-pycs": ("$OURO --check-hash-based-pycs always -c 'import _imp; print(_imp.check_hash_based_pycs)'", 0, "always\n", ""),
    "--check-hash-based-pycs, faulty": ("$OURO --check-hash-based-pycs sometimes -c pass", 2, "", "must be one of 'default', 'always', or 'never'"),
    "-i": ("printf 'x + 1\\n1 / 0\\nif x:\\n  print(x)\\n\\n' | $OURO -q -i -c 'x = 1'", 0, "2\n1\n", "ZeroDivisionError: division by zero"),
    "-i after an exception": ("echo 'print(x)' | $OURO -i -c 'x = 1; raise SystemExit(3)'", 0, "1\n", "SystemExit: 3"),
    "PYTHONINSPECT set by the program": ("echo 'print(5)' | $OURO -c 'import os; os.environ[\"PYTHONINSPECT\"] = \"1\"'", 0, "5\n", ">>> "),
    "exit and its like": ("$OURO -c 'print(type(exit), type(help), type(license)); quit(4)'", 4,
                          "<class '_sitebuiltins.Quitter'> <class '_sitebuiltins._Helper'> <class '_sitebuiltins._Printer'>\n", ""),
    "-S without exit": ("$OURO -S -c 'exit'", 1, "", "NameError: name 'exit' is not defined"),
    "site": ("$OURO -c 'import site, sys; print(sys.path[-1].endswith(\"-packages\"), site.PREFIXES)'", 0, "True ['/usr', '/usr']\n", ""),
}
FILES = {
    "tool.py": "import sys, os\nprint([os.path.basename(sys.argv[0])] + sys.argv[1:], __name__, __spec__ and __spec__.name, "
               "'here' if sys.path[0] == os.path.realpath(os.getcwd()) else sys.path[0])\n",
    "pack/__init__.py": "", "pack/__main__.py": "print('pack main', __spec__.name)\n", "pack/sub.py": "print('pack sub')\n",
    "bare/__init__.py": "", "asserting.py": "assert 0\nprint('fine')\n", "skipped.py": "this is no Python\nprint('fine')\n1 / 0\n",
    "folder/__main__.py": "import sys, os, helper\nprint(sys.argv, os.path.basename(sys.path[0]), __name__, helper.here)\n",
    "folder/helper.py": "here = True\n",
}


def fill(folder):
    for name, text in FILES.items():
        path = os.path.join(folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w") as file:
            file.write(text)
    with zipfile.ZipFile(os.path.join(folder, "program.zip"), "w") as archive:
        for name in ("__main__.py", "helper.py"):
            archive.writestr(name, FILES["folder/" + name])
    with open(os.path.join(folder, "program.zip"), "rb") as file, open(os.path.join(folder, "headed.zip"), "wb") as headed:
        headed.write(b"#!/usr/bin/env ouro\n" + file.read())
    with zipfile.ZipFile(os.path.join(folder, "library.zip"), "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zipped/__init__.py", "")
        archive.writestr("zipped/inner.py", "x = 1\n")


def check_switch(binary, folder, name):
    script, status, out, err = SWITCHES[name]
    result = subprocess.run(["/bin/bash", "-c", script], env=dict(command.environment(), OURO=binary, XDG_CACHE_HOME=folder + "-cache"),
                            cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60)
    shown, printed = result.stderr.decode(errors="replace"), result.stdout.decode(errors="replace")
    problems = []
    if result.returncode != status:
        problems.append("exit status %s, not %s" % (result.returncode, status))
    if out is not None and printed != out:
        problems.append("printed %r" % printed[:300])
    if err not in shown or (not err and shown):
        problems.append("standard error: %r" % shown[-800:])
    return "\n".join(problems) or None


# ---- the cache ----

PROGRAM = "import cached\nprint(cached.f(2), cached.__cached__)\n"
SOURCE = "def f(x):\n    return x * 21\n"


class Cache:
    """A program with a module, and a cache folder of its own."""

    def __init__(self, binary, folder):
        self.binary, self.folder = binary, folder
        self.source, self.base = os.path.join(folder, "cached.py"), os.path.join(folder, "cache")
        self.write(SOURCE)

    def write(self, text, time=1000000000):
        with open(self.source, "w") as file:
            file.write(text)
        os.utime(self.source, (time, time))

    def run(self, expected, *switches, **environment):
        """Runs the program; raises unless it prints what is expected and says nothing else."""
        env = dict(command.environment(), XDG_CACHE_HOME=self.base, OURO_CHECK_LEAKS="1", **environment)
        result = subprocess.run([self.binary, *switches, "-c", PROGRAM], cwd=self.folder, env=env, timeout=60, stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE, text=True)
        if result.returncode or result.stderr or not result.stdout.startswith(expected + " "):
            raise AssertionError("exit status %d, printed %r, %s" % (result.returncode, result.stdout, result.stderr[-800:]))
        return result.stdout.split()[1]

    def files(self):
        return sorted(path for path in glob.glob(self.base + "/**", recursive=True) if os.path.isfile(path))

    def file(self):
        return os.path.join(self.base, "ouro", os.path.realpath(self.folder)[1:], "cached.ouro-311.pyc")

    def contents(self, path=None):
        with open(path or self.file(), "rb") as file:
            return file.read()

    def replace(self, contents, path=None):
        path = path or self.file()
        os.chmod(path, 0o644)
        with open(path, "wb") as file:
            file.write(contents)


def expect(condition, what):
    if not condition:
        raise AssertionError(what)


def cache_is_used(c):
    c.run("42")
    good = c.contents()
    expect(not glob.glob(os.path.join(c.folder, "__pycache__")), "something was written beside the source")
    expect(any("_bootstrap.frozen" in name for name in c.files()), "importlib's own files are not cached")
    other = good.replace(b"cached.py", b"cAched.py")
    expect(c.run("42") == c.file() and c.contents() == good and other != good, "the file is not stable")
    c.write("def f(x):\n    return x * 31\n")  # the same time and size: the cache is right by the rules
    c.run("42")


def cache_is_stale(c):
    c.run("42")
    c.write("def f(x):\n    return x * 31\n", 1000000001)
    c.run("62")
    c.write("def f(x):\n    return x + 111\n", 1000000001)
    c.run("113")


def cache_is_damaged(c, spoil):
    """Each way of spoiling every file is ignored, and the files are as good as new afterwards."""
    c.run("42")
    expect(len(c.files()) >= 3, "too little is cached: %s" % c.files())
    for path in c.files():
        good = c.contents(path)
        for bad in spoil(good):
            c.replace(bad, path)
            c.run("42")
            expect(c.contents(path) == good, "%s was not written anew (%d bytes of %d)" % (path, len(bad), len(good)))


def cut_off(good):
    return [good[:n] for n in (0, 1, 4, 15, 16, 17, len(good) // 2, len(good) - 1)]


def flipped(good):
    return [good[:n] + bytes([good[n] ^ 0x41]) + good[n + 1:] for n in (0, 3, 5, 16, 20, 40, len(good) // 3, len(good) // 2, len(good) - 1)]


def foreign(good):
    import marshal
    return [good[:16] + marshal.dumps(value) for value in (5, None, (1, 2), "text", compile("1", "x", "exec"))] + \
        [b"\xa7\r\r\n" + good[4:], good[:16] + b"\xff" * 100, os.urandom(500)]


def cache_cannot_be_written(c):
    for base in ("/proc/nowhere", "/dev/null", os.path.join(c.folder, "cached.py")):
        c.base = base
        c.run("42")


def cache_is_read_only(c):
    c.run("42")
    good = c.contents()
    c.write("def f(x):\n    return x + 111\n", 1000000001)
    folder = os.path.dirname(c.file())
    os.chmod(folder, 0o555)
    try:
        c.run("113")
        expect(os.geteuid() == 0 or c.contents() == good, "written in a folder that is read only")
    finally:
        os.chmod(folder, 0o755)


def cache_is_a_folder(c):
    c.run("42")
    for path in c.files():
        os.remove(path)
        os.mkdir(path)
    c.run("42")


def cache_is_switched_off(c):
    for switches, environment in ((["-B"], {}), ([], {"PYTHONDONTWRITEBYTECODE": "1"})):
        c.run("42", *switches, **environment)
        expect(not c.files(), "written all the same: %s" % c.files())


def cache_elsewhere(c):
    for switches, environment in ((["-X", "pycache_prefix=" + c.folder + "/other1"], {}), ([], {"PYTHONPYCACHEPREFIX": c.folder + "/other2"})):
        where = c.run("42", *switches, **environment)
        expect(where.startswith(c.folder + "/other") and os.path.isfile(where) and not c.files(), where)


def cache_of_a_relative_home(c):
    base, c.base = c.base, "relative"
    where = c.run("42", HOME=base)
    expect(where.startswith(base + "/.cache/ouro/") and not os.path.exists(os.path.join(c.folder, "relative")), where)


def cache_by_hash(c):
    script = ("import py_compile, sys; py_compile.compile('cached.py', invalidation_mode=py_compile.PycInvalidationMode.%s, doraise=True)")
    for mode, then in (("CHECKED_HASH", "62"), ("UNCHECKED_HASH", "42")):
        c.write(SOURCE)
        subprocess.run([c.binary, "-c", script % mode], cwd=c.folder, env=dict(command.environment(), XDG_CACHE_HOME=c.base), check=True)
        c.run("42")
        c.write("def f(x):\n    return x * 31\n", 1000000002)
        c.run(then)


def cache_of_many_at_once(c):
    children = [subprocess.Popen([c.binary, "-c", "import cached, json, argparse; print(cached.f(2))"], cwd=c.folder, stdout=subprocess.PIPE,
                                 stderr=subprocess.STDOUT, env=dict(command.environment(), XDG_CACHE_HOME=c.base)) for _ in range(6)]
    for child in children:
        out = child.communicate(timeout=60)[0]
        expect(out == b"42\n", repr(out[-500:]))
    expect(all(name.endswith(".pyc") for name in c.files()), "something was left: %s" % c.files())


CACHE = {
    "used": cache_is_used,
    "stale": cache_is_stale,
    "cut off": lambda c: cache_is_damaged(c, cut_off),
    "damaged": lambda c: cache_is_damaged(c, flipped),
    "foreign": lambda c: cache_is_damaged(c, foreign),
    "that cannot be written": cache_cannot_be_written,
    "read only": cache_is_read_only,
    "with folders in it": cache_is_a_folder,
    "switched off": cache_is_switched_off,
    "elsewhere": cache_elsewhere,
    "of a relative home": cache_of_a_relative_home,
    "by hash": cache_by_hash,
    "of many at once": cache_of_many_at_once,
}


def check_cache(binary, name):
    folder = tempfile.mkdtemp(prefix="ouro-cache-")
    try:
        CACHE[name](Cache(binary, os.path.realpath(folder)))
    except (AssertionError, subprocess.SubprocessError) as problem:
        return str(problem)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return None


def run(report, stress):
    binary = os.environ.get("OURO_BINARY") or os.path.abspath("build/release/ouro")
    with tempfile.TemporaryDirectory(prefix="ouro-imports-") as outer:
        folder = os.path.join(outer, "here")
        os.mkdir(folder)
        fill(folder)
        tests = [("command with " + name, lambda name=name: check_switch(binary, folder, name)) for name in SWITCHES]
        tests += [("a cache " + name, lambda name=name: check_cache(binary, name)) for name in CACHE]
        report.run_all(tests)

# modes: release debug-heap collect-young collect-full
# The sanitizers take the signals of faults themselves.
"""faulthandler: what is told of a fatal signal, of a chosen one, after a time, and at once."""
import faulthandler
import os
import re
import signal
import subprocess
import sys
import tempfile
import time


def show(f, *args, **kw):
    try:
        print(f.__name__, f(*args, **kw))
    except Exception as e:
        print(f.__name__, type(e).__name__, e)


def written(file):
    file.seek(0)
    text = file.read().decode()
    file.seek(0)
    file.truncate()
    return re.sub("0x[0-9a-f]{16}", "0xN", text).replace(__file__, "FILE")


class NoNumber:
    def fileno(self):
        return -3


show(faulthandler.is_enabled)
show(faulthandler.disable)
show(faulthandler.enable, -1)
show(faulthandler.enable, "x")
show(faulthandler.enable, 1, 2, 3)
show(faulthandler.dump_traceback, NoNumber())
show(faulthandler.register, signal.SIGSEGV)
show(faulthandler.register, 999)
show(faulthandler.register, "x")
show(faulthandler.register, signal.SIGKILL)
show(faulthandler.unregister, 10)
show(faulthandler.unregister, 999)
for bad in (0, -1, 1e30, "x"):
    show(faulthandler.dump_traceback_later, bad)
show(faulthandler.cancel_dump_traceback_later)
show(faulthandler.enable)
show(faulthandler.is_enabled)
show(faulthandler.disable)
show(faulthandler.is_enabled)


def inner(file, all_threads):
    faulthandler.dump_traceback(file, all_threads)


def generate(file):
    yield inner(file, False)


def deep(n, file):
    if n:
        return deep(n - 1, file)
    faulthandler.dump_traceback(file=file)


file = tempfile.TemporaryFile()
inner(file, True)
print(written(file))
next(generate(file.fileno()))
print(written(file))
deep(150, file)
text = written(file)
print(text.count("\n"), text[-6:])
exec(compile("def \u0394\U00010400\xe9(f): f()", "n\xe4me" * 200, "exec"), names := {})
names["\u0394\U00010400\xe9"](lambda: faulthandler.dump_traceback(file))
print(written(file))

faulthandler.register(signal.SIGUSR1, file)
os.kill(os.getpid(), signal.SIGUSR1)
print(written(file))
show(faulthandler.unregister, signal.SIGUSR1)
show(faulthandler.unregister, signal.SIGUSR1)
signal.signal(signal.SIGUSR1, lambda *a: print("handler"))
faulthandler.register(signal.SIGUSR1, file, all_threads=False, chain=True)
os.kill(os.getpid(), signal.SIGUSR1)
print(written(file))
faulthandler.unregister(signal.SIGUSR1)
os.kill(os.getpid(), signal.SIGUSR1)
print(repr(written(file)))

faulthandler.dump_traceback_later(0.05, file=file)
time.sleep(0.3)
print(written(file))
faulthandler.dump_traceback_later(0.02, repeat=True, file=file)
time.sleep(0.2)
faulthandler.cancel_dump_traceback_later()
print(written(file).count("Timeout (0:00:00.020000)!") > 2)
time.sleep(0.1)
print(repr(written(file)))


def run(code, *switches, **environment):
    done = subprocess.run([sys.executable, *switches, "-c", code], capture_output=True, text=True, env={**os.environ, **environment})
    err = re.sub("0x[0-9a-f]{16}", "0xN", done.stderr)
    print(done.returncode, done.stdout, [line for line in err.splitlines() if "Extension modules" not in line])


IMPORT = "import faulthandler, os, sys, signal\n"
for name in ("SIGSEGV", "SIGABRT", "SIGFPE", "SIGBUS", "SIGILL"):
    run(IMPORT + f"faulthandler.enable()\ndef f():\n    os.kill(os.getpid(), signal.{name})\nf()")
run(IMPORT + "faulthandler.enable(all_threads=False)\nfaulthandler._sigabrt()")
run(IMPORT + "faulthandler.enable(1)\nfaulthandler.disable()\nfaulthandler._sigfpe()")
run(IMPORT + "faulthandler.dump_traceback_later(0.05, exit=True)\nimport time\ntime.sleep(10)")
run("import faulthandler; print(faulthandler.is_enabled())", "-X", "faulthandler")
run("import faulthandler; print(faulthandler.is_enabled())", "-X", "dev")
run("import faulthandler; print(faulthandler.is_enabled())", PYTHONFAULTHANDLER="1")
sys.stderr = None
show(faulthandler.dump_traceback)
del sys.stderr
show(faulthandler.dump_traceback)

# modes: release asan
# (children are made in the same way in all modes, and importing subprocess takes long in the slow ones)
"""subprocess, signal and selectors: pipes, exit statuses, environments, timeouts, pipelines; handlers, alarms, waiting for several pipes. Prints what comes back."""
import os
import selectors
import signal
import subprocess
import sys
import tempfile


def t(f, *args, **kwargs):
    try:
        print(f(*args, **kwargs))
    except Exception as e:
        print(type(e).__name__ + ":", str(e).replace(sys.executable, "OURO"))


print(subprocess.run(["echo", "a b", "c"], capture_output=True), subprocess.run("echo $0 $X; exit 3", shell=True, env={"X": "y"}, capture_output=True, text=True).returncode)
p = subprocess.run(["cat"], input="h\u00e9llo\n", text=True, encoding="utf-8", stdout=subprocess.PIPE)
print(p, ascii(p.stdout), p.args)
t(subprocess.check_output, ["sh", "-c", "echo out; echo err >&2; exit 4"], stderr=subprocess.STDOUT)
try:
    subprocess.run(["sh", "-c", "echo out; echo err >&2; kill -9 $$"], check=True, capture_output=True)
except subprocess.CalledProcessError as e:
    print(e, e.output, e.stderr, e.returncode, e.cmd)
print(subprocess.getstatusoutput("echo hi; exit 2"), subprocess.getoutput("echo x 1>&2"), subprocess.call(["false"]), subprocess.check_call(["true"]))
t(subprocess.check_call, ["false"])
t(subprocess.run, ["/nonexistent/program"])
t(subprocess.run, ["true"], cwd="/nonexistent")
t(subprocess.run, ["/etc/passwd"])
t(subprocess.run, [])
t(subprocess.run, ["true"], capture_output=True, stdout=1)
t(subprocess.run, ["true"], input="x", stdin=subprocess.PIPE)
t(subprocess.run, ["cat"], input=3)
t(subprocess.Popen, ["true"], bufsize="x")
try:
    subprocess.run(["sleep", "5"], timeout=0.05)
except subprocess.TimeoutExpired as e:
    print(type(e).__name__, e.cmd, e.output)
with subprocess.Popen(["cat"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1) as p:
    p.stdin.write("line one\n")
    print(p.stdout.readline(), p.poll(), p.pid > 0, end=" ")
    p.stdin.write("rest\n")
    print(p.communicate(), p.returncode, p.poll(), p.wait())
first = subprocess.Popen(["printf", "b\\na\\nc\\na\\n"], stdout=subprocess.PIPE)
second = subprocess.Popen(["sort", "-u"], stdin=first.stdout, stdout=subprocess.PIPE)
first.stdout.close()
print(second.communicate()[0], first.wait(), subprocess.list2cmdline(["a b", 'c"d', ""]))
p = subprocess.Popen(["sleep", "9"])
p.terminate()
print(p.wait(), repr(p)[:8], p.send_signal(0))
p = subprocess.Popen(["sh", "-c", "read x; echo got $x; echo e >&2"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
print(p.communicate(b"input\nmore"), subprocess.run(["pwd"], cwd="/", capture_output=True).stdout, subprocess.run(["sh", "-c", "umask"], umask=0o27, capture_output=True).stdout, subprocess.DEVNULL)
with tempfile.TemporaryFile() as f:
    subprocess.run(["echo", "to a file"], stdout=f)
    f.seek(0)
    print(f.read(), subprocess.run(["cat", "/proc/self/fd/0"], stdin=subprocess.DEVNULL, capture_output=True).stdout)
r, w = os.pipe()
subprocess.run(["sh", "-c", f"echo through >&{w}"], pass_fds=[w])
os.close(w)
with open(r) as f:
    print(f.read())
print(subprocess.run([sys.executable, "-c", "import sys; print(sys.argv[1:]); sys.exit('bye')", "x", "y z"], capture_output=True, text=True).stderr)
got = []
old = signal.signal(signal.SIGUSR1, lambda n, frame: got.append((signal.Signals(n).name, frame.f_code.co_name)))


def raiser():
    signal.raise_signal(signal.SIGUSR1)
    os.kill(os.getpid(), signal.SIGUSR1)
    return len(got)


print(raiser(), got, old, signal.getsignal(signal.SIGUSR1).__name__, signal.signal(signal.SIGUSR1, signal.SIG_IGN).__name__, signal.getsignal(signal.SIGUSR1), raiser(), signal.strsignal(15), signal.Signals.SIGINT, signal.SIGTERM in signal.valid_signals())
t(signal.signal, signal.SIGKILL, signal.SIG_IGN)
t(signal.signal, 999, signal.SIG_DFL)
t(signal.signal, signal.SIGUSR1, 3)


class Expired(Exception):
    pass


def expire(n, frame):
    raise Expired("time is up")


signal.signal(signal.SIGALRM, expire)
signal.setitimer(signal.ITIMER_REAL, 0.02)
try:
    while True:
        pass
except Expired as e:
    print(e, signal.getitimer(signal.ITIMER_REAL), signal.alarm(0))
try:
    signal.default_int_handler(2, None)
except KeyboardInterrupt:
    print("interrupt")
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGALRM])
signal.raise_signal(signal.SIGALRM)
print(signal.sigpending())
try:
    signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGALRM])
except Expired:
    print("delivered")
sel = selectors.DefaultSelector()
pipes = {name: os.pipe() for name in ("a", "b")}
for name, (r, w) in pipes.items():
    key = sel.register(r, selectors.EVENT_READ, name)
print(sel.select(0), key.data, key.events, len(sel.get_map()))
for name in "ba":
    os.write(pipes[name][1], name.encode() * 3)
    print([(k.data, os.read(k.fd, 9), mask) for k, mask in sel.select(1)])
t(sel.register, 9999, 7)
print(sel.modify(pipes["a"][0], selectors.EVENT_READ, "new").data, sel.get_key(pipes["a"][0]).data, sel.unregister(pipes["b"][0]).data, sel.close())
for r, w in pipes.values():
    os.close(r)
    os.close(w)

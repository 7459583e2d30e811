"""The ouro command and the world around it: bad input, signals, streams that fail. One clear message, CPython's exit status."""
import os
import signal
import subprocess
import tempfile
import time

from . import process, prompt

LOOP = "print('ready', flush=True)\nwhile True: pass\n"
SLEEP = "import time\nprint('ready', flush=True)\ntime.sleep(60)\n"
CAUGHT = "print('ready', flush=True)\ntry:\n while True: pass\nexcept KeyboardInterrupt:\n print('caught')\n"
POWER = "print('ready', flush=True)\nfor n in range(1000): x = 10 ** (1000000 + n)\n"
SORT = "l = list(range(300000))\nprint('ready', flush=True)\nwhile True: l.sort(key=lambda x: -x); l.reverse()\n"
READ = "print('ready', flush=True)\ninput()\n"
MANY = "for n in range(200000): print(n)\n"
# name: (arguments, exit status, what standard error holds); {name} is a file of FILES below
CASES = {
    "a missing file": ("{missing}", 2, "can't open file '{missing}': [Errno 2] No such file or directory"),
    "a folder": ("{folder}", 1, "can't find '__main__' module in '{folder}'"),
    "a path through a file": ("{fine}/x.py", 2, "[Errno 20] Not a directory"),
    "no UTF-8": ("{latin}", 1, "SyntaxError: "),
    "a NUL byte": ("{nul}", 1, "source code cannot contain null bytes"),
    "random bytes": ("{random}", 1, "SyntaxError"),
    "an empty file": ("{empty}", 0, ""),
    "no newline at the end": ("{bare}", 0, ""),
    "carriage returns": ("{returns}", 0, ""),
    "a byte order mark": ("{mark}", 0, ""),
    "an uncaught exception": ("{raising}", 1, "ZeroDivisionError: division by zero"),
    "a syntax error": ("{syntax}", 1, "SyntaxError: "),
    "an empty command": ("-c|", 0, ""),
    "a command without text": ("-c", 2, "rgument expected for the -c option"),
    "an unknown option": ("--nonsense", 2, "nonsense"),
    "an unknown letter": ("-Zx", 2, "ption"),
    "a limit without a number": ("--memory-limit", 2, "--memory-limit"),
    "a limit that is no number": ("--memory-limit|many|{fine}", 2, "--memory-limit"),
    "a negative limit": ("--memory-limit|-5|{fine}", 2, "--memory-limit"),
    "a limit beyond all numbers": ("--memory-limit|99999999999999999999G|{fine}", 2, "--memory-limit"),
    "a limit too small to start": ("--memory-limit|256K|{fine}", 1, "too small to start"),
    "a limit of one byte": ("--memory-limit|1|{fine}", 1, "too small to start"),
    "exit with a number": ("-c|import sys; sys.exit(7)", 7, ""),
    "exit with a text": ("-c|import sys; sys.exit('a text')", 1, "a text\n"),
    "exit without anything": ("-c|import sys; sys.exit()", 0, ""),
    "exit with a large number": ("-c|import sys; sys.exit(256 + 3)", 3, ""),
    "exit beyond the numbers of C": ("-c|import sys; sys.exit(1 << 70)", 255, ""),
    "raise SystemExit": ("-c|raise SystemExit(5)", 5, ""),
    "raise KeyboardInterrupt": ("-c|raise KeyboardInterrupt", -signal.SIGINT, "KeyboardInterrupt"),
    "standard output gone": ("-c|import sys; sys.stdout = None; print(1)", 0, ""),
    "standard error gone": ("-c|import sys; sys.stderr = None; 1 / 0", 1, ""),
    "an excepthook that fails": ("-c|import sys\ndef f(*a): raise ValueError('inner')\nsys.excepthook = f\n1 / 0", 1, "Error in sys.excepthook"),
    "a bad hash seed": ("-c|pass", 1, "PYTHONHASHSEED must be"),
}
ENVIRONMENT = {"a bad hash seed": {"PYTHONHASHSEED": "nonsense"}}
FILES = {
    "fine": b"print(1)\n", "latin": b"x = 'caf\xe9'\n", "nul": b"x = 1\n\0\n", "empty": b"", "bare": b"x = 1",
    "random": bytes((n * 37 + 11) % 255 + 1 for n in range(2000)), "returns": b"x = 1\r\nif x:\r\n    y = 2\r\n",
    "mark": b"\xef\xbb\xbfx = 1\n", "raising": b"1 / 0\n", "syntax": b"x = = 1\n",
}


def check_case(binary, paths, name):
    arguments, status, text = CASES[name]
    command = [binary] + [part.format(**paths) for part in arguments.split("|")]
    result = process.run(command, ENVIRONMENT.get(name))
    problems = []
    if result.status != status:
        problems.append("exit status %s, not %s" % (result.status, status))
    if text.format(**paths) not in result.err:
        problems.append("standard error lacks %r" % text.format(**paths))
    if not text and result.err:
        problems.append("standard error should be empty")
    return "\n".join(problems + [result.err[-1500:]]) if problems else None


def environment():
    return dict(process_environment(), OURO_CHECK_LEAKS="1", LC_ALL="C.UTF-8")


def process_environment():
    return {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "OURO"))}


def check_interrupt(binary, code, caught):
    """Sends Ctrl-C to a program once it has said that it is ready."""
    child = subprocess.Popen([binary, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                             env=environment(), preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))
    try:
        if child.stdout.readline() != b"ready\n":
            return "never got ready"
        time.sleep(0.1)
        child.send_signal(signal.SIGINT)
        status = child.wait(20)
        out, err = child.stdout.read(), child.stderr.read()
    except subprocess.TimeoutExpired:
        child.kill()
        return "still running 20 seconds after Ctrl-C"
    finally:
        for stream in (child.stdin, child.stdout, child.stderr):
            stream.close()
        child.wait()
    if caught:
        return None if (status, out, err) == (0, b"caught\n", b"") else "exit status %s, %r, %r" % (status, out, err)
    if status != -signal.SIGINT or not err.endswith(b"KeyboardInterrupt\n"):
        return "exit status %s\n%s" % (status, err.decode(errors="replace")[-1500:])
    return None


def check_shell(binary, script, status, out, err):
    """Runs a line of shell with the command as $OURO."""
    result = subprocess.run(["/bin/bash", "-c", script], env=dict(environment(), OURO=binary), stdin=subprocess.DEVNULL,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60)
    shown = result.stderr.decode(errors="replace")
    problems = []
    if result.returncode != status:
        problems.append("exit status %s, not %s" % (result.returncode, status))
    if result.stdout.decode() != out:
        problems.append("printed %r" % result.stdout[:200])
    if err not in shown or (not err and shown):
        problems.append("standard error: %r" % shown[-500:])
    return "\n".join(problems) or None


SHELL = {
    "a closed pipe": ("$OURO -c '%s' | head -1; exit ${PIPESTATUS[0]}" % MANY.strip(), 1, "0\n", "BrokenPipeError"),
    "a closed pipe, little output": ("(sleep 0.3; $OURO -c 'print(1)'; echo $? >&2) | true", 0, "", "120"),
    "output to a full disk": ("$OURO -c 'print(1)' > /dev/full", 120, "", "No space left on device"),
    "much output to a full disk": ("$OURO -c '%s' > /dev/full" % MANY.strip(), 1, "", "No space left on device"),
    "output closed": ("$OURO -c 'print(1)' >&-", 0, "", ""),
    "errors closed": ("$OURO -c '1 / 0' 2>&-", 1, "", ""),
    "errors to a full disk": ("$OURO -c '1 / 0' 2>/dev/full", 1, "", ""),
    "input closed": ("$OURO -c 'print(1)' <&-", 0, "1\n", ""),
    "all closed": ("$OURO -c 'print(1)' <&- >&- 2>&-", 0, "", ""),
    "input at its end": ("$OURO -c 'input()' </dev/null", 1, "", "EOFError: EOF when reading a line"),
    "a program from a pipe": ("echo 'print(1 + 1)' | $OURO -", 0, "2\n", ""),
    "a faulty program from a pipe": ("echo 'print(1 +' | $OURO -", 1, "", "SyntaxError: "),
    "an unfinished line": ("$OURO -c \"print('x', end='')\"", 0, "x", ""),
    "output, then an exception": ("$OURO -c \"print('x'); 1 / 0\" 2>/dev/null", 1, "x\n", ""),
}


def run(report, stress):
    binary = os.environ.get("OURO_BINARY") or os.path.abspath("build/release/ouro")
    with tempfile.TemporaryDirectory(prefix="ouro-command-") as folder:
        paths = {"folder": folder, "missing": os.path.join(folder, "missing.py")}
        for name, content in FILES.items():
            paths[name] = os.path.join(folder, name + ".py")
            with open(paths[name], "wb") as file:
                file.write(content)
        tests = [("command " + name, lambda name=name: check_case(binary, paths, name)) for name in CASES]
        tests += [("command interrupted in " + name, lambda code=code, caught=caught: check_interrupt(binary, code, caught))
                  for name, code, caught in (("a loop", LOOP, False), ("sleep", SLEEP, False), ("a try", CAUGHT, True),
                                             ("powers", POWER, False), ("sort", SORT, False), ("input", READ, False))]
        tests += [("command with " + name, lambda given=given: check_shell(binary, *given)) for name, given in SHELL.items()]
        tests.append(("command as a prompt", lambda: prompt.check(binary)))
        if os.geteuid():  # root reads everything
            unreadable = os.path.join(folder, "unreadable.py")
            with open(unreadable, "w") as file:
                file.write("print(1)\n")
            os.chmod(unreadable, 0)
            tests.append(("command with an unreadable file",
                          lambda: check_shell(binary, "$OURO '%s'" % unreadable, 2, "", "[Errno 13] Permission denied")))
        report.run_all(tests)

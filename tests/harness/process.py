"""Running one process with a time limit, and comparing texts."""
import difflib
import os
import signal
import subprocess


class Result:
    def __init__(self, status, out, err, timed_out):
        self.status, self.out, self.err, self.timed_out = status, out, err, timed_out

    def crash(self):
        """What killed the process, or None when it ended by itself."""
        if self.timed_out:
            return "timed out"
        if self.status < 0:
            return "killed by " + signal.Signals(-self.status).name
        return None


# Seconds after which a run counts as hung. Far more than any needs, since the machine may be busy with other things.
HANG = 300


def run(command, environment=None, timeout=HANG, cwd=None, stdin=None):
    env = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "OURO"))}
    env.update({"LC_ALL": "C.UTF-8", "OURO_CHECK_LEAKS": "1", "XDG_CACHE_HOME": os.path.abspath("build/cache")})
    env.update(environment or {})
    process = subprocess.Popen(command, env=env, cwd=cwd, stdin=subprocess.PIPE if stdin is not None else subprocess.DEVNULL,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        out, err = process.communicate(stdin, timeout=timeout)
        return Result(process.returncode, out.decode("utf-8", "surrogateescape"), err.decode("utf-8", "surrogateescape"), False)
    except subprocess.TimeoutExpired:
        process.kill()
        out, err = process.communicate()
        return Result(process.returncode, out.decode("utf-8", "replace"), err.decode("utf-8", "replace"), True)


def difference(expected, actual):
    return "\n".join(list(difflib.unified_diff(expected.splitlines(), actual.splitlines(), "expected", "printed", lineterm=""))[:60])

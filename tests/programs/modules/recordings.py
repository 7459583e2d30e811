"""What the tests of mprof share: recordings made up, the command run in this process."""
import contextlib
import io

import mprof


def make(name, command="prog.py", seconds=10, peak=50, children=(), functions=()):
    """A recording whose memory rises to `peak` MiB at half of its time; functions are (name, start, end, level)."""
    with open(name, "w") as file:
        file.write("CMDLINE %s\n" % command)
        for tenth in range(10 * seconds + 1):
            share = 1 - abs(tenth / (5 * seconds) - 1)
            file.write("MEM %.6f %.4f\n" % (10 + (peak - 10) * share, 1000 + tenth / 10))
            for child, most in children:
                file.write("CHLD %d %.6f %.4f\n" % (child, most * share, 1000 + tenth / 10))
        for function, start, end, level in functions:
            file.write("FUNC %s 10.0000 %.4f 20.0000 %.4f %d\n" % (function, 1000 + start, 1000 + end, level))


def run(*words):
    """Runs mprof and prints what it prints, errors last, and its status."""
    errors = io.StringIO()
    with contextlib.redirect_stderr(errors):
        try:
            status = mprof.main(list(words))
        except SystemExit as stop:
            status = stop.code
    print("--", *words, "->", status)
    print(errors.getvalue(), end="")

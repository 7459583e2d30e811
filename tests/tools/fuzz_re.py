"""Random small patterns, matched by ouro and by CPython 3.11: what `re` finds, splits and replaces must be the same.

    fuzz_re.py [--ouro BINARY] [--count N] [SEED ...]

Each seed (0 by default) stands for N patterns (2,000 by default), numbered from SEED * N. Patterns that differ are printed with their number and
what each interpreter found, and make the exit status 1. A match that takes either of them two seconds is not compared. Where only a group
differs that a repetition gave up again, it is CPython's memory of that attempt (docs/differences.md): about one line in 8,000.
"""
import argparse
import random
import re
import signal
import subprocess
import sys

CPYTHON = "/usr/bin/python3.11"
SLOW = "slow"
PATIENCE = 2  # seconds for the six searches of one subject


class Generator:
    """One pattern; groups are counted so that back-references and conditions name those that exist."""

    def __init__(self, rng):
        self.rng = rng
        self.groups = 0
        self.closed = []

    def group(self, depth):
        self.groups += 1
        number = self.groups
        text = "(" + self.alternation(depth) + ")"
        self.closed.append(number)
        return text

    def atom(self, depth):
        choose, share = self.rng.choice, self.rng.random()
        if depth <= 0 or share < 0.3:
            return choose(["a", "b", "a", "b", ".", "[ab]", "[^a]", "", "c"])
        if share < 0.55:
            return self.group(depth - 1)
        if share < 0.7:
            return "(?:" + self.alternation(depth - 1) + ")"
        if share < 0.76:
            return choose(["(?=", "(?!", "(?="]) + self.alternation(depth - 1) + ")"
        if share < 0.79:
            return choose(["(?<=", "(?<!"]) + choose(["a", "b", "ab", "[ab]"]) + ")"
        if share < 0.82:
            return "(?>" + self.alternation(depth - 1) + ")"
        if share < 0.88 and self.closed:
            return "\\%d" % choose(self.closed)
        if share < 0.91 and self.closed:
            return "(?(%d)%s|%s)" % (choose(self.closed), self.sequence(depth - 1), self.sequence(depth - 1))
        if share < 0.94:
            return choose(["^", "$", r"\b", r"\B"])
        return choose("ab")

    def item(self, depth):
        atom = self.atom(depth)
        if self.rng.random() < 0.45 and atom not in ("", "^", "$", r"\b", r"\B"):
            if len(atom) > 1 and not atom.startswith(("(", "[", "\\")):
                atom = "(?:" + atom + ")"
            atom += self.rng.choice(["*", "+", "?", "{0,2}", "{1,2}", "{2}", "{1,3}", "{2,}", "{0,3}", "{,2}", "{1,}"])
            atom += self.rng.choice(["", "", "", "?", "?", "+"])
        return atom

    def sequence(self, depth):
        return "".join(self.item(depth) for _ in range(self.rng.randint(0, 3)))

    def alternation(self, depth):
        return "|".join(self.sequence(depth) for _ in range(self.rng.choice([1, 1, 1, 2, 2, 3])))


class Slow(Exception):
    pass


def stop(*_):
    raise Slow


def shown(match):
    return None if match is None else (match.regs, match.lastindex)


def found(pattern, subject):
    signal.setitimer(signal.ITIMER_REAL, PATIENCE)
    try:
        return [shown(pattern.match(subject)), shown(pattern.search(subject)), shown(pattern.fullmatch(subject)),
                pattern.findall(subject), pattern.subn("<>", subject), pattern.split(subject)]
    except Slow:
        return SLOW
    except Exception as e:
        return type(e).__name__, str(e)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def show_patterns(first, last):
    """One line for each pattern and subject: what the interpreter that runs this finds."""
    signal.signal(signal.SIGALRM, stop)
    for number in range(first, last):
        rng = random.Random(number)
        text = Generator(rng).alternation(3)
        subjects = ["".join(rng.choice("aabbc") for _ in range(rng.randint(0, 6))) for _ in range(4)]
        try:
            pattern = re.compile(text)
        except Exception as e:
            print(number, repr(text), type(e).__name__, e)
            continue
        for subject in subjects:
            print(number, repr(text), repr(subject), found(pattern, subject))


def run(binary, first, last):
    done = subprocess.run([binary, __file__, "--show", str(first), str(last)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if done.returncode or done.stderr:
        print("%s ended with status %d\n%s" % (binary, done.returncode, done.stderr))
    return done.stdout.splitlines()


def compare(binary, first, last):
    """The number of lines that differ, which are printed."""
    ours, theirs = run(binary, first, last), run(CPYTHON, first, last)
    differing = abs(len(ours) - len(theirs))
    for mine, its in zip(ours, theirs):
        if mine != its and not mine.endswith(SLOW) and not its.endswith(SLOW):
            differing += 1
            print("ouro   ", mine)
            print("CPython", its)
    return differing


def main():
    if sys.argv[1:2] == ["--show"]:
        show_patterns(int(sys.argv[2]), int(sys.argv[3]))
        return 0
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--ouro", default="build/release/ouro", metavar="BINARY")
    parser.add_argument("--count", type=int, default=2000, metavar="N", help="patterns for each seed")
    parser.add_argument("seeds", type=int, nargs="*", default=[0], metavar="SEED")
    options = parser.parse_args()
    differing = 0
    for seed in options.seeds:
        differing += compare(options.ouro, seed * options.count, (seed + 1) * options.count)
    print("%d patterns, %d lines differ" % (options.count * len(options.seeds), differing))
    return differing > 0


if __name__ == "__main__":
    sys.exit(main())

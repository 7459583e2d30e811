"""Compare our syntax errors with CPython 3.11's: kind, message, line, columns and the line shown.

    python3.11 compare_errors.py SYNTAX_TOOL [--count N] [--seed S] PATH...

Each PATH is a file of faulty sources (separated by lines of dashes), or a folder of Python files: windows
of these are broken, token by token, at random, N times. Prints what differs; exits with 1 if anything does.
"""
import argparse
import io
import os
import random
import re
import sys
import tokenize
import warnings

from compare_trees import Tool, find_files

warnings.simplefilter("ignore")

WORDS = ("( ) [ ] { } : , ; . ... -> @ ~ | + - * / ** == != < = := += if else elif for in while def class return "
         "yield await async lambda not and or is import from as with try except finally raise del pass break global "
         "None True x print match case _ 1 0x 1.5 'a' b'b' f'{x}' f'{' \"\"\" \\ \n $ ? ! # é").split(" ")


def expected(source):
    """What CPython says, in the form of syntax_tool's answer."""
    try:
        compile(source, "<string>", "exec", 0x400 | 0x200000 * 0, dont_inherit=True)
    except SyntaxError as error:
        if not error.lineno:
            return [type(error).__name__, error.msg, "0 0 0 0", ""]
        number = lambda value: -1 if value is None else value
        line, column = number(error.lineno), number(error.offset)
        end_line, end_column = number(error.end_lineno), number(error.end_offset)
        text = (error.text or "").rstrip("\n")
        return [type(error).__name__, error.msg, f"{line} {column} {end_line} {end_column}", text]
    except (MemoryError, RecursionError, ValueError) as error:
        return [type(error).__name__]
    return ["ok"]


def agree(ours, theirs):
    ours = ours.split("\n", 3)
    if theirs[0] in ("MemoryError", "RecursionError") or ours[0] == "MemoryError":
        return True
    if ours[1:2] and ours[1].startswith("unknown encoding"):  # CPython knows more of them
        return True
    if len(ours) > 3:
        ours[3] = ours[3].rstrip("\n")
        if len(theirs) > 3 and ours[3] != theirs[3] and "\ufffd" in theirs[3]:
            ours[3] = theirs[3]
    return ours == theirs


def tokens_of(source):
    tokens = []
    try:
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            tokens.append((token.start, token.end))
    except (tokenize.TokenError, IndentationError, SyntaxError):
        pass
    return tokens


def mutate(source, pick):
    """Break the source at one to three tokens."""
    for _ in range(pick.choice((1, 1, 1, 2, 3))):
        pieces = re.findall(r"\w+|[ \t]+|\n|[^\w\s]|\s", source)
        if not pieces:
            return source
        at = pick.randrange(len(pieces))
        choice = pick.randrange(6)
        if choice == 0:
            del pieces[at]
        elif choice == 1:
            pieces.insert(at, pieces[at])
        elif choice == 2:
            pieces.insert(at, pick.choice(WORDS))
        elif choice == 3:
            pieces[at] = pick.choice(WORDS)
        elif choice == 4:
            other = pick.randrange(len(pieces))
            pieces[at], pieces[other] = pieces[other], pieces[at]
        else:
            pieces[at] = " " + pick.choice(WORDS) + " "
        source = "".join(pieces)
    return source


def windows(paths, pick):
    files = list(find_files(paths))
    while True:
        with open(pick.choice(files), encoding="utf-8", errors="replace") as file:
            lines = file.readlines()
        if not lines:
            continue
        at = pick.randrange(len(lines))
        window = lines[at:at + pick.choice((1, 2, 5, 12))]
        indent = min((len(l) - len(l.lstrip()) for l in window if l.strip()), default=0)
        yield "".join(l[indent:] if l.strip() else l for l in window)


def sources(options):
    pick = random.Random(options.seed)
    folders = [path for path in options.paths if os.path.isdir(path)]
    for path in options.paths:
        if os.path.isfile(path):
            with open(path, encoding="utf-8") as file:
                yield from re.split(r"(?m)^-{4,}\n", file.read())
    if folders:
        window = windows(folders, pick)
        for _ in range(options.count):
            yield mutate(next(window), pick)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("tool")
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=20, help="how many differences to print")
    parser.add_argument("paths", nargs="+")
    options = parser.parse_args()
    tool = Tool(options.tool)
    total = faulty = different = 0
    for source in sources(options):
        source = source.encode("utf-8", "replace")
        theirs = expected(source)
        ours = tool.ask("error", source)
        total += 1
        faulty += theirs != ["ok"]
        if not agree(ours, theirs):
            different += 1
            if different <= options.show:
                print(f"--- {source.decode()!r}\n  ours:   {ours.split(chr(10), 3)}\n  theirs: {theirs}")
    print(f"{total} sources, {faulty} faulty, {different} different (seed {options.seed})")
    return different != 0


if __name__ == "__main__":
    sys.exit(main())

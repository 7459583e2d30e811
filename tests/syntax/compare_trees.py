"""Compare our syntax trees with CPython 3.11's over every .py file under some paths.

    python3.11 compare_trees.py SYNTAX_TOOL [--every N] PATH...

Both dump each file as ast.dump(tree, include_attributes=True) does; a file that CPython refuses, we must
refuse. Prints the files that differ, and exits with 1 when there are any.
"""
import argparse
import ast
import os
import subprocess
import sys
import warnings

warnings.simplefilter("ignore")
sys.setrecursionlimit(20000)


class Tool:
    """A syntax_tool that serves: sources in, answers out, over pipes."""

    def __init__(self, path):
        self.process = subprocess.Popen([path, "serve"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def ask(self, command, source):
        self.process.stdin.write(b"%s %d\n" % (command.encode(), len(source)) + source)
        self.process.stdin.flush()
        length = int(self.process.stdout.readline())
        return self.process.stdout.read(length).decode("utf-8", "surrogatepass")


def find_files(paths):
    for path in paths:
        if os.path.isfile(path):
            yield path
        for folder, folders, files in os.walk(path):
            folders.sort()
            for name in sorted(files):
                if name.endswith(".py"):
                    yield os.path.join(folder, name)


def difference(ours, theirs):
    at = next((i for i, (a, b) in enumerate(zip(ours, theirs)) if a != b), min(len(ours), len(theirs)))
    return f"  ours:   ...{ours[max(0, at - 60):at + 80]!r}\n  theirs: ...{theirs[max(0, at - 60):at + 80]!r}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("tool")
    parser.add_argument("--every", type=int, default=1, help="look at each Nth file only")
    parser.add_argument("paths", nargs="+")
    options = parser.parse_args()
    tool = Tool(options.tool)
    files = list(find_files(options.paths))[::options.every]
    different = 0
    for path in files:
        with open(path, "rb") as file:
            source = file.read()
        ours = tool.ask("dump", source)
        try:
            theirs = ast.dump(ast.parse(source), include_attributes=True)
        except (SyntaxError, ValueError) as error:
            if "(" in ours.split("\n")[0]:
                different += 1
                print(f"{path}: CPython refuses it ({error}), we do not")
            continue
        if ours != theirs:
            different += 1
            print(f"{path}: the trees differ\n{difference(ours, theirs)}")
    print(f"{len(files)} files, {different} different")
    return different != 0


if __name__ == "__main__":
    sys.exit(main())

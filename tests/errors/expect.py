"""What CPython 3.11 says about the faulty sources of this folder, and whether we say the same.

    python3.11 expect.py --write              writes NNN_name.expected for each NNN_name.py
    python3.11 expect.py SYNTAX_TOOL          checks the sources that the parser refuses (those under 100;
                                              the others are the compiler's)

NNN_name.expected is what `python3.11 NNN_name.py` writes on stderr, with the folder taken off the file's name.
"""
import glob
import io
import os
import subprocess
import sys

FOLDER = os.path.dirname(os.path.abspath(__file__))


def write():
    for path in sorted(glob.glob(os.path.join(FOLDER, "[0-9]*.py"))):
        answer = subprocess.run([sys.executable, os.path.basename(path)], cwd=FOLDER, capture_output=True)
        text = answer.stderr.replace(FOLDER.encode() + b"/", b"")
        with open(path[:-3] + ".expected", "wb") as file:
            file.write(text)


def printed(name, kind, message, places, text):
    """The error as the interpreter prints it."""
    line, column, end_line, end_column = map(int, places.split())
    error = {"SyntaxError": SyntaxError, "IndentationError": IndentationError, "TabError": TabError}[kind](message)
    if line:
        error.filename, error.text = name, text
        error.lineno, error.offset, error.end_lineno, error.end_offset = line, column, end_line, end_column
    stderr, sys.stderr = sys.stderr, io.StringIO()
    try:
        sys.__excepthook__(type(error), error, None)
        return sys.stderr.getvalue()
    finally:
        sys.stderr = stderr


def check(tool):
    tool = os.path.abspath(tool)
    wrong = 0
    paths = sorted(glob.glob(os.path.join(FOLDER, "0*.py")))
    for path in paths:
        name = os.path.basename(path)
        answer = subprocess.run([tool, "error", name], cwd=FOLDER, capture_output=True)
        kind, message, places, text = answer.stdout.decode().split("\n", 3)
        with open(path[:-3] + ".expected", encoding="utf-8") as file:
            expected = file.read()
        ours = printed(name, kind, message, places, text.removesuffix("\n") or None)
        if ours != expected:
            wrong += 1
            print(f"--- {name}\nours:\n{ours}\nexpected:\n{expected}")
    print(f"{len(paths)} sources, {wrong} different")
    return wrong != 0


if __name__ == "__main__":
    sys.exit(write() if sys.argv[1:] == ["--write"] else check(sys.argv[1]))

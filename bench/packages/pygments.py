"""Pygments highlights its own source in four formats, and some C, JSON and HTML."""
import hashlib
import sys

sys.path.insert(0, "/usr/lib/python3/dist-packages")
sys.path.remove(sys.path[1])  # this folder, whose file has the package's name
import pygments  # noqa: E402
from pygments.formatters import get_formatter_by_name  # noqa: E402
from pygments.lexers import get_lexer_by_name  # noqa: E402

FOLDER = pygments.__path__[0] + "/"
C = "static int f_%d(const char *s, node *n)\n{\n    for (int i = 0; s[i]; i++)\n        if (n->value >= 0x1fUL) return g(i) + 1.5e3; /* note */\n}\n"
JSON = '{"name": "value %d", "numbers": [1, -2.5e3, 0], "none": null, "deep": {"a": {"b": [true]}}}\n'
HTML = '<p class="x%d" onclick="go(1)">Text &amp; <b>more</b><!-- note --></p>\n<script>var x = {a: 1};</script>\n'


def read(name):
    with open(FOLDER + name, encoding="utf-8") as file:
        return file.read()


def show(language, source, *formats):
    for name in formats:
        text = pygments.highlight(source, get_lexer_by_name(language), get_formatter_by_name(name))
        print(language, name, len(text), hashlib.sha256(text.encode()).hexdigest())


for name in ("lexer.py", "formatters/html.py", "formatters/latex.py"):
    show("python", read(name), "html", "latex", "terminal", "terminal256")
show("c", "".join(C % n for n in range(200)), "html", "terminal")
show("json", "".join(JSON % n for n in range(300)), "html", "latex")
show("html", "".join(HTML % n for n in range(200)), "html", "terminal")

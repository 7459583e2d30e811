"""Pygments highlights its own source, with several formatters."""
import hashlib
import os

import pygments
from pygments import highlight, lex
from pygments.formatters import (HtmlFormatter, LatexFormatter, NullFormatter, RawTokenFormatter, Terminal256Formatter, TerminalFormatter,
                                 TerminalTrueColorFormatter)
from pygments.formatters import BBCodeFormatter, RtfFormatter, SvgFormatter
from pygments.lexers import PythonLexer, guess_lexer_for_filename
from pygments.styles import get_all_styles, get_style_by_name
from pygments.token import Token

FOLDER = os.path.dirname(pygments.__file__)


def read(name):
    with open(os.path.join(FOLDER, name), encoding="utf-8") as file:
        return file.read()


def digest(text):
    data = text if isinstance(text, bytes) else text.encode()
    return "%d %s" % (len(data), hashlib.sha256(data).hexdigest())


print(pygments.__version__)
for name in ("__init__.py", "lexer.py", "formatters/html.py", "lexers/c_cpp.py", "style.py"):
    source = read(name)
    print(name, type(guess_lexer_for_filename(name, source)).__name__)
    for formatter in (HtmlFormatter(), HtmlFormatter(full=True, linenos="table", style="monokai"), TerminalFormatter(), Terminal256Formatter(style="friendly"),
                      LatexFormatter(linenos=True)):
        print("   ", type(formatter).__name__, digest(highlight(source, PythonLexer(), formatter)))

source = read("console.py")
for formatter in (TerminalTrueColorFormatter(), RtfFormatter(), SvgFormatter(), BBCodeFormatter(), RawTokenFormatter(), NullFormatter(),
                  HtmlFormatter(noclasses=True, linenos="inline", hl_lines=[1, 5], anchorlinenos=True, lineanchors="l", title="Console", full=True),
                  LatexFormatter(full=True, mathescape=True, texcomments=True), TerminalFormatter(bg="dark", linenos=True)):
    print(type(formatter).__name__, digest(highlight(source, PythonLexer(), formatter)))
print(highlight(source[-700:], PythonLexer(), HtmlFormatter()))
print(highlight(source[-300:], PythonLexer(), LatexFormatter()))
print(repr(highlight(source[-300:], PythonLexer(), TerminalFormatter())))

counts = {}
for kind, text in lex(read("util.py"), PythonLexer()):
    counts[kind] = counts.get(kind, 0) + 1
print(sorted((str(kind), count) for kind, count in counts.items()))
print(Token.Name.Function in Token.Name, Token.Literal.String.subtypes == set(Token.String.subtypes), Token.Keyword.parent)
for name in sorted(get_all_styles()):
    style = get_style_by_name(name)
    print(name, digest(HtmlFormatter(style=style).get_style_defs(".x")), len(list(style)))

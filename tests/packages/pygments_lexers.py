"""Pygments with lexers for other languages, its filters and its ways to find a lexer."""
import pygments
from pygments import highlight
from pygments.filters import get_all_filters, get_filter_by_name
from pygments.formatters import HtmlFormatter, TerminalFormatter, get_all_formatters, get_formatter_by_name
from pygments.lexers import find_lexer_class, get_all_lexers, get_lexer_by_name, get_lexer_for_filename, guess_lexer
from pygments.util import ClassNotFound

SOURCES = {
    "c": """/* comment */
#include <stdio.h>
#define TWICE(x) ((x) * 2)
typedef struct node { struct node *next; unsigned long value; } node;
static int f(const char *s, node *n)
{
    for (int i = 0; s[i] != '\\0'; i++)
        if (s[i] == '\\n' && n->value >= 0x1fUL)
            return TWICE(i) + 1.5e3;
    // to the end
    goto done;
done:
    return printf("%d\\n", 077);
}
""",
    "json": '{"name": "value", "numbers": [1, -2.5e3, 0], "none": null, "yes": true, "deep": {"a": {"b": []}}, "wrong": nul}\n',
    "html": """<!DOCTYPE html>
<html lang="en"><head><title>A &amp; B</title>
<style>body { color: #f00; margin: 0 auto }</style>
<script type="text/javascript">var x = {a: /re+/g, b: `t${1}`}; // end</script></head>
<body class=plain id='x'><!-- comment --><p onclick="go()">Text &#169; <br/></p></body></html>
""",
    "css": "@media print { a:hover > b, .c::after { content: 'x'; width: calc(10px + 2%) !important } }\n",
    "javascript": "async function* f(a = 1, ...rest) { const { b, c: [d] } = await g?.(a) ?? null; yield `x${b + 1}`; }\nclass A extends B { #p = 0n; static get q() { return /[/]/u; } }\n",
    "bash": "#!/bin/bash\nfor f in *.txt; do\n  echo \"${f%.txt} $(wc -l < \"$f\")\" | sed 's/a/b/' # note\ndone\ncat <<EOF\n$HOME text\nEOF\n",
    "sql": "SELECT a.b, COUNT(*) AS n FROM t AS a LEFT JOIN u USING (id) WHERE x LIKE '%y%' AND z IS NOT NULL GROUP BY 1; -- end\n",
    "rst": "Title\n=====\n\n* item ``code`` and *emphasis* `link <x>`_\n\n.. code-block:: python\n\n   print(1)\n\n.. note:: text\n",
    "diff": "--- a\n+++ b\n@@ -1,2 +1,2 @@\n-old\n+new\n same\n",
    "yaml": "a: &x [1, 'two', null]\nb:\n  - *x\n  - !!str |\n    block\n    text\n# note\n",
    "ini": "[section]\nkey = value ; note\nother: 1\n",
    "rust": "fn main<'a>(x: &'a str) -> Result<(), Box<dyn Error>> { println!(\"{}\", r#\"raw\"#); let y = 0b11_u8; Ok(()) }\n",
    "pycon": ">>> 1 / 0\nTraceback (most recent call last):\n  File \"<stdin>\", line 1, in <module>\nZeroDivisionError: division by zero\n>>> x = [\n...   1]\n",
    "make": "all: a.o\n\t$(CC) -o $@ $^\nX := $(shell ls)\nifdef Y\nendif\n",
    "html+jinja": "<ul>{% for item in items if item %}<li>{{ item|upper }}</li>{# note #}{% endfor %}</ul>\n",
}
for name, source in SOURCES.items():
    lexer = get_lexer_by_name(name)
    print("==", lexer.name, lexer.aliases)
    for kind, text in lexer.get_tokens(source):
        print(kind, repr(text))
    assert "".join(text for _, text in lexer.get_tokens(source)) == source
    print(highlight(source, lexer, HtmlFormatter(nowrap=True)))
    print(repr(highlight(source, lexer, TerminalFormatter())))

for name in ("a.py", "b.c", "c.json", "Makefile", "d.html", "e.unknown"):
    try:
        print(name, get_lexer_for_filename(name))
    except ClassNotFound as error:
        print(name, error)
for text in ("#!/usr/bin/python3\nprint(1)", "<?xml version='1.0'?><a/>", "<!DOCTYPE html><html>", "#!/bin/sh\necho", "--- a\n+++ b\n"):
    print(guess_lexer(text).name)
print(len(list(get_all_lexers())), len(list(get_all_formatters())), sorted(get_all_filters()))
print(find_lexer_class("Python").__name__, get_formatter_by_name("latex").name)
source = "def Spam(ham):\n\treturn 'x'  # TODO later\n"
for name, options in (("keywordcase", {"case": "upper"}), ("whitespace", {"tabs": True, "spaces": True}), ("codetagify", {}), ("highlight", {"names": "ham"}),
                      ("tokenmerge", {}), ("gobble", {"n": 2}), ("visibletabs", {})):
    lexer = get_lexer_by_name("python", ensurenl=True, tabsize=0)
    try:
        lexer.add_filter(name, **options)
    except ClassNotFound as error:
        print(error)
        continue
    print(name, list(lexer.get_tokens(source)))
lexer = get_lexer_by_name("text", stripall=True, encoding="guess")
print(list(lexer.get_tokens("  caf\xe9 \n".encode("latin-1"))), pygments.highlight("x = 1", get_lexer_by_name("py"), get_formatter_by_name("html", cssclass="c", encoding="utf-8")))

"""tokenize, tabnanny, pyclbr-like reading: tokens of odd sources with their places, untokenize, encodings, errors; a small tool that renames and counts. Prints tokens."""
import io
import keyword
import os
import tabnanny
import tempfile
import tokenize


def tokens(text):
    return tokenize.generate_tokens(io.StringIO(text).readline)


SOURCES = ["", "x = 1\n", "x=1", "if a:\n  b\n  if c:\n\td\ne\n", "# only\n\n  # indented\nx\n", "(1,\n 2) # c\n", "'''a\nb''' \"c\\\nd\"\n", "a \\\n  + b\n", "0xFF 0b1 0o7 1_000 1e5 1.5j .5 5. 1e 0777 1__0\n", "rb'x' f'{y}' u'\u00e9' Rb\"z\" b'\\''\n", "\u00e9t\u00e9 = \u4e2d\n", "a->b:=c**d//e@f!=g<<=h...i\n", "async def f(): await x\n", "def f():\n    pass\n  \n    # c\n", "$ ? !\n", "'open\n", "x\f\n\fy\n", "class A:\n  def b(self):\n    return 1\n\n  c = 2\nd\n", "a;b;\n", "\ttab\n", "x = (\n", "if 1:\n    a\n  b\n", "'''open", "x\r\ny\r\n", "lambda:0\n", "print(a , end = '')", "a\\\n\nb"]
for source in SOURCES:
    print(ascii(source))
    try:
        for token in tokens(source):
            print("  ", tokenize.tok_name[token.type], tokenize.tok_name[token.exact_type], ascii(token.string), token.start, token.end)
    except (tokenize.TokenError, IndentationError) as e:
        print("  ", type(e).__name__, e.args[0], e.args[1] if isinstance(e, tokenize.TokenError) else (e.lineno, e.offset, e.text))
t = next(tokens("name = 1"))
print(t, t.line, t._replace(string="other").string, t.type == tokenize.NAME)
for source in ["x = ( 1 ,\n  2 )\n", "def f( a,b ) :\n    return a+b # c\n\n\nclass X: pass\n", "if x:\n\ty\n\tif z: w\nelse : v\n", "a = 'x' \"y\"\n", "x = 1 \\\n  + 2\n", "@ d\nasync  def f (): pass\n", "a  ;  b\n"]:
    full = tokenize.untokenize(tokens(source))
    short = tokenize.untokenize((t.type, t.string) for t in tokens(source))
    print(full == source, repr(short), [t.string for t in tokens(short)] == [t.string for t in tokens(source)])
data = "# -*- coding: latin-1 -*-\nx = '\u00e9'\n".encode("latin-1")
found = list(tokenize.tokenize(io.BytesIO(data).readline))
print(found[0], ascii(found[5].string), tokenize.untokenize(found) == data)
for head in [b"", b"x\n", b"#!/bin/sh\n# vim: set fileencoding=utf-8 :\n", b"# coding: nosuch\n", b"\xef\xbb\xbfx", b"\xef\xbb\xbf# coding: latin-1\n", b"\n\n# coding: ascii\n", b"\xff\n", b"x = 1 # coding: ascii\n", b"# coding=UTF_8\n", b"# coding: iso-8859-15-unix\n"]:
    try:
        print(head, tokenize.detect_encoding(io.BytesIO(head).readline))
    except SyntaxError as e:
        print(head, "SyntaxError", e)


def rename(source, old, new):
    """Renames a name, not its appearances in texts and comments, nor after a dot."""
    out, last = [], None
    for token in tokens(source):
        if token.type == tokenize.NAME and token.string == old and (last is None or last.string != "."):
            token = token._replace(string=new)
        out.append((token.type, token.string))
        last = token
    return tokenize.untokenize(out)


SAMPLE = "def area(w, h):\n    '''w times h'''\n    # w\n    return w * self.w + f(w=w)\n"
print(rename(SAMPLE, "w", "width"))
statistics = {"keywords": 0, "names": 0, "operators": 0, "comments": 0, "strings": 0, "depth": 0}
depth = 0
for token in tokens(SAMPLE + "if x:\n  for y in z:\n    print(y) # end\n"):
    depth += (token.type == tokenize.INDENT) - (token.type == tokenize.DEDENT)
    statistics["depth"] = max(depth, statistics["depth"])
    if token.type == tokenize.NAME:
        statistics["keywords" if keyword.iskeyword(token.string) else "names"] += 1
    else:
        kind = {tokenize.OP: "operators", tokenize.COMMENT: "comments", tokenize.STRING: "strings"}.get(token.type)
        if kind:
            statistics[kind] += 1
print(statistics)
with tempfile.TemporaryDirectory() as place:
    path = os.path.join(place, "t.py")
    for text in ["if 1:\n\ta\n        b\n", "if 1:\n    a\n    b\n", "if 1:\n        a\n\tb\n"]:
        with open(path, "w") as f:
            f.write(text)
        try:
            tabnanny.process_tokens(tokens(text))
            print("clean")
        except tabnanny.NannyNag as e:
            print("nag", e.get_lineno(), e.get_msg(), repr(e.get_line()))
        except IndentationError as e:
            print("IndentationError", e.msg)
    with open(path, "wb") as f:
        f.write(data)
    with tokenize.open(path) as f:
        print(f.encoding, ascii(f.read()))
print(tokenize.TokenInfo._fields, tokenize.cookie_re.pattern[:20], tokenize.ENCODING, tokenize.group("a", "b"), tokenize.maybe("x"))

"""shlex: splitting command lines, quoting and joining, comments, punctuation, own lexers with states, sources within sources, errors. Prints tokens."""
import io
import os
import shlex
import tempfile


def t(f, *args, **kwargs):
    try:
        print(f(*args, **kwargs))
    except Exception as e:
        print(type(e).__name__ + ":", e)


LINES = ["", "a b", "  a  'b c' \"d e\" ", "a\\ b c\\", "'a' \"b", "a'b'c", '"a\\"b" "c\\nd" \'e\\f\'', "a # comment\nb", "a#b", "''", '"" x', "a\nb\tc", "x='y z'", "a;b|c&&d>e", "\\\n", "'a\nb'", "\u00e9 '\u20ac u'", "a\\", "'", "#", "\"\\x\"", "$HOME `x`", "'it'\\''s'", "-a--b=c", "~/x", "\\'"]
for line in LINES:
    for options in [{}, {"comments": True}, {"posix": False}]:
        try:
            print(ascii(line), options, ascii(shlex.split(line, **options)))
        except ValueError as e:
            print(ascii(line), options, "ValueError:", e)
for word in ["", "plain", "a b", "it's", '"', "$x", "a\nb", "~", "a=b", "\u00e9", "-", "@%+=:,./-", "'", "*?"]:
    q = shlex.quote(word)
    print(ascii(q), shlex.split(q) == [word], end=" ")
print(shlex.join(["echo", "a b", "", "it's"]), shlex.split(shlex.join(LINES)) == LINES)
t(shlex.quote, 3)
t(shlex.quote, b"x")
t(shlex.split, b"x")
for punctuation in [False, True, "|;"]:
    for text in ["a && b || c; d >'abc'; (def \"ghi\")", "~/a*b=c>>d", "a;b|c", "a>b;c"]:
        s = shlex.shlex(text, punctuation_chars=punctuation, posix=True)
        s.whitespace_split = punctuation is not False
        print(punctuation, list(s))
s = shlex.shlex("one two 'three four' # five\nsix=7 \"eight\" a.b")
print(s.get_token(), s.lineno, s.push_token("pushed"), s.get_token(), list(s), s.lineno, repr(s.get_token()), repr(s.eof), s.quotes, s.commenters, repr(s.whitespace), s.wordchars[:5], s.error_leader(), s.error_leader("file", 3))
s = shlex.shlex("a,b;c d", posix=True)
s.whitespace = ",;"
s.whitespace_split = True
s.wordchars += "-"
print(list(s), s.token, s.eof)
s = shlex.shlex("x 'un closed", posix=True, infile="named")
t(list, s)
print(s.lineno, s.state, s.infile)
with tempfile.TemporaryDirectory() as place:
    path = os.path.join(place, "inner")
    with open(path, "w") as f:
        f.write("inner1 inner2\n")
    s = shlex.shlex(io.StringIO(f"before include \"{path}\" after"), "main")
    s.source = "include"
    print([x for x in s], s.infile)
    s = shlex.shlex(f"include {path}x", posix=True)
    s.source, s.whitespace_split = "include", True
    try:
        list(s)
    except FileNotFoundError as e:
        print(e.errno)
    a = shlex.shlex("outer", "out")
    a.push_source("pushed text", "new")
    print(a.get_token(), a.infile, a.get_token(), a.get_token(), a.infile, repr(a.get_token()))
s = shlex.shlex("debug me", posix=True)
s.debug = 1
print(s.read_token(), s.get_token())


def config(text):
    """name { key value; ... } blocks, nested."""
    lexer = shlex.shlex(text, posix=True)
    lexer.wordchars += ".-/"

    def block():
        out = {}
        while (token := lexer.get_token()) not in (None, "}"):
            words = [token]
            while (token := lexer.get_token()) not in (";", "{", None):
                words.append(token)
            if token is None:
                raise SyntaxError(lexer.error_leader() + "unexpected end after " + " ".join(words))
            out[" ".join(words[:1] if token == ";" else words)] = block() if token == "{" else words[1:]
        return out
    return block()


print(config("""user www; # who
server main { listen 80 443; root "/var/www html"; location / { index a.html; } }
"""))
t(config, "server { listen 80")

"""_csv: reading, writing, dialects and what they refuse."""
import _csv


def t(f, *args, **kwargs):
    try:
        print(ascii(f(*args, **kwargs)))
    except Exception as e:
        print(type(e).__name__, ascii(str(e)))


def rd(lines, *args, **kwargs):
    return list(_csv.reader(lines, *args, **kwargs))


class File:
    def __init__(self):
        self.parts = []

    def write(self, text):
        self.parts.append(text)
        return len(text)


def wr(rows, **kwargs):
    f = File()
    w = _csv.writer(f, **kwargs)
    return [w.writerow(row) for row in rows], "".join(f.parts)


t(rd, ["a,b", '"x"y,z'], strict=True)
for lines in (['"x"y,z'], ['"abc'], ["a\nb"], ["a\r\nb"], ["a\r\n", "b\n", "\n", ""], [b"a"], [3], ["a\0b"], ['a"b,c'], ['""",",x'],
              ['"a', 'b"'], ["a,,", ","], ['"a\n', 'b",c'], ["\u20ac,\U0001f600"], []):
    t(rd, lines)
t(rd, ['"abc'], strict=True)
t(rd, ["a\\"], escapechar="\\")
t(rd, ["a\\"], escapechar="\\", strict=True)
t(rd, ["a\\,b,\\\n", "c", '"x\\"y"'], escapechar="\\")
t(rd, ['1,"2",x'], quoting=2)
t(rd, ['1,"2",3.5'], quoting=2)
t(rd, ["1, 2"], skipinitialspace=True)
t(rd, ["'a''b';c"], delimiter=";", quotechar="'")
t(rd, ["'a''b'"], quotechar="'", doublequote=False)
t(rd, ['"a",b'], quoting=3)
for options in [dict(delimiter=""), dict(delimiter="ab"), dict(delimiter=3), dict(delimiter=None), dict(quotechar=None, quoting=1),
                dict(quotechar=""), dict(quoting=9), dict(quoting="x"), dict(lineterminator=3), dict(lineterminator=None),
                dict(escapechar="xx"), dict(escapechar=""), dict(foo=1), dict(dialect="nosuch"), dict(quotechar=3), dict(escapechar=3)]:
    t(_csv.reader, [], **options)
t(_csv.reader)
t(_csv.reader, 3)
t(_csv.reader, [], "excel", "y")
t(_csv.writer, 3)
t(_csv.get_dialect, "x")
t(_csv.unregister_dialect, "x")
t(_csv.register_dialect, 3)
t(_csv.register_dialect, "z", delimiter="|")
t(_csv.list_dialects)
t(lambda: _csv.get_dialect("z").delimiter)
t(rd, ["a|b"], "z")
t(rd, ["a|b;c"], "z", delimiter=";")
t(_csv.unregister_dialect, "z")
t(_csv.field_size_limit, "x")
t(_csv.field_size_limit, 5)
t(rd, ["abcdefgh"])
t(_csv.field_size_limit, 131072)
t(wr, [[1, "a,b", 'x"y', None, 2.5, ""], [""], [], [None], ["a\nb", "c\r"], ("t", 1 + 2j), "abc", (x for x in "gen")])
t(wr, [["a b", "\n", None, 1]], quoting=1)
t(wr, [[1, "a", 2.5, True, None, 1j]], quoting=2)
t(wr, [["a,b"]], quoting=3)
t(wr, [["a,b", 'q"']], quoting=3, escapechar="\\")
t(wr, [[""]], quoting=3)
t(wr, [['a"b']], doublequote=False)
t(wr, [['a"b', "\\"]], doublequote=False, escapechar="\\")
t(wr, [['a"b', "\\"]], escapechar="\\")
t(wr, [3])
t(wr, [['a"b']], quotechar=None, quoting=3)
t(wr, [["x!", "y"]], lineterminator="!")
t(lambda: _csv.writer(File()).writerows([[1], 2]))
t(lambda: _csv.writer(File()).writerows(3))
d = _csv.Dialect()
print([getattr(d, n) for n in "delimiter doublequote escapechar lineterminator quotechar quoting skipinitialspace strict".split()])
t(setattr, d, "delimiter", "x")
t(lambda: _csv.Dialect(d) is d)
t(d.__reduce_ex__, 2)
other = type("D", (), {"delimiter": ";", "quoting": 1})
t(lambda: (_csv.Dialect(other).delimiter, _csv.Dialect(other()).quoting, _csv.Dialect(other, delimiter=":").delimiter))
r = _csv.reader(["a", "b"])
print(r.line_num, next(r), r.line_num, r.dialect.delimiter, _csv.Error.__mro__, type(r), _csv.__version__)
print([_csv.QUOTE_MINIMAL, _csv.QUOTE_ALL, _csv.QUOTE_NONNUMERIC, _csv.QUOTE_NONE])

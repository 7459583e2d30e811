"""json: reading and writing, hooks, encoders of one's own, separators and indents, odd numbers, what is refused and where, files, lines. Prints texts."""
import collections
import datetime
import decimal
import enum
import io
import json


def t(f, *args, **kwargs):
    try:
        print(ascii(f(*args, **kwargs)))
    except Exception as e:
        print(type(e).__name__ + ":", ascii(str(e)))


DATA = {"a": [1, 2.5, -0.0, 1e100, 10 ** 25, True, None], "b": {"nested": {"x": []}, "y": {}}, "t\u00e9xt": "q\"\\/\b\f\n\r\t\x01\x7f\u20ac\U0001f600\u2028", "": ""}
print(json.dumps(DATA))
print(ascii(json.dumps(DATA, ensure_ascii=False)))
print(json.dumps(DATA, indent=2, sort_keys=True))
print(json.dumps([1, [2, {"k": []}], {}], indent="--"), json.dumps([1, {"a": 2}], indent=0), json.dumps([1, {"a": 2}], separators=(",", ":")), json.dumps([[], {}, ()], indent=1), json.dumps({"a": 1}, indent=2, separators=("; ", " = ")))
print(json.loads(json.dumps(DATA)) == DATA)
for value in [float("nan"), float("inf"), -float("inf"), 1e16, 0.1, 5e-324, 123456789012345678, (1, (2,)), {1: 2, None: 3, True: 4, 2.5: 5, "s": 6}, "\ud800", [[[[]]]], collections.OrderedDict(z=1, a=2), collections.Counter("aab"), True, "", {"x": float("nan")}]:
    t(json.dumps, value)
for value in [{1, 2}, b"x", object, 1j, {(1, 2): 3}, [1, {"k": {3}}], decimal.Decimal(1), range(3), {b"k": 1}]:
    t(json.dumps, value)
t(json.dumps, float("nan"), allow_nan=False)
t(json.dumps, {(1,): 2, "a": 1}, skipkeys=True)
t(json.dumps, {1: 0, "a": 1}, sort_keys=True)
loop = []
loop.append({"x": loop})
t(json.dumps, loop)
deep = []
for _ in range(200):
    deep = [deep]
print(len(json.dumps(deep)), json.loads(json.dumps(deep)) == deep)


class Kind(enum.IntEnum):
    A = 1


class Text(str):
    def __str__(self):
        return "wrong"


class Encoder(json.JSONEncoder):
    def default(self, o):
        if isinstance(o, (datetime.date, decimal.Decimal)):
            return str(o)
        if isinstance(o, set):
            return sorted(o)
        return super().default(o)


print(Encoder(indent=1).encode({"when": datetime.date(2024, 1, 2), "n": decimal.Decimal("1.10"), "s": {3, 1}}), json.dumps([Kind.A, {Kind.A: Text("x")}, Text("y")]), json.dumps({3, 2}, cls=Encoder), json.dumps(object(), default=lambda o: {"type": type(o).__name__}))
t(Encoder().encode, object)
t(json.dumps, object(), default=lambda o: 1 / 0)
print(list(json.JSONEncoder(indent=1).iterencode([1, {"a": None}])), list(json.JSONEncoder().iterencode("x")))
for text in ["1", "-0", "1.5e3", "1E+2", "12345678901234567890", '"\\u00e9\\ud83d\\ude00\\ud800"', "[]", " { } ", "[1,2 , 3]", "null", "NaN", "[Infinity, -Infinity]", '{"a":1,"a":2}', '"\\/"', "\t[\n1\r]", "true", "1e400", "-1e-400"]:
    t(json.loads, text)
for text in ["", " ", "[", "[1", "[1,", "[1,]", "{", '{"a"', '{"a":', '{"a":1', '{"a":1,', '{"a":1,}', "{a:1}", "{1:2}", "[1 2]", "nul", "01", "1.", ".5", "+1", "-", "1e", '"a', '"\\', '"\\x"', '"\\u12"', '"\\u12g4"', '"a\nb"', '"\t"', "[1]x", "'a'", "\ufeff1", '{"a" 1}', "tru", "[1\n,\n,2]", '"\\ud83d\\u0041"', "--1", "\u0661"]:
    t(json.loads, text)
t(json.loads, '"\t\n"', strict=False)
t(json.loads, 3)
t(json.loads, None)
for data in [b'{"a": "\xc3\xa9"}', '["x"]'.encode("utf-16"), '["x"]'.encode("utf-32-be"), b"\xef\xbb\xbf[1]", b"\xff", bytearray(b"[2]"), b"", '"a"'.encode("utf-16-le")]:
    t(json.loads, data)
TEXT = '{"k": [1, 2.50, NaN], "o": {"x": 1}, "z": -12}'
t(json.loads, TEXT, object_pairs_hook=lambda pairs: pairs)
t(json.loads, TEXT, object_hook=lambda d: sorted(d))
t(json.loads, TEXT, parse_float=decimal.Decimal, parse_int=lambda s: "i" + s, parse_constant=lambda s: "c" + s)
t(json.loads, "[1.5]", parse_float=lambda s: 1 / 0)
d = json.JSONDecoder()
print(d.raw_decode('[1] tail'), d.raw_decode('  "x"', 2), d.decode(" 5 "))
t(d.raw_decode, "  1")
try:
    json.loads('{\n  "a": 1,\n  "b": oops\n}')
except json.JSONDecodeError as e:
    print(e.msg, e.lineno, e.colno, e.pos, e.doc == '{\n  "a": 1,\n  "b": oops\n}', isinstance(e, ValueError))
out = io.StringIO()
json.dump({"a": [1, 2]}, out, indent=None)
out.write("\n")
json.dump("two", out)
print([json.loads(line) for line in out.getvalue().splitlines()], json.load(io.BytesIO(b"[3]")))


class Point:
    def __init__(self, x, y):
        self.x, self.y = x, y


def to(o):
    return {"__point__": [o.x, o.y]} if isinstance(o, Point) else NotImplemented


def back(d):
    return Point(*d["__point__"]) if "__point__" in d else d


p = json.loads(json.dumps([Point(1, 2), {"p": Point(3, [4])}], default=to), object_hook=back)
print(p[0].x, p[1]["p"].y)


def stream(text):
    """Values one after another in one text."""
    decoder, at = json.JSONDecoder(), 0
    while at < len(text):
        value, at = decoder.raw_decode(text, at)
        yield value
        while at < len(text) and text[at].isspace():
            at += 1


print(list(stream('1 "two" [3]{"four":4}\nnull')))

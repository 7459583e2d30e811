"""_json: the scanner, the encoder and the functions for strings, each with what it refuses."""
import _json
import json
import sys
from collections import OrderedDict
from enum import IntEnum


def show(f, *args, **kw):
    try:
        print(ascii(f(*args, **kw)))
    except (Exception, StopIteration) as e:
        print(type(e).__name__, ascii(str(e)))


class Context:
    strict, object_hook, object_pairs_hook, parse_float, parse_int, parse_constant = True, None, None, float, int, None


scan = _json.make_scanner(Context)
print(type(scan), [n for n in dir(scan) if n[0] != "_"], scan.strict, scan.parse_int)
for args in (("1",), (1, 0), ("1", -1), ("1", 5), ("1", 0), ("NaN", 0), (" 1", 0), (" 1", 1), ("nul", 0), ("1", 0, 2)):
    show(scan, *args)
show(scan, string="[1]", idx=0)
show(_json.make_scanner, 3)
show(_json.make_scanner)
show(setattr, scan, "strict", 1)
for args in ((1, 1), ("abc", 9), ("abc", -1), ('"a\\n"', 1), ('"a', 1), ('a"b', 0), ('\n"', 0), ('\n"', 0, False), ("",)):
    show(_json.scanstring, *args)
for f in (_json.encode_basestring, _json.encode_basestring_ascii):
    for o in ("", "a\"\\\b\f\n\r\t\x00\x1f\x7f", "\x80\xff\u20ac\ud800\U0001f600", b"", 1):
        show(f, o)


def encoder(markers=None, default=repr, encode=_json.encode_basestring_ascii, key=": ", item=", ", sort=False, skip=False, nan=True):
    return _json.make_encoder(markers, default, encode, None, key, item, sort, skip, nan)


print(type(encoder()), encoder()([1, {"a": None}], 0), [n for n in dir(encoder()) if n[0] != "_"])
for bad in ({"markers": 3}, {"key": 3}, {"item": None}):
    show(encoder, **bad)
show(encoder(), 1)
show(encoder(), 1, 2, 3)
show(encoder(nan=False), float("nan"), 0)
show(encoder(nan=False), {float("inf"): 1}, 0)
show(encoder(encode=lambda s: 3), "a", 0)
show(encoder(encode=str.upper), {"a": "b", 1: 2.5}, 0)
show(encoder(default=None), object(), 0)
show(encoder(), {(1,): 1}, 0)
show(encoder(skip=True), {(1,): 1, "a": 2, b"": 3}, 0)
show(encoder(sort=True), {"b": 1, "a": 2}, 0)
show(encoder(sort=True), {"b": 1, 1: 2}, 0)

loop = [1]
loop.append({"a": loop})
show(json.dumps, loop)
show(json.dumps, object())
markers = {}
show(encoder(markers), loop, 0)
print(len(markers))


class Number(IntEnum):
    ONE = 1


class Real(float):
    def __repr__(self):
        return "real"


class Items(dict):
    def items(self):
        return [("x", 1), ("y", Real(2))]


class Broken(dict):
    def items(self):
        return [1]


for o in ([Number.ONE, {Number.ONE: Real(1.5), Real(2.5): True, True: False, None: None}], Items(a=1), Broken(a=1), Items(),
          (), [], {}, ((),), 10**30, -0.0, 1e100, float("inf"), OrderedDict(b=1, a=2)):
    show(json.dumps, o)
show(json.dumps, {1: object()}, default=lambda o: [o.__class__.__name__])
show(json.dumps, 1j, default=lambda o: o)
sys.setrecursionlimit(500)
for text in ("[" * 1000, '{"a":' * 1000):
    show(json.loads, text)
deep = []
for i in range(1000):
    deep = [deep]
show(json.dumps, deep)

for text in ("", "[", "[1", "[1,", "[1 2]", "[,]", "{", '{"a', '{"a"', '{"a":', '{"a":1', '{"a":1,', '{"a":1,}', "{1:2}", '{"a" 1}',
             '"\\x"', '"\\u12"', '"\\ud83d\\ude00\\ud83d"', '"\\ud83d\\u12"', '"\\', "-", "-x", "01", "1.", "1.e", "1e5", "1E+", "-0", "nan",
             '"\t"', " [ 1 , 2.5e3 , -7 ] ", "[1]x", '{"a": {"b": [true, false, null]}}', "[NaN, -Infinity, Infinity]", "9" * 30,
             "1" * 5000, "\ufeff1"):
    show(json.loads, text)
    show(json.loads, text, object_pairs_hook=tuple, parse_float=str, parse_int=str, parse_constant=str)
names = [list(d)[0] for d in json.loads('[{"same name": 1}, {"same name": 2}]')]
print(names[0] is names[1])
for value in ("strict", 1, ""):
    show(json.loads, '"a\nb"', strict=value)

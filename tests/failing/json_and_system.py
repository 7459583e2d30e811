"""JSON, digests, queues, locales, terminals, fault handlers: each allocation refused in turn."""
import _json
import _locale
import _md5
import _queue
import _sha3
import faulthandler
import resource
import termios


class Context:
    strict, object_hook, object_pairs_hook, parse_float, parse_int, parse_constant = True, None, None, float, int, str


scan = _json.make_scanner(Context)
value, end = scan('{"a": [1, 2.5, "x\\u00e9\\n", 12345678901234567890123], "b": {"a": null}, "c": NaN}', 0)
encode = _json.make_encoder({}, str, _json.encode_basestring_ascii, None, ": ", ", ", True, False, True)
print(encode(value, 0), end)
digest = _md5.md5(b"abc")
print(digest.copy().hexdigest(), _sha3.shake_128(b"x").hexdigest(4))
queue = _queue.SimpleQueue()
queue.put([1])
print(queue.get(), queue.qsize())
print(_locale.localeconv()["decimal_point"], _locale.setlocale(_locale.LC_NUMERIC, "C.UTF-8"), _locale.strxfrm("a"))
faulthandler.enable(2)
print(faulthandler.disable(), len(resource.getrusage(0)))
try:
    termios.tcgetattr(faulthandler)
except TypeError as e:
    print(e)

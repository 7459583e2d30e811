"""http.cookies and urllib.parse: cookies made, read and refused; addresses split, joined, quoted, queries in and out, every odd one. Prints the parts."""
import pickle
import urllib.parse as up
from http import HTTPMethod, HTTPStatus
from http.cookies import BaseCookie, CookieError, Morsel, SimpleCookie


def t(f, *args, **kwargs):
    try:
        print(f(*args, **kwargs))
    except Exception as e:
        print(type(e).__name__ + ":", e)


c = SimpleCookie("chips=ahoy; vienna=\"finger; \\\"x\\\" \\054\"; empty=; $Version=1; path=/here")
for name in sorted(c):
    print(name, repr(c[name].value), repr(c[name].coded_value), c[name].key)
c["n"] = 7
c["n"]["max-age"] = 60
c["n"]["httponly"] = True
c["n"]["samesite"] = "Lax"
c["q"] = 'a"b;c,d \u00e9'
t(c.__setitem__, "control", "a\n")
c["q"]["path"] = "/p"
c["q"]["secure"] = 1
c["q"]["expires"] = "Wed, 01 Jan 2030 00:00:00 GMT"
print(ascii(str(c)))
print(c.output(attrs=["path"], header="H:", sep="|"), c["n"].OutputString(), c["q"].js_output().strip().splitlines()[0])
print(repr(c["n"]), c["n"] == pickle.loads(pickle.dumps(c["n"])), "secure" in c["q"], c["n"].isReservedKey("Path"))
t(c.__setitem__, "bad name", 1)
t(c.__setitem__, "path", 1)
t(c["n"].__setitem__, "nosuch", 1)
t(c["n"].update, {"junk": 1})
t(Morsel().set, "a", "b", "c")
t(setattr, c["n"], "value", "x")
for text in ["a=b; c=d; e", "a=b; c", "a=b;;c=d", "a = b ; c= d", 'a="un;closed', "a=b, c=d", "=x", "a=\u00e9", "a=b; Path=/; HttpOnly; c=d; Secure", 'k="\\342\\202"', "a=[1]", "a=b; expires=Wed, 01-Jan-98 00:00:00 GMT; c=1", "a:b=c"]:
    print(ascii(text), ascii({k: (m.value, {a: v for a, v in m.items() if v}) for k, m in SimpleCookie(text).items()}))
print(HTTPStatus(404).phrase, HTTPStatus.OK == 200, repr(HTTPStatus.IM_A_TEAPOT), HTTPMethod.GET, len(HTTPStatus), HTTPStatus.NOT_FOUND.description)

URLS = ["http://user:pa:ss@Host.Example:8080/a/b;p?q=1&r=%20#frag", "//net/path", "/only/path", "mailto:a@b.c", "http://[::1]:80/x", "http://[::1", "http://host:99999/", "http://host:x/", "", "?q", "#f", "a:b:c", "http:///triple", "HTTP://X", "file:///tmp/x", "http://h?x=1#y?z",
        "http://a@b@c/", "data:,x;y,z", "svn+ssh://h/p", "1http://x", "http://h/\u00e9?\u20ac", " http://x\n/y", "tel:123", "http://ex\u2100mple.com/", "//h:80", "path:80", "http://h;x/y;z?a;b"]
for url in URLS:
    try:
        s = up.urlsplit(url)
        print(ascii(tuple(s)), ascii((s.username, s.password, s.hostname)), up.urlunsplit(s) == url, end=" ")
        print(s.port, ascii(up.urlparse(url).params))
    except ValueError as e:
        print("ValueError:", ascii(str(e)))
BASE = "http://a/b/c/d;p?q"
for ref in ["g:h", "g", "./g", "g/", "/g", "//g", "?y", "g?y", "#s", "g#s", ";x", "g;x?y#s", "", ".", "./", "..", "../", "../g", "../..", "../../../g", "/./g", "/../g", "g.", ".g", "./g/.", "g/../h", "g;x=1/../y", "http:g", "g?y/../x"]:
    print(ref, up.urljoin(BASE, ref), end=" | ")
print(up.urljoin("", "x"), up.urljoin("a/b", "../../c"), up.urljoin("mailto:x", "y"), up.urljoin(b"http://a/", b"b"))
t(up.urljoin, b"http://a/", "b")
t(up.urlsplit, 3)
print(up.quote("a b/\u00e9?&=~_.-"), up.quote("a/b", safe=""), up.quote(b"\xff\0z"), up.quote_plus("a b+c/"), up.quote("\u20ac", encoding="latin-1", errors="xmlcharrefreplace"), up.unquote("a%20b%C3%A9%zz%2"), ascii(up.unquote("%FF%E9")), up.unquote("%E9", "latin-1"), up.unquote_plus("a+b%2B"), up.unquote_to_bytes("a%FFb"), up.unquote(b"a%41"))
t(up.quote, 3)
t(up.quote, b"x", encoding="utf-8")
t(up.quote, "\udc80")
print(up.urlencode({"a": 1, "b c": "d&e", "\u00e9": ["x", 2]}), up.urlencode([("k", ("v", "w")), ("k", b"\xff")], doseq=True), up.urlencode({"a": "x y"}, quote_via=up.quote), up.urlencode({"a": [], "b": None}, True), repr(up.urlencode({})))
t(up.urlencode, 3)
t(up.urlencode, "ab")
for query in ["a=1&b=2&a=3", "a=&b", "a=1;b=2", "%61=%C3%A9+x", "=v", "a==b", "&&", "a=%ff", ""]:
    print(query, ascii(up.parse_qs(query)), ascii(up.parse_qsl(query, keep_blank_values=True)), end=" | ")
print()
t(up.parse_qs, "a", strict_parsing=True)
t(up.parse_qsl, "a=1&b=2", max_num_fields=1)
t(up.parse_qs, "a=1;b=2", separator=";")
t(up.parse_qs, "a=1", separator="")
print(up.parse_qs(b"a=1"), up.urldefrag("http://a/b#c"), up.urldefrag("x").fragment == "", up.urlsplit("http://a/b")._replace(path="/new", query="q=1").geturl(), up.urlsplit(b"http://a:1/b").port, up.urlsplit("http://a").geturl(), up.urlunsplit(("", "h", "p", "", "")), up.urlunparse(("s", "n", "u", "p", "q", "f")), up.SplitResult("a", "b", "c", "d", "e").encode(), sorted(up.uses_params)[:3])

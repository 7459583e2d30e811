"""A web router without sockets: routes with converters, methods, middleware, cookies, forms, JSON, static files, errors, tests by a client of its own. Prints responses."""
import functools
import html
import io
import json
import mimetypes
import pathlib
import re
import tempfile
import traceback
from email.message import Message
from http import HTTPStatus
from http.cookies import SimpleCookie
from string import Template
from urllib.parse import parse_qs, quote, urlencode, urlsplit

CONVERTERS = {"int": (r"\d+", int), "str": (r"[^/]+", str), "path": (r".+", str), "hex": (r"[0-9a-f]+", lambda s: int(s, 16))}


class Response(Exception):
    def __init__(self, body="", status=200, **headers):
        self.status, self.headers, self.cookies = HTTPStatus(status), Message(), SimpleCookie()
        if isinstance(body, (dict, list)):
            body = json.dumps(body, sort_keys=True)
            headers.setdefault("content_type", "application/json")
        self.body = body if isinstance(body, bytes) else body.encode()
        for name, value in headers.items():
            self.headers[name.replace("_", "-").title()] = value

    def start(self, write):
        write(f"{self.status.value} {self.status.phrase}", self.headers.items() + [("Set-Cookie", m.OutputString()) for m in self.cookies.values()])
        return self.body


class Request:
    def __init__(self, environ):
        self.environ, self.method, self.path = environ, environ["REQUEST_METHOD"], environ["PATH_INFO"]
        self.query = {k: v[-1] for k, v in parse_qs(environ.get("QUERY_STRING", ""), keep_blank_values=True).items()}
        self.cookies = {k: m.value for k, m in SimpleCookie(environ.get("HTTP_COOKIE", "")).items()}

    @functools.cached_property
    def body(self):
        return self.environ["wsgi.input"].read(int(self.environ.get("CONTENT_LENGTH") or 0))

    @property
    def data(self):
        if self.environ.get("CONTENT_TYPE", "").startswith("application/json"):
            try:
                return json.loads(self.body)
            except json.JSONDecodeError as e:
                raise Response(f"bad JSON: {e}", 400) from e
        return {k: v[0] for k, v in parse_qs(self.body.decode()).items()}


class App:
    def __init__(self):
        self.routes, self.around, self.handlers = [], [], {}

    def route(self, rule, *methods):
        names = []

        def part(m):
            pattern, convert = CONVERTERS[m[2] or "str"]
            names.append((m[1], convert))
            return f"(?P<{m[1]}>{pattern})"
        pattern = re.compile(re.sub(r"<(\w+)(?::(\w+))?>", part, rule))

        def add(f):
            self.routes.append((pattern, dict(names), methods or ("GET",), f, rule))
            return f
        return add

    def middleware(self, f):
        self.around.append(f)
        return f

    def error(self, status):
        return lambda f: self.handlers.setdefault(status, f)

    def url(self, name, /, **values):
        for *_, f, rule in self.routes:
            if f.__name__ == name:
                url = re.sub(r"<(\w+)(?::\w+)?>", lambda m: quote(str(values.pop(m[1])), safe=""), rule)
                return url + ("?" + urlencode(values) if values else "")
        raise LookupError(name)

    def dispatch(self, request):
        allowed = set()
        for pattern, names, methods, f, _ in self.routes:
            if m := pattern.fullmatch(request.path):
                if request.method in methods or request.method == "HEAD" and "GET" in methods:
                    return f(request, **{k: names[k](v) for k, v in m.groupdict().items()})
                allowed.update(methods)
        raise Response("", 405, allow=", ".join(sorted(allowed))) if allowed else Response("", 404)

    def __call__(self, environ, start_response):
        request = Request(environ)
        handler = functools.reduce(lambda inner, f: functools.partial(f, inner), reversed(self.around), self.dispatch)
        try:
            response = handler(request)
        except Response as r:
            response = self.handlers[r.status](request, r) if r.status in self.handlers else r
        except Exception as e:
            environ["wsgi.errors"].write(traceback.format_exception_only(e)[-1])
            response = Response("oops", 500)
        if not isinstance(response, Response):
            response = Response(*response) if isinstance(response, tuple) else Response(response)
        response.headers["Content-Length"] = str(len(response.body))
        body = response.start(start_response)
        return [] if request.method == "HEAD" else [body]


app = App()
items = {1: "one"}
PAGE = Template("<h1>$title</h1><p>$text</p>")


@app.middleware
def count(inner, request):
    request.n = int(request.cookies.get("n", 0)) + 1
    response = inner(request)
    response = response if isinstance(response, Response) else Response(*response) if isinstance(response, tuple) else Response(response)
    response.cookies["n"] = request.n
    response.cookies["n"]["path"] = "/"
    return response


@app.middleware
def guard(inner, request):
    if request.path.startswith("/admin") and request.query.get("key") != "s3cret":
        raise Response("who are you?", 403)
    return inner(request)


@app.route("/")
def home(request):
    return PAGE.substitute(title="Home", text=html.escape(request.query.get("name", "<nobody>"))) + str(request.n)


@app.route("/items/<n:int>", "GET", "DELETE")
def item(request, n):
    if n not in items:
        raise Response({"error": f"no item {n}"}, 404)
    return {n: items.pop(n) if request.method == "DELETE" else items[n]}


@app.route("/items", "POST")
def create(request):
    n = max(items, default=0) + 1
    items[n] = request.data["text"]
    return Response("made", 201, location=app.url("item", n=n))


@app.route("/static/<name:path>")
def static(request, name):
    path = (ROOT / name).resolve()
    if not path.is_relative_to(ROOT.resolve()) or not path.is_file():
        raise Response("", 404)
    return Response(path.read_bytes(), content_type=mimetypes.guess_type(path.name)[0] or "application/octet-stream")


@app.route("/admin/<code:hex>/<what>")
def admin(request, code, what):
    return f"{code} {what} {1 // (code - 255)}"


@app.error(404)
def missing(request, response):
    return Response(response.body or f"nothing at {request.path}".encode(), 404, content_type="text/plain")


class Client:
    def __init__(self, app):
        self.app, self.jar, self.errors = app, SimpleCookie(), io.StringIO()

    def __call__(self, method, url, body=None, type=None):
        parts = urlsplit(url)
        raw = json.dumps(body).encode() if isinstance(body, dict) and type == "application/json" else urlencode(body).encode() if isinstance(body, dict) else (body or "").encode()
        environ = {"REQUEST_METHOD": method, "PATH_INFO": parts.path, "QUERY_STRING": parts.query, "wsgi.input": io.BytesIO(raw), "CONTENT_LENGTH": str(len(raw)), "CONTENT_TYPE": type or "", "wsgi.errors": self.errors, "HTTP_COOKIE": "; ".join(f"{k}={m.coded_value}" for k, m in self.jar.items())}
        seen = []
        out = b"".join(self.app(environ, lambda status, headers: seen.extend([status, headers])))
        for name, value in seen[1]:
            if name == "Set-Cookie":
                self.jar.load(value)
        print(method, url, "->", seen[0], [h for h in seen[1] if h[0] != "Set-Cookie"], out)


with tempfile.TemporaryDirectory() as place:
    ROOT = pathlib.Path(place)
    (ROOT / "css").mkdir()
    (ROOT / "css" / "a.css").write_text("b {}")
    client = Client(app)
    for request in [("GET", "/"), ("GET", "/?name=A%26B"), ("HEAD", "/"), ("GET", "/items/1"), ("GET", "/items/2"), ("GET", "/items/x"), ("POST", "/items", {"text": "tw\u00f6"}), ("POST", "/items", {"text": [3]}, "application/json"), ("POST", "/items", "{bad", "application/json"), ("POST", "/items", "nothing=1"),
                    ("DELETE", "/items/1"), ("PUT", "/items/1"), ("GET", "/items"), ("GET", "/static/css/a.css"), ("GET", "/static/../../etc/passwd"), ("GET", "/admin/fe/x"), ("GET", "/admin/fe/x?key=s3cret"), ("GET", "/admin/ff/x?key=s3cret"), ("GET", "/no such")]:
        client(*request)
print(items, client.jar["n"].value, client.errors.getvalue().splitlines(), app.url("static", name="a b/c", v=2), app.url("home"))

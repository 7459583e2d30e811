"""Tracebacks of templates, whose frames Jinja2 rewrites to the templates' own lines."""
import sys
import traceback

sys.modules["markupsafe._speedups"] = None  # markupsafe as written in Python

from jinja2 import DictLoader, Environment, FunctionLoader, StrictUndefined, TemplateNotFound, TemplateSyntaxError, UndefinedError

templates = {
    "outer.html": "first line\n{% extends 'layout.html' %}\n{% block body %}\n  {{ price(1) }}\n  {{ price(0) }}\n{% endblock %}\n",
    "layout.html": "<title>\n{% block body %}{% endblock %}\n</title>",
    "macro.html": "{% macro outer(x) %}\n  {{ inner(x) }}\n{% endmacro %}\n{% macro inner(x) %}\n\n  {{ x.missing.deeper }}\n{% endmacro %}",
    "calls.html": "{% import 'macro.html' as m %}\n\n{{ m.outer(5) }}",
    "include.html": "one\n{% for name in names %}\n  {% include name %}\n{% endfor %}",
    "bad.html": "fine\n{% if x %}\n  {{ y }\n",
    "tags.html": "{% for a in b %}\n{% endif %}\n",
    "filter.html": "\n\n{{ 'x'|nothing }}",
    "loop.html": "{% for n in numbers %}\n{{ 10 // n }},\n{% endfor %}",
    "expression.html": "{{\n  a\n  + b.c\n  + d()\n}}",
}
environment = Environment(loader=DictLoader(templates))


def price(n):
    return 10 / n


def attempt(name, environment=environment, **values):
    print("==", name)
    try:
        print(environment.get_template(name).render(**values))
    except Exception as error:
        traceback.print_exc(file=sys.stdout)
        trace = error.__traceback__
        while trace:
            frame = trace.tb_frame
            local = sorted(key for key in frame.f_locals if not key.startswith("_") and key not in ("self", "args", "kwargs", "trace", "frame"))
            print("  ", frame.f_code.co_name, trace.tb_lineno, frame.f_code.co_filename.rsplit("/", 1)[-1], local[:6], frame.f_globals.get("__jinja_template__") is not None)
            trace = trace.tb_next
        if isinstance(error, TemplateSyntaxError):
            print(error.lineno, error.name, error.filename, error.message, str(error))


attempt("outer.html", price=price)
attempt("calls.html")
attempt("include.html", names=["layout.html", "loop.html"], numbers=[1, 0])
attempt("include.html", names=["nothing.html"])
attempt("bad.html")
attempt("tags.html")
attempt("filter.html")
attempt("loop.html", numbers=[5, 0])
attempt("loop.html", numbers=5)
attempt("loop.html")
attempt("expression.html", a=1, b={"c": 2}, d=lambda: {}["key"])
attempt("expression.html", a=1, b={"c": "x"}, d=lambda: 1)
attempt("expression.html", Environment(loader=DictLoader(templates), undefined=StrictUndefined), a=1)
attempt("missing.html")
attempt("anything", Environment(loader=FunctionLoader(lambda name: (_ for _ in ()).throw(TemplateNotFound(name)))))


class Failing:
    @property
    def value(self):
        raise LookupError("no value")

    def __str__(self):
        raise ValueError("no text")


environment.loader.mapping["failing.html"] = "\n{{ x.value }}"
attempt("failing.html", x=Failing())
environment.loader.mapping["text.html"] = "\n\n{{ x }}"
attempt("text.html", x=Failing())
environment.filters["strict"] = lambda value: value["a"]["b"]
environment.loader.mapping["custom.html"] = "\n{{ 1 }}\n{{ x|strict }}"
attempt("custom.html", x={"a": {}})
for source in ("{{ a b }}", "{{ 'open }}", "{% for x %}{% endfor %}", "{% macro %}", "{{ f(a=1, 2) }}", "{% set 1 = 2 %}", "{{ }}", "{% block %}", "{% endfor %}", "{% if %}{% endif %}", "\n\n{% include %}", "{# open", "{% raw %}", "{{ a.1b }}", "{{ (1, }}", "{% call x %}", "{{ a[1 }}"):
    try:
        environment.from_string(source)
        print(source, "compiled")
    except TemplateSyntaxError as error:
        print(repr(source), error.lineno, error.message)
        traceback.print_exc(limit=-1, file=sys.stdout)
try:
    environment.from_string("{{ missing.attribute }}").render()
except UndefinedError as error:
    print(error, error.__cause__, error.__context__)
try:
    environment.from_string("{% import 'filter.html' as f %}").render()
except TemplateSyntaxError as error:
    print(error)
environment.get_template("outer.html").render(price=price)

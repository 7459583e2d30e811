"""Jinja2 compiles templates and renders pages with them, with markupsafe's part written in Python."""
import asyncio
import hashlib
import sys

sys.path.insert(0, "/usr/lib/python3/dist-packages")
sys.path.remove(sys.path[1])  # this folder, whose file has the package's name
sys.modules["markupsafe._speedups"] = None
from jinja2 import DictLoader, Environment  # noqa: E402
from jinja2.sandbox import SandboxedEnvironment  # noqa: E402

TEMPLATES = {
    "base": "<title>{% block title %}{% endblock %}</title>{% for link in links %}<a href='{{ link }}'>{{ loop.index }}</a>{% endfor %}{% block body %}{% endblock %}",
    "macros": "{% macro cell(value, kind='td') %}<{{ kind }}>{{ value|default('-', true) }}</{{ kind }}>{% endmacro %}",
    "page": "{% extends 'base' %}{% from 'macros' import cell %}{% block title %}{{ title|title }}{% endblock %}{% block body %}<table>"
            "{% for row in rows if row.number is odd %}<tr class=\"{{ loop.cycle('a', 'b') }}\">{{ cell(row.number) }}{{ cell(row.name|upper) }}"
            "{{ cell(row.tags|join(', ')) }}{% if row.number > 50 %}{{ cell(row.number * 2.5, kind='th') }}{% endif %}</tr>{% endfor %}</table>"
            "{% for kind, group in rows|groupby('kind') %}{{ kind }}: {{ group|map(attribute='number')|sum }}{% endfor %}{% endblock %}",
}
rows = [{"number": n, "name": "name <%d>" % n, "tags": ["x", "y & z"], "kind": n % 4} for n in range(200)]
values = {"title": "a page of rows", "rows": rows, "links": ["/a?b=1&c=%d" % n for n in range(20)]}


def digest(text):
    print(len(text), hashlib.sha256(text.encode()).hexdigest())


for _ in range(10):  # compiled anew each time
    environment = Environment(loader=DictLoader(TEMPLATES), autoescape=True)
    text = environment.get_template("page").render(values)
digest(text)
digest("".join(environment.get_template("page").render(values) for _ in range(30)))
digest("".join(SandboxedEnvironment(loader=DictLoader(TEMPLATES)).get_template("page").render(values) for _ in range(5)))
environment = Environment(loader=DictLoader(TEMPLATES), enable_async=True)


async def main():
    return "".join([await environment.get_template("page").render_async(values) for _ in range(10)])


digest(asyncio.run(main()))

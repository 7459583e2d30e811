"""Jinja2 templates: inheritance, macros, loops, filters, tests, escaping, white space, other types of environments."""
import datetime
import sys

sys.modules["markupsafe._speedups"] = None  # markupsafe as written in Python

import jinja2
import markupsafe
from jinja2 import ChainableUndefined, DebugUndefined, DictLoader, Environment, StrictUndefined, pass_context, pass_environment
from jinja2.nativetypes import NativeEnvironment

print(markupsafe.escape.__module__, markupsafe.Markup("<em>%s</em>") % "<x>", markupsafe.Markup("a").join(["<", markupsafe.Markup(">")]))

templates = {
    "base.html": """<!doctype html>
<title>{% block title %}Site{% endblock %}</title>
{% block menu scoped %}{% for item in menu %}<a href="{{ item.url }}"{% if loop.first %} class="first"{% endif %}>{{ item.name }}</a>{% else %}none{% endfor %}{% endblock %}
<main>{% block body required %}{% endblock %}</main>{{ self.title() }}
""",
    "page.html": """{% extends "base.html" %}
{% from "macros.html" import field, list_of with context %}
{% import "macros.html" as m %}
{% block title %}{{ super() }} - {{ page.title|title }}{% endblock %}
{% block body %}
{{ field("name", page.title, type="text") }}
{% call(item) list_of(page.items) %}<b>{{ item|e }}</b>{% endcall %}
{{ m.field("x") }}{% include "footer.html" %}{% include ["missing.html", "footer.html"] %}{% include "none.html" ignore missing %}
{% set total = namespace(sum=0) %}{% for n in range(1, 6) if n is odd %}{% set total.sum = total.sum + n %}{{ loop.index }}/{{ loop.length }}{{ "," if not loop.last }}{% endfor %} = {{ total.sum }}
{% filter upper %}shout {{ page.title }}{% endfilter %}
{% set block_text %}in a <block>{% endset %}{{ block_text|length }} {{ block_text }}
{% with a = 1, b = 2 %}{{ a + b }}{% endwith %}
{% raw %}{{ raw }}{% endraw %}
{% endblock %}
""",
    "macros.html": """{% macro field(name, value='', type='hidden') -%}
<input name="{{ name }}" value="{{ value }}" type="{{ type }}" {{ varargs }} {{ kwargs }}>
{%- endmacro %}
{% macro list_of(items) %}<ul>{% for item in items %}<li class="{{ loop.cycle('odd', 'even') }}">{{ caller(item) }}</li>{% endfor %}</ul>{% endmacro %}""",
    "footer.html": "<footer>{{ page.title }} {{ year }}</footer>",
    "tree.html": "{% for node in tree recursive %}{{ '  ' * loop.depth0 }}{{ node.name }}\n{{ loop(node.children) if node.children }}{% endfor %}",
}
environment = Environment(loader=DictLoader(templates), autoescape=True, trim_blocks=True, lstrip_blocks=True, extensions=["jinja2.ext.do", "jinja2.ext.loopcontrols", "jinja2.ext.debug"])
environment.globals["year"] = 2024


class Page:
    title = "a <title> & more"
    items = ["one", "<two>", markupsafe.Markup("<i>three</i>")]


print(environment.get_template("page.html").render(page=Page(), menu=[{"name": "Home", "url": "/?a=1&b=2"}, {"name": "<Help>", "url": "/help"}]))
print(environment.get_template("tree.html").render(tree=[{"name": "a", "children": [{"name": "b", "children": [{"name": "c"}]}, {"name": "d"}]}, {"name": "e"}]))


def show(source, environment=environment, **values):
    try:
        print(repr(source[:60]), "->", environment.from_string(source).render(**values))
    except Exception as error:
        print(repr(source[:60]), "!!", type(error).__name__, error)


for name, value in (("abs", -5), ("capitalize", "hELLO"), ("center(20)", "x"), ("count", [1, 2]), ("dictsort", {"b": 1, "A": 2}), ("filesizeformat", 123456789), ("first", "abc"), ("float", "1.5x"),
                    ("forceescape", "<"), ("format(1, 2)", "%d-%s"), ("groupby('k')|list", [{"k": 1, "v": 2}, {"k": 1, "v": 3}, {"k": 0, "v": 1}]), ("indent(2, true)", "a\nb"), ("int", "0x1f"), ("int(0, 16)", "0x1f"),
                    ("items|list", {"a": 1}), ("join('-')", [1, "<", 3]), ("last", [1, 2]), ("list", "abc"), ("lower", "ABC"), ("map('upper')|list", ["a", "b"]), ("map(attribute='x')|join", [{"x": 1}, {"x": 2}]), ("max", [3, 1]), ("min", [3, 1]),
                    ("pprint", {"a": [1, 2]}), ("reject('odd')|list", [1, 2, 3]), ("rejectattr('x')|list", [{"x": 0}, {"x": 1}]), ("replace('a', 'b')", "banana"), ("reverse|list", [1, 2]), ("round(1, 'floor')", 2.57), ("safe", "<b>"),
                    ("select('even')|list", [1, 2]), ("selectattr('x', 'gt', 1)|list", [{"x": 1}, {"x": 2}]), ("slice(3)|list", range(7)), ("batch(3, '-')|list", range(7)), ("sort(reverse=true)", [1, 3, 2]), ("sort(attribute='n.m')", [{"n": {"m": 2}}, {"n": {"m": 1}}]),
                    ("string", 5), ("striptags", "<p>a  <b>b</b></p><!-- c -->"), ("sum(attribute='x')", [{"x": 1}, {"x": 2}]), ("title", "it's a dog-house"), ("tojson", {"a": "</script>'", "b": [1, None, True]}), ("trim", "  x "), ("truncate(12)", "some long text to cut"),
                    ("unique|list", ["a", "A", "b"]), ("upper", "x"), ("urlencode", {"a": "b c", "d": "&"}), ("urlize", "see http://example.org/x?y=1&z and mail a@b.org"), ("wordcount", "a b  c"), ("wordwrap(5)", "aaa bbb ccccccccc"), ("xmlattr", {"a": 1, "b": None, "c": "<"}), ("attr('real')", 5), ("default('d', true)", "")):
    show("{{ value|%s }}" % name, value=value)
for test in ("defined", "none", "string", "number", "sequence", "mapping", "iterable", "callable", "sameas(5)", "eq(5)", "divisibleby(5)", "in([5])", "boolean", "integer", "float", "lower", "upper", "escaped", "even", "odd"):
    show("{{ 5 is %s }}{{ 'a' is not %s }}" % (test, test))
for source in ("{{ missing }}|{{ missing.x }}", "{{ 1 + }}", "{% for %}", "{% if x %}", "{{ 1 / 0 }}", "{{ x.y.z }}", "{{ foo('a'", "{% block a %}{% block a %}{% endblock %}{% endblock %}", "{{ [1, 2, 3][1:] }} {{ {'a': 1}['a'] }} {{ (1, 2) }}", "{{ 'a' ~ 1 ~ none }} {{ 2 ** 3 // 3 % 2 }} {{ not true or 1 < 2 <= 3 }}",
               "{{ 'x' if false }} {{ 1 if true else 2 }}", "{% do items.append(3) %}{{ items }}", "{% for i in range(9) %}{% if i == 2 %}{% continue %}{% endif %}{% if i > 4 %}{% break %}{% endif %}{{ i }}{% endfor %}", "{{ items|nofilter }}", "{{ 1 is notest }}", "{% include 'nothing' %}", "{% extends 'nothing' %}", "{%- for c in 'abc' -%}  {{ c }}  {%- endfor -%}", "{% unknown %}",
               "{{ '%s and %s'|format('<a>', 'b') }} {{ ('<a>'|safe) + '<b>' }}", "{{ loop }}", "{% macro m(a, b=a) %}{{ a }}{{ b }}{% endmacro %}{{ m(1) }}{{ m(1, 2) }}{{ m() }}", "{% macro m(a) %}{% endmacro %}{{ m(1, 2) }}", "{{ range(3)|list }} {{ dict(a=1) }} {{ lipsum(n=0) }} {{ cycler('a', 'b').next() }} {{ joiner(', ')() }}", "line\n# not a comment\n{{ 1\n+ 2 }}", "{{ \"\\u00e9\\n\" }} \u2603 {{ '\u2603'|length }}"):
    show(source, items=[1, 2], x=None)
for kind in (StrictUndefined, DebugUndefined, ChainableUndefined):
    other = Environment(undefined=kind)
    for source in ("{{ a }}", "{{ a.b }}", "{{ a.b.c }}", "{{ x.nothing }}", "{{ a is defined }}", "{{ a|default('d') }}", "{% for x in a %}{% endfor %}", "{{ a + 1 }}"):
        show(source, other, x={})
native = NativeEnvironment()
for source in ("{{ [1, 2] + x }}", "{{ 1 }}{{ 2 }}", "{{ x }}", "text", "{{ none }}", "{% for i in x %}{{ i }}{% endfor %}", "[{{ x|join(',') }}]"):
    result = native.from_string(source).render(x=[3])
    print(source, type(result).__name__, result)
lines = Environment(line_statement_prefix="%", line_comment_prefix="##", variable_start_string="${", variable_end_string="}", block_start_string="<%", block_end_string="%>", keep_trailing_newline=True)
show("% for x in items:\n  ${x} ## note\n% endfor\n<% if true %>yes<% endif %>\n", lines, items=[1, 2])


@pass_context
def where(context, value):
    return "%s in %s with %s" % (value, context.name, sorted(context.get_exported() or context.parent)[:2])


@pass_environment
def prefix(environment, value, sign="*"):
    return sign * environment.shared_count + value


environment.shared_count = 3
environment.filters.update(where=where, prefix=prefix, when=lambda value, how="%Y-%m-%d": value.strftime(how))
environment.tests["small"] = lambda n: n < 10
show("{{ 'x'|where }} {{ 'y'|prefix }} {{ 'y'|prefix(sign='-') }} {{ day|when }} {{ 5 is small }}", day=datetime.date(2024, 2, 29))
module = environment.get_template("macros.html").module
print(module.field("n", 1, "t"), sorted(name for name in dir(module) if not name.startswith("_")))
print(list(environment.from_string("a{{ x }}b{% for i in x %}{{ i }}{% endfor %}").generate(x=[1, 2])))
stream = environment.from_string("{% for i in range(4) %}{{ i }}-{% endfor %}").stream()
stream.enable_buffering(3)
print(list(stream))
print(environment.compile_expression("a + b * 2")(a=1, b=2), environment.list_templates(), environment.from_string("{{ a }}{% set b = c %}").render(a=1))
print(environment.compile("Hello {{ name|upper }}{% for x in y %}{{ loop.index }}{% endfor %}", raw=True))
print([(line, kind, text) for line, kind, text in environment.lex("{% if a -%} b {{ c }} {# d #}")])
print(environment.parse("{% for a in b %}{{ a.c|d(1)|list }}{% endfor %}"))
print(jinja2.meta.find_undeclared_variables(environment.parse("{% set x = y %}{{ x + z }}")) == {"y", "z"} if hasattr(jinja2, "meta") else __import__("jinja2.meta").meta.find_undeclared_variables(environment.parse("{% set x = y %}{{ x + z }}")) == {"y", "z"})

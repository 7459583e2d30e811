"""Jinja2's sandbox, translations, asynchronous rendering, loaders and cache of compiled templates."""
import asyncio
import os
import sys
import tempfile

sys.modules["markupsafe._speedups"] = None  # markupsafe as written in Python

from jinja2 import (BaseLoader, ChoiceLoader, DictLoader, Environment, FileSystemBytecodeCache, FileSystemLoader, ModuleLoader,
                    PrefixLoader, TemplateNotFound, nodes)
from jinja2.ext import Extension
from jinja2.sandbox import ImmutableSandboxedEnvironment, SandboxedEnvironment, SecurityError

print("sandbox")


class Action:
    unsafe_callable = True

    def __repr__(self):
        return "<action>"

    def __call__(self):
        return "deleted"


class User:
    name = "Ada"
    _secret = "hidden"

    def greet(self):
        return "hello"

    delete = Action()


for kind in (SandboxedEnvironment, ImmutableSandboxedEnvironment):
    environment = kind()
    for source in ("{{ user.name }}", "{{ user._secret }}", "{{ user.greet() }}", "{{ user.delete() }}", "{{ user.__class__ }}", "{{ user.__class__.__mro__ }}", "{{ ''.__class__.__base__.__subclasses__() }}", "{{ user.greet.__func__ }}", "{{ range(999999999) }}",
                   "{{ items.append(1) }}{{ items }}", "{{ table.update(a=1) }}{{ table }}", "{{ '{0.__class__}'.format(1) }}", "{{ '{0}'.format_map({'0': 1}) }}", "{{ '%s'|format(user.name) }}", "{{ 2 ** 3 }}", "{{ (1).__add__ }}", "{{ f.gi_frame }}", "{% for x in items %}{{ x }}{% endfor %}", "{{ user|attr('__class__') }}", "{{ call() }}"):
        try:
            print(source, "->", environment.from_string(source).render(user=User(), items=[5], table={}, f=(n for n in [1]), call=eval))
        except (SecurityError, OverflowError, TypeError, IndexError, KeyError) as error:
            print(source, "!!", type(error).__name__, error)


class Careful(SandboxedEnvironment):
    intercepted_binops = frozenset(["**"])

    def call_binop(self, context, operator, left, right):
        return "no " + operator


print(Careful().from_string("{{ 2 ** 9 }} {{ 2 * 9 }}").render())

print("translations")
environment = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
words = {"Hello %(name)s!": "Hallo %(name)s!", "%(count)s thing": "%(count)s Ding", "Bye": "Tsch\xfcss", "<b>": "<i>"}
environment.install_gettext_callables(lambda s: words.get(s, s), lambda one, many, n: words.get(one, one) if n == 1 else "%(count)s Dinge", newstyle=True,
                                      pgettext=lambda c, s: "%s|%s" % (c, s), npgettext=lambda c, one, many, n: "%s|%s" % (c, one if n == 1 else many))
for source in ("{% trans name=user %}Hello {{ name }}!{% endtrans %}", "{% trans count=n %}{{ count }} thing{% pluralize %}{{ count }} things{% endtrans %}", "{{ _('Bye') }} {{ gettext('Hello %(name)s!', name='<x>') }} {{ ngettext('%(count)s thing', '%(count)s things', 3, count=3) }}",
               "{% trans trimmed %}\n  a\n  b\n{% endtrans %}", "{{ pgettext('menu', 'File') }}", "{% trans %}100%{% endtrans %}", "{% trans 'ctx' %}File{% endtrans %}", "{% trans %}{{ a.b }}{% endtrans %}", "{{ _('<b>') }}{{ _('<b>')|safe }}"):
    for n in (1, 2):
        try:
            print(environment.from_string(source).render(user="<Ada>", n=n))
        except Exception as error:
            print(type(error).__name__, error)
print(list(environment.extract_translations("{% trans %}One{% endtrans %}\n{{ _('Two') }}{{ ngettext('a', 'b', n) }}")))

print("asynchronous")
environment = Environment(enable_async=True, loader=DictLoader({
    "base": "[{% block a %}{% endblock %}]", "child": "{% extends 'base' %}{% block a %}{{ super() }}{% for x in numbers() %}{{ x }}{{ loop.index }}{{ ',' if not loop.last }}{% endfor %}{% endblock %}",
    "macro": "{% macro m(x) %}<{{ wait(x) }}>{% endmacro %}", "use": "{% from 'macro' import m with context %}{{ m(1) }}{% include 'child' %}{{ [1, 2]|map('string')|join('+') }}{{ wait('end')|upper }}",
    "error": "\n{{ fail() }}"}))


async def numbers():
    for n in range(3):
        await asyncio.sleep(0)
        yield n


async def wait(x):
    await asyncio.sleep(0)
    return x


async def fail():
    await asyncio.sleep(0)
    raise KeyError("asynchronous")


async def main():
    print(await environment.get_template("use").render_async(numbers=numbers, wait=wait))
    parts = [part async for part in environment.get_template("child").generate_async(numbers=numbers)]
    print(parts)
    print(await asyncio.gather(*(environment.get_template("macro").make_module_async() for _ in range(2))) != [])
    print(await environment.from_string("{{ x|select|list }}{{ x|first }}{{ x|groupby('a')|list }}{{ x|sum(attribute='a') }}").render_async(x=[{"a": 1}, {"a": 2}]))
    try:
        await environment.get_template("error").render_async(fail=fail)
    except KeyError as error:
        trace, lines = error.__traceback__, []
        while trace:
            lines.append((trace.tb_frame.f_code.co_name, trace.tb_lineno if trace.tb_frame.f_code.co_filename == "<template>" else None))
            trace = trace.tb_next
        print([line for line in lines if line[1]])


asyncio.run(main())
print(environment.get_template("use").render(numbers=numbers, wait=wait))

print("loaders")


class Own(BaseLoader):
    def get_source(self, environment, name):
        if name != "own":
            raise TemplateNotFound(name)
        return "own {{ x }}", None, lambda: True


with tempfile.TemporaryDirectory() as folder:
    with open(os.path.join(folder, "a.txt"), "w", encoding="utf-8") as file:
        file.write("file {{ x }} \u2603{% include 'sub/b.txt' %}")
    os.mkdir(os.path.join(folder, "sub"))
    with open(os.path.join(folder, "sub", "b.txt"), "w", encoding="utf-8") as file:
        file.write(" and b")
    cache = os.path.join(folder, "cache")
    os.mkdir(cache)
    loader = ChoiceLoader([FileSystemLoader(folder), PrefixLoader({"p": DictLoader({"c": "prefixed"})}), Own()])
    for _ in range(2):
        environment = Environment(loader=loader, bytecode_cache=FileSystemBytecodeCache(cache, "%s.cache"), auto_reload=True, cache_size=2)
        print([environment.get_template(name).render(x=1) for name in ("a.txt", "sub/b.txt", "p/c", "own")], len(os.listdir(cache)))
    for name in ("nothing", "../a.txt", "p/nothing"):
        try:
            environment.get_template(name)
        except TemplateNotFound as error:
            print(type(error).__name__, error)
    print(environment.select_template(["x", "own"]).render(x=2), sorted(FileSystemLoader(folder).list_templates())[:1])
    compiled = os.path.join(folder, "compiled")
    Environment(loader=FileSystemLoader(folder)).compile_templates(compiled, zip=None, filter_func=lambda name: name.endswith(".txt"), log_function=lambda line: None)
    print(Environment(loader=ModuleLoader(compiled)).get_template("a.txt").render(x=3), len(os.listdir(compiled)))

print("extensions")


class Repeat(Extension):
    tags = {"repeat"}

    def parse(self, parser):
        line = next(parser.stream).lineno
        count = parser.parse_expression()
        body = parser.parse_statements(["name:endrepeat"], drop_needle=True)
        return nodes.CallBlock(self.call_method("_repeat", [count]), [], [], body).set_lineno(line)

    def _repeat(self, count, caller):
        return caller() * count

    def preprocess(self, source, name, filename=None):
        return source.replace("@@", "{{ x }}")


print(Environment(extensions=[Repeat]).from_string("{% repeat n + 1 %}@@;{% endrepeat %}").render(n=2, x="y"))

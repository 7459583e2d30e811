"""A templating function: variables, filters, if, for, nesting, compiled to Python source and run with exec. Prints results and errors."""


class TemplateError(Exception):
    pass


def escape(value):
    return str(value).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


FILTERS = {"upper": str.upper, "lower": str.lower, "title": str.title, "len": len, "join": ", ".join, "escape": escape, "repr": repr, "money": lambda v: f"{v:,.2f}", "sorted": sorted}


def split(text):
    """Yields (kind, content, line): kind is 'text', '{{' or '{%'."""
    at, line = 0, 1
    while at < len(text):
        starts = [i for i in (text.find("{{", at), text.find("{%", at)) if i >= 0]
        if not starts:
            yield "text", text[at:], line
            return
        start = min(starts)
        if start > at:
            yield "text", text[at:start], line
            line += text.count("\n", at, start)
        kind = text[start:start + 2]
        close = "}}" if kind == "{{" else "%}"
        end = text.find(close, start)
        if end < 0:
            raise TemplateError(f"line {line}: {kind} without {close}")
        yield kind, text[start + 2:end].strip(), line
        line += text.count("\n", start, end)
        at = end + 2


def expression(code):
    value, *filters = (part.strip() for part in code.split("|"))
    for name in filters:
        if name not in FILTERS:
            raise TemplateError(f"no filter {name!r}")
        value = f"filters[{name!r}]({value})"
    return value


def compile_template(text):
    lines, depth, opened = ["def render(emit, filters):", "    pass"], 1, []

    def add(code):
        lines.append("    " * depth + code)

    for kind, content, line in split(text):
        if kind == "text":
            add(f"emit({content!r})")
        elif kind == "{{":
            add(f"emit(str({expression(content)}))")
        else:
            word, _, rest = content.partition(" ")
            match word:
                case "if" | "for" | "while":
                    add(f"{word} {rest}:")
                    opened.append((word, line))
                    depth += 1
                case "else" | "elif":
                    if not opened:
                        raise TemplateError(f"line {line}: {word} without if")
                    depth -= 1
                    add(f"{word} {rest}:" if rest else f"{word}:")
                    depth += 1
                case "end":
                    if not opened:
                        raise TemplateError(f"line {line}: end without a block")
                    opened.pop()
                    add("pass")
                    depth -= 1
                case "set":
                    add(rest)
                case _:
                    raise TemplateError(f"line {line}: unknown {word!r}")
    if opened:
        raise TemplateError("line {1}: {0} without end".format(*opened[-1]))
    return "\n".join(lines)


def render(text, **names):
    source, parts = compile_template(text), []
    space = dict(names)
    try:
        exec(compile(source, "<template>", "exec"), space)
    except SyntaxError as error:
        raise TemplateError(f"{error.msg} in {source.splitlines()[error.lineno - 1].strip()!r}") from error
    space["render"](parts.append, FILTERS)
    return "".join(parts)


page = """<h1>{{ title | title | escape }}</h1>
{% if items %}<ul>
{% for n, (name, price) in enumerate(sorted(items.items()), 1) %}  <li>{{ n }}. {{ name | escape }}: {{ price | money }}{% if price > 100 %} (!){% elif price == 0 %} free{% else %}{% end %}</li>
{% end %}</ul>{% else %}nothing{% end %}
{% set total = sum(items.values()) %}Total {{ total | money }} of {{ items | len }}; {{ [k.upper() for k in items] | sorted | join }}"""
print(compile_template(page))
print(render(page, title="price <list>", items={"tea & cake": 4.5, "car": 12000, "air": 0}))
print(render(page, title="empty", items={}))
print(render("{% for i in range(4) %}{% for j in range(i) %}{{ i * j }} {% end %}/{% end %}"), render(""), render("plain { text } %"), sep="\n")
print(render("{% set n = 3 %}{% while n %}{{ n }}{% set n -= 1 %}{% else %}!{% end %}"))
for bad in ["{{ x", "{% if 1 %}", "{% end %}", "{{ 1 | nope }}", "a\n\n{% what %}", "{{ 1 + }}", "{{ missing }}", "{% else %}", "{{ 1 / 0 }}", "{% for x %}{% end %}"]:
    try:
        print(render(bad))
    except Exception as error:
        print(repr(bad), "->", type(error).__name__, error, "| cause:", type(error.__cause__).__name__)
print(len(render("{% for i in range(2000) %}{{ i }},{% end %}")))

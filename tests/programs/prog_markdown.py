"""A converter of Markdown to HTML: blocks and spans by re, lists nested, code, quotes, tables, links by reference, escapes; the HTML checked by html.parser. Prints the HTML."""
import html
import re
import textwrap
from html.parser import HTMLParser

BLOCKS = [("fence", re.compile(r"```(\w*)\n(.*?)\n```(?:\n|\Z)", re.S)), ("heading", re.compile(r"(#{1,6}) +(.*?)(?: +#+)?(?:\n|\Z)")), ("rule", re.compile(r"(?:[-*_] *){3,}(?:\n|\Z)")), ("quote", re.compile(r"(?:>.*(?:\n|\Z))+")), ("table", re.compile(r"(\|.*\|)\n\|(?: *:?-+:? *\|)+\n((?:\|.*\|(?:\n|\Z))*)")),
          ("list", re.compile(r"(?:(?:[-*+]|\d+\.) .*(?:\n|\Z)(?: +\S.*(?:\n|\Z))*)+")), ("code", re.compile(r"(?: {4}.*(?:\n|\Z))+")), ("setext", re.compile(r"(\S.*)\n(=+|-+)(?:\n|\Z)")), ("blank", re.compile(r"\s*\n")), ("para", re.compile(r"\S.*(?:\n|\Z)(?:(?!#|```|>|[-*+] |\d+\. |\|)\S.*(?:\n|\Z))*"))]
SPAN = re.compile(r"""(?P<escape>\\[\\`*_{}\[\]()#+.!<>|-])|(?P<code>(?P<ticks>`+)(?P<inner>.+?)(?P=ticks)(?!`))|(?P<image>!\[(?P<alt>[^\]]*)\]\((?P<src>[^\s)]+)(?:\s+"(?P<title>[^"]*)")?\))|(?P<link>\[(?P<text>[^\]]+)\](?:\((?P<href>[^\s)]*)(?:\s+"(?P<ltitle>[^"]*)")?\)|\[(?P<ref>[^\]]*)\]))
                      |(?P<auto><(?P<url>(?:https?|mailto):[^>\s]+)>)|(?P<strong>(?P<s>\*\*|__)(?=\S)(?P<bold>.+?)(?<=\S)(?P=s))|(?P<em>(?P<e>\*|_)(?=\S)(?P<ital>.+?)(?<=\S)(?P=e))|(?P<strike>~~(?P<gone>.+?)~~)|(?P<br>\ {2,}\n)""", re.X | re.S)


class Converter:
    def __init__(self):
        self.references = {}

    def convert(self, text):
        text = text.replace("\r\n", "\n").expandtabs(4)
        text = re.sub(r"^\[([^\]]+)\]: *(\S+)(?: +\"(.*)\")?\n?", self.remember, text, flags=re.M)
        return "\n".join(self.blocks(text))

    def remember(self, m):
        self.references[m[1].lower()] = m[2], m[3]
        return ""

    def blocks(self, text):
        at = 0
        while at < len(text):
            for name, pattern in BLOCKS:
                if (m := pattern.match(text, at)) and m.end() > at:
                    at = m.end()
                    yield from getattr(self, "do_" + name)(m)
                    break
            else:
                raise SyntaxError(f"no block at {text[at:at + 20]!r}")

    def do_blank(self, m):
        return ()

    def do_fence(self, m):
        language = f' class="language-{m[1]}"' if m[1] else ""
        yield f"<pre><code{language}>{html.escape(m[2], False)}\n</code></pre>"

    def do_code(self, m):
        yield f"<pre><code>{html.escape(textwrap.dedent(m[0]).rstrip(), False)}\n</code></pre>"

    def do_heading(self, m):
        slug = re.sub(r"[^\w]+", "-", m[2].lower()).strip("-")
        yield f'<h{len(m[1])} id="{slug}">{self.spans(m[2])}</h{len(m[1])}>'

    def do_setext(self, m):
        level = 1 if m[2][0] == "=" else 2
        yield f"<h{level}>{self.spans(m[1])}</h{level}>"

    def do_rule(self, m):
        yield "<hr/>"

    def do_quote(self, m):
        yield "<blockquote>"
        yield from self.blocks(re.sub(r"^> ?", "", m[0], flags=re.M))
        yield "</blockquote>"

    def do_para(self, m):
        yield f"<p>{self.spans(m[0].strip())}</p>"

    def do_table(self, m):
        def row(line, tag):
            return "<tr>" + "".join(f"<{tag}>{self.spans(c.strip())}</{tag}>" for c in re.split(r"(?<!\\)\|", line.strip()[1:-1])) + "</tr>"
        yield "<table>"
        yield row(m[1], "th")
        yield from (row(line, "td") for line in m[2].splitlines())
        yield "</table>"

    def do_list(self, m):
        tag = "ol" if m[0][0].isdigit() else "ul"
        yield f"<{tag}>"
        for item in re.split(r"^(?=(?:[-*+]|\d+\.) )", m[0], flags=re.M)[1:]:
            marker, _, body = item.partition(" ")
            first, newline, rest = body.partition("\n")
            inner = list(self.blocks(textwrap.dedent(rest))) if rest.strip() else []
            if first.startswith(("[ ] ", "[x] ")):
                first = ("\u2611 " if first[1] == "x" else "\u2610 ") + first[4:]
            yield f"<li>{self.spans(first)}" + ("\n" + "\n".join(inner) + "\n" if inner else "") + "</li>"
        yield f"</{tag}>"

    def spans(self, text):
        out, at = [], 0
        for m in SPAN.finditer(text):
            out.append(html.escape(text[at:m.start()], False))
            out.append(self.span(m))
            at = m.end()
        return "".join(out) + html.escape(text[at:], False)

    def span(self, m):
        match m.lastgroup and next(k for k in ("escape", "code", "image", "link", "auto", "strong", "em", "strike", "br") if m[k]):
            case "escape":
                return html.escape(m["escape"][1])
            case "code":
                return f"<code>{html.escape(m['inner'].strip(), False)}</code>"
            case "image":
                return f'<img src="{html.escape(m["src"])}" alt="{html.escape(m["alt"])}"/>'
            case "link":
                href, title = (m["href"], m["ltitle"]) if m["href"] is not None else self.references.get((m["ref"] or m["text"]).lower(), (None, None))
                if href is None:
                    return html.escape(m[0], False)
                return f'<a href="{html.escape(href)}"' + (f' title="{html.escape(title)}"' if title else "") + f">{self.spans(m['text'])}</a>"
            case "auto":
                return f'<a href="{m["url"]}">{m["url"]}</a>'
            case "strong":
                return f"<strong>{self.spans(m['bold'])}</strong>"
            case "em":
                return f"<em>{self.spans(m['ital'])}</em>"
            case "strike":
                return f"<del>{self.spans(m['gone'])}</del>"
        return "<br/>\n"


class Check(HTMLParser):
    def __init__(self):
        super().__init__()
        self.open, self.count = [], 0

    def handle_starttag(self, tag, attrs):
        self.open.append(tag)
        self.count += 1

    def handle_endtag(self, tag):
        assert self.open.pop() == tag, tag

    def handle_startendtag(self, tag, attrs):
        self.count += 1


TEXT = '''\
# A *Title* with `code` #

Some **bold**, _italic **both**_ and ~~gone~~ text with <angle> & "quotes".
A hard break  
here, \\*not italic\\* and `` a ` tick ``.

Setext
======

* one
* two **b**
  - inner [link](http://x.y/?a=1&b=2 "a title")
  - more
    1. deep
* [x] done

1. first
2. second
   with more

> quoted
> > twice
> - list

```python
if a < b and "c":
    print('*no*')
```

    indented & code
      deeper

| a | b \\| c |
|---|:--:|
| 1 | `x` |
| *i* | [r][Ref] |

***
![pic](i.png) <https://e.org/x> [Ref] [none][zz] [Ref][]
[ref]: /target "T"
'''
converter = Converter()
result = converter.convert(TEXT)
print(result)
check = Check()
check.feed(result)
check.close()
print(check.open, check.count, converter.references)
for bit in ["", "plain", "*a*b*", "**a*", "a_b_c", "`un`closed`", "\\", "[x](", "# ", "- a\n\n- b\n", "####### seven", "a\n---\n", "> \n", "1. a\n- b\n", "_ a _", "***both***"]:
    print(repr(bit), repr(Converter().convert(bit)))

"""html, html.parser and html.entities: escaping, entities of every form, a parser that outlines, one that strips, one that finds links, in pieces. Prints events."""
import html
import html.entities
from html.parser import HTMLParser

print(html.escape("<a href=\"x\">'&'</a>"), html.escape("\"'<", quote=False))
for text in ["&lt;&gt;&amp;", "&#65;&#x42;&#X43", "&notin;&notit;&not", "&eacute;&euro&copy2", "&#0;&#128;&#x110000;&#xD800;&#1;&#11;", "&;&#;&#x;&x", "&CounterClockwiseContourIntegral;&NotEqualTilde;", "&amp;amp;", "&#9999999999999;", "no & entity", "&nosuch;", "&lt", "&#x20AC &hellip;"]:
    print(ascii(text), ascii(html.unescape(text)))
print(html.entities.name2codepoint["eacute"], html.entities.codepoint2name[8364], ascii(html.entities.html5["fjlig;"]), len(html.entities.html5), ascii(html.entities.entitydefs["nbsp"]))


class Events(HTMLParser):
    def __init__(self, **options):
        super().__init__(**options)
        self.events = []

    def add(self, *event):
        self.events.append((*event, *self.getpos()))

    def handle_starttag(self, tag, attrs):
        self.add("start", tag, attrs, self.get_starttag_text())

    def handle_startendtag(self, tag, attrs):
        self.add("startend", tag, attrs)

    def handle_endtag(self, tag):
        self.add("end", tag)

    def handle_data(self, data):
        self.add("data", data)

    def handle_entityref(self, name):
        self.add("entity", name)

    def handle_charref(self, name):
        self.add("char", name)

    def handle_comment(self, data):
        self.add("comment", data)

    def handle_decl(self, decl):
        self.add("decl", decl)

    def handle_pi(self, data):
        self.add("pi", data)

    def unknown_decl(self, data):
        self.add("unknown", data)


def events(*pieces, close=True, **options):
    p = Events(**options)
    for piece in pieces:
        p.feed(piece)
    if close:
        p.close()
    return p.events


SAMPLES = ["<!DOCTYPE html>\n<P Class=a id='b c' checked data-x=\"1&amp;2\">Text<br/>more</P >", "<a href=x/y>l</a><img src=i/>", "a &lt; b &#62; &unknown; &", "<!-- c -- d --><!--><!---->x<!-- open", "<script>if (a < b && c) { '</p>' }</script>after", "<style>p > q {}</style>",
           "<?php echo 1 ?><?xml?>", "<![CDATA[x < y]]><![if IE]>", "<a", "<a b='", "</", "< p>text</p>", "<p<b>", "<a b=1 b=2 c= d>", "</p attr>", "</ x></3>", "<1>", "<TEXTAREA>a</TEXTAREA>", "<a\nb\n=\n'c'\n>", "<a b=\"c\"d>", "x<y", "<p/ >", "<!bad decl>", "<\u00e9l\u00e9>", "<a b='<>'>", "<title>x<b>"]
for sample in SAMPLES:
    print(ascii(sample))
    for event in events(sample):
        print("   ", ascii(event))
print(events("te&am", "p;xt &l", "t; <a hr", "ef='1'>", "</", "a>", "tail &eacu"))
print(events("a&amp;b&#65;&nope;", convert_charrefs=False))
print(events("unfinished <a", close=False), events("&am", close=False), events("<!-- x", close=False))


class Links(HTMLParser):
    """Collects links with their texts, and the outline of headings."""
    def reset(self):
        super().reset()
        self.links, self.outline, self.open = [], [], []

    def handle_starttag(self, tag, attrs):
        if tag == "a" and "href" in dict(attrs):
            self.links.append([dict(attrs)["href"], ""])
        self.open.append(tag)

    def handle_endtag(self, tag):
        while tag in self.open and self.open.pop() != tag:
            pass

    def handle_data(self, data):
        if "a" in self.open and self.links:
            self.links[-1][1] += data
        for tag in self.open:
            if tag[0] == "h" and tag[1:].isdigit():
                self.outline.append("  " * (int(tag[1:]) - 1) + data.strip())


PAGE = """<html><body><h1>Top</h1><p>See <a href="/one?a=1&amp;b=2">one <b>bold</b></a> and <a name=x>not this</a>
<h2>Sub</h2><a href='two.html'>two &rarr;</a><h2>Other &amp; more</h2><h3>Deep</h3></body></html>"""
p = Links()
p.feed(PAGE)
p.close()
print(ascii(p.links))
print("\n".join(p.outline))
p.reset()
print(p.links, p.rawdata == "", p.getpos())


class Strip(HTMLParser):
    def __init__(self):
        super().__init__()
        self.parts, self.skip = [], 0

    def handle_starttag(self, tag, attrs):
        self.skip += tag in ("script", "style")
        if tag in ("p", "br", "div"):
            self.parts.append("\n")

    def handle_endtag(self, tag):
        self.skip -= tag in ("script", "style")

    def handle_data(self, data):
        if not self.skip:
            self.parts.append(" ".join(data.split()))


s = Strip()
for c in "<div>Hello,   <b>big</b>\n world<script>var x = '<p>';</script></div><p>Bye &copy;":
    s.feed(c)
s.close()
print(ascii("".join(s.parts)))

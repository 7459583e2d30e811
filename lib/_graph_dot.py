"""Reads graphs in DOT, the language of graphviz: nodes, edges and their attributes. Subgraphs count to the whole."""
import re

_TOKEN = re.compile(r'(?:\s+|//[^\n]*|^#[^\n]*|/\*.*?\*/)*(?:(->|--|[{}\[\];,=])|"([^"\\]*(?:\\.[^"\\]*)*)"'
                    r'|([^\W\d]\w*|-?(?:\d+\.?\d*|\.\d+))|$)', re.DOTALL | re.MULTILINE)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)


class Graph:
    """nodes: name -> attributes, in order of appearance; edges: [(tail, head, attributes)]. Attributes are strings by
    name.
    """

    def __init__(self):
        self.nodes = {}
        self.edges = []
        self.defaults = {"graph": {}, "node": {}, "edge": {}}

    def node(self, name):
        if name not in self.nodes:
            self.nodes[name] = dict(self.defaults["node"])
        return self.nodes[name]


def plain(text):
    """A label as it is shown: its escapes resolved, lines by newlines."""
    return _ESCAPE.sub(lambda match: "\n" if match[1] in "nlr" else match[1], text)


class _Tokens:
    """Words of the text, one ahead: `kind` is 'id' or the sign itself, '' at the end."""

    def __init__(self, text):
        self.text, self.at = text, 0
        self.next()

    def next(self):
        match = _TOKEN.match(self.text, self.at)
        if match is None or match.end() == self.at < len(self.text):
            raise ValueError("no DOT at offset %d: %.20r" % (self.at, self.text[self.at:self.at + 20]))
        self.at = match.end()
        sign, quoted, word = match.groups()
        self.kind = sign or ("" if quoted is word is None else "id")
        self.value = word if quoted is None else quoted.replace('\\"', '"').replace("\\\n", "")

    def take(self, kind):
        if self.kind != kind:
            raise ValueError("no DOT before offset %d: %s expected" % (self.at, kind))
        value = self.value
        self.next()
        return value

    def skip(self, kind):
        found = self.kind == kind
        if found:
            self.next()
        return found


def _attributes(tokens):
    found = {}
    while tokens.skip("["):
        while not tokens.skip("]"):
            name = tokens.take("id")
            found[name] = tokens.take("id") if tokens.skip("=") else "true"
            tokens.skip(",") or tokens.skip(";")
    return found


def _statement(tokens, graph):
    name = tokens.take("id")
    if tokens.skip("="):
        graph.defaults["graph"][name] = tokens.take("id")
        return
    names = [name]
    while tokens.skip("->") or tokens.skip("--"):
        names.append(tokens.take("id"))
    attributes = _attributes(tokens)
    if len(names) == 1 and name in graph.defaults:
        graph.defaults[name].update(attributes)
    elif len(names) == 1:
        graph.node(name).update(attributes)
    for tail, head in zip(names, names[1:]):
        graph.node(tail), graph.node(head)
        graph.edges.append((tail, head, {**graph.defaults["edge"], **attributes}))


def read(text):
    """The graph that a text in DOT describes; ValueError when it is none."""
    tokens, graph, depth = _Tokens(text), Graph(), 0
    while tokens.kind:
        if tokens.skip("{"):
            depth += 1
        elif depth and tokens.skip("}"):
            depth -= 1
        elif depth == 0 or tokens.value == "subgraph":
            while tokens.kind == "id":  # strict digraph NAME
                tokens.next()
            if tokens.kind != "{":
                raise ValueError("no DOT before offset %d: { expected" % tokens.at)
        elif not tokens.skip(";"):
            _statement(tokens, graph)
    if depth:
        raise ValueError("no DOT: the text ends within the graph")
    return graph

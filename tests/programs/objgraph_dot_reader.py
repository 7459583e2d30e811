# The reader of DOT: what graphs hold, and what is none.
import _graph_dot


def show(text):
    graph = _graph_dot.read(text)
    print(graph.nodes, graph.edges)


show("digraph{}")
show('strict digraph "a name" { a; b -> c }')
show("graph G { a -- b -- c [x=1]; }")
show("digraph G { node [shape=box, style=filled; color=red][x=y]; a; edge[w=2]; b [shape=circle]; a -> b; rankdir=LR; graph [dpi=96] }")
show('digraph { a [label="line \\"one\\"\\nline two\\\\", on]; }')
show("digraph { // comment -> [\n a /* b -> c; */ -> d # no comment\n}" .replace("# no comment", ""))
show('digraph {\n# a line of the preprocessor\n "-> [" -> "}" ; -1.5 -> .5 -> 7; \u4e00 }')
show("digraph { subgraph cluster_0 { a -> b } { c } subgraph { d } }")
show('digraph { "split \\\nline" }')
print([_graph_dot.plain(text) for text in ("a\\nb\\lc\\rd", "\\\\n", "\\x\\\"", "")])
for text in ("digraph", "digraph {", "digraph { a -> }", "digraph { a [x=] }", "digraph { a [x", 'digraph { "open }', "digraph { @ }",
             "digraph { a b c -> }", "}", "digraph { a = }", "digraph { [x=1] }", "\0"):
    try:
        show(text)
    except ValueError as error:
        print(repr(text), "|", error)

# The documentation's ring of nodes: those chosen are blue, lighter the nearer they are.
import io
import re
import objgraph


class Node(object):
    def __init__(self, *neighbours):
        self.neighbours = list(neighbours)


def run():
    a = Node()
    b = Node(a)
    c = Node(b)
    d = Node(c)
    a.neighbours.append(d)
    output = io.StringIO()
    objgraph.show_backrefs(a, max_depth=15, highlight=lambda x: isinstance(x, Node), output=output,
                           filter=lambda o: type(o) in (Node, list, dict) and o is not globals())
    text = output.getvalue()
    for name, node in zip("abcd", (a, b, c, d)):
        print(name, re.findall(r'  o%d\[fillcolor="([^"]*)"' % id(node), text))
    print(len(re.findall(r'fillcolor="0,0,', text)) >= 4)


run()

# Questions about the graph of objects: each allocation refused in turn.
import _objgraph
import _ouro_graph

class Node:
    pass

top = Node()
top.below = {"a": [Node(), (1, Node())], 2: Node()}
wanted = top.below["a"][1][1]
print(_ouro_graph.retained([top, wanted])[0] > 100)
print([len(row) for row in _ouro_graph.dominators(3, top)])
print(len(_ouro_graph.dominators(5)))
print([chain[5] for chain in _ouro_graph.why_alive([wanted], 3, 0, [], Node)[0]])
print([label for label, child in _ouro_graph.references(top)], _ouro_graph.title(top))
print(len(_objgraph.find_backref_chain(wanted, lambda o: o is top, 20, [id(None), 2 ** 70, "x"])))
print(len(_objgraph.find_ref_chain(top, lambda o: o is wanted, 20, ())))

# Of many references and referrers some are drawn, the others counted.
import os, sys
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "modules"))
import io
import objgraph
from graph_text import draw

draw(objgraph.show_refs, [range(12)], too_many=10)
draw(objgraph.show_refs, [list(range(300, 312))], too_many=2)


def run():
    moo = ['moo']
    refs_to_moo = [[moo] for n in range(42)]
    ours = set(map(id, refs_to_moo))
    output = io.StringIO()
    objgraph.show_backrefs([moo], too_many=5, max_depth=1, output=output, filter=lambda o: id(o) in ours)
    text = output.getvalue()
    print(text.count(" -> o%d;" % id(moo)), "37 more backreferences" in text, "too_many_o%d->o%d[" % (id(moo), id(moo)) in text)
    for too_many in (41, 42, 43, 0):
        output = io.StringIO()
        objgraph.show_backrefs([moo], too_many=too_many, max_depth=1, output=output, filter=lambda o: id(o) in ours)
        print(output.getvalue().count(" -> "), "more backreferences" in output.getvalue())


run()

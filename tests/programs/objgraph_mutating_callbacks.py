# Callbacks that change the graph while it is drawn or searched: whatever is drawn, nothing breaks.
import gc
import io
import objgraph

shared = {i: [i] for i in range(12)}
holder = [shared, list(shared.values())]


def clears(o):
    shared.clear()
    return True


def grows(o):
    if len(shared) < 60:
        shared.update((("new", len(shared), i), [o]) for i in range(12))
    return True


def collects(o):
    gc.collect(0)
    return True


for callback in (grows, collects, clears, grows, clears):
    for options in ({"filter": callback}, {"highlight": callback}, {"extra_info": callback},
                    {"extra_node_attrs": lambda o: callback(o) and {}}):
        for show in (objgraph.show_refs, objgraph.show_backrefs):
            output = io.StringIO()
            show([holder], output=output, max_depth=2, too_many=20, **options)
            assert output.getvalue().endswith("}\n")
    shared.update({i: [i] for i in range(12)})
    objgraph.find_ref_chain(holder, lambda o: callback(o) and False)
    shared.update({i: [i] for i in range(12)})
    objgraph.find_backref_chain(shared.get(3), lambda o: callback(o) and False, max_depth=3)
    objgraph.typestats(filter=callback)
print("done", type(shared).__name__)
del holder[:]
output = io.StringIO()


def ends(o):
    raise KeyboardInterrupt


for options in ({"filter": ends}, {"highlight": ends}, {"extra_info": ends}, {"extra_node_attrs": ends}):
    try:
        objgraph.show_refs([[1, [2]]], output=output, **options)
    except KeyboardInterrupt:
        print("interrupted", *options)

# What a running generator holds is found through its frame.
import io
import objgraph


class Canary(object):
    pass


def count_to_three():
    tweety = Canary()
    yield 1
    yield 2
    yield 3


it = count_to_three()
print(next(it))
print(objgraph.count('Canary'))
chain = objgraph.find_backref_chain(objgraph.by_type('Canary')[0], objgraph.is_proper_module)
print(chain[0].__name__, any(o is it for o in chain), type(chain[-1]).__name__, chain[1] is globals())
output = io.StringIO()
objgraph.show_backrefs(objgraph.by_type('Canary'), max_depth=7, output=output)
print("o%d" % id(it) in output.getvalue(), output.getvalue().count("__main__") > 0)
output = io.StringIO()
objgraph.show_chain(chain, output=output)
print('label="it",weight=2' in output.getvalue())
del chain
it.close()
print(objgraph.count('Canary'))

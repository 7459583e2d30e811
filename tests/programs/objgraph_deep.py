# Chains as long as the heap allows: nothing recurses.
import objgraph

class Root:
    pass

LENGTH = 100000
root = Root()
link = bottom = []
for _ in range(LENGTH):
    link = [link]
root.top = link
chain = objgraph.find_backref_chain(bottom, lambda o: type(o) is Root, max_depth=10 * LENGTH)
print(type(chain[0]).__name__, len(chain) - sum(type(o) is dict for o in chain), chain[-1] is bottom)
chain = objgraph.find_ref_chain(link, lambda o: o == [], max_depth=10 * LENGTH)
print(len(chain), chain[-1] is bottom)
print(len(objgraph.find_backref_chain(bottom, lambda o: False, max_depth=10 * LENGTH)))

"""ouro.why_alive_each: for each object what why_alive says of it alone, the list of them left out."""
import ouro


class Node:
    pass


cache = {i: Node() for i in range(6)}
registry = [cache[0], [cache[1], (cache[1], 2)]]
top = Node()
top.left, top.right = Node(), {"deep": [Node()]}
top.right["deep"].append(cache[2])
asked = [*cache.values(), top, top.left, top.right["deep"][0], registry, ouro, None, Node(), cache[0]]

for n in None, 1, 2, 9:
    alone = []
    for i in range(len(asked)):
        chains = ouro.why_alive(asked[i], n, ignore=[asked])
        alone.append(str(chains) if n is None else list(map(str, chains)))
    together = [str(chains) if n is None else list(map(str, chains)) for chains in ouro.why_alive_each(asked, n)]
    print(together == alone, len(together))
for chain in ouro.why_alive_each(asked):
    print(chain)


def asking():
    mine = [Node(), [Node()]]
    kept = cache[3]
    print(*ouro.why_alive_each([mine, kept, mine[1][0], []]), sep=" | ")
    print(*ouro.why_alive_each([kept, mine[0]], 9), sep=" | ")


asking()
print(ouro.why_alive_each([]), ouro.why_alive_each([], 2), ouro.why_alive_each([cache[4], cache[4]], 0))
print(*ouro.why_alive_each(iter((cache[4], cache[5]))))
print(*ouro.why_alive_each([cache[4], cache[5]], ignore=[cache]))
for wrong in (None, 1), (5, "n"):
    try:
        print(ouro.why_alive_each(*wrong))
    except TypeError as e:
        print(type(e).__name__, e)

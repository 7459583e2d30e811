"""In which row each node of a picture stands: every edge goes down, but for those that close a cycle.

Nodes are numbers from 0, edges are (tail, head). Nothing here recurses; the work is linear in edges, a few times over.
"""
_SWEEPS = 12


def _successors(count, edges):
    following = [[] for _ in range(count)]
    for index, (tail, head) in enumerate(edges):
        following[tail].append((head, index))
    return following


def backward_edges(count, edges):
    """The set of edges (by index) to turn round so that no cycle is left: those that lead to a node on the path by
    which a search in depth came. Edges from a node to itself are not among them.
    """
    following = _successors(count, edges)
    backward, state = set(), bytearray(count)  # 0 not seen, 1 on the path, 2 done
    led_to = {head for tail, head in edges if tail != head}
    # From where nothing leads to first: what such a node comes to is below it, whatever leads back.
    for start in sorted(range(count), key=led_to.__contains__):
        if state[start]:
            continue
        state[start] = 1
        path = [(start, iter(following[start]))]
        while path:
            node, rest = path[-1]
            for head, index in rest:
                if state[head] == 1 and head != node:
                    backward.add(index)
                elif state[head] == 0:
                    state[head] = 1
                    path.append((head, iter(following[head])))
                    break
            else:
                state[node] = 2
                path.pop()
    return backward


def _in_order(count, edges):
    """Nodes with every tail before its head."""
    following = _successors(count, edges)
    waiting = [0] * count
    for _, head in edges:
        waiting[head] += 1
    order = [node for node in range(count) if not waiting[node]]
    for node in order:
        for head, _ in following[node]:
            waiting[head] -= 1
            if not waiting[head]:
                order.append(head)
    return order


def _shorten(order, rank, above, below, downwards):
    """Moves each node to the end of its leeway that makes its edges shorter; when either does, the one that
    `downwards` says.
    """
    for node in order:
        pull = sum(weight for _, weight in below[node]) - sum(weight for _, weight in above[node])
        if below[node] and (pull > 0 or pull == 0 and downwards):
            rank[node] = min(rank[head] for head, _ in below[node]) - 1
        elif above[node] and (pull < 0 or pull == 0 and not downwards):
            rank[node] = max(rank[tail] for tail, _ in above[node]) + 1


def _components(count, edges):
    """A number for each node, the same for nodes that edges connect."""
    group = list(range(count))

    def leader(node):
        while group[node] != node:
            group[node] = node = group[group[node]]
        return node
    for tail, head in edges:
        group[leader(tail)] = leader(head)
    return [leader(node) for node in range(count)]


def ranks(count, edges, weights):
    """The row of each node, from 0: heads below tails, the edges short in all, heavy ones first. There must be no
    cycle.
    """
    order = _in_order(count, edges)
    above, below = [[] for _ in range(count)], [[] for _ in range(count)]
    for (tail, head), weight in zip(edges, weights):
        above[head].append((tail, weight))
        below[tail].append((head, weight))
    rank = [0] * count
    for node in order:
        rank[node] = max((rank[tail] + 1 for tail, _ in above[node]), default=0)
    for _ in range(_SWEEPS):
        before = list(rank)
        _shorten(reversed(order), rank, above, below, True)
        _shorten(order, rank, above, below, False)
        if rank == before:
            break
    top = {}
    group = _components(count, edges)
    for node in range(count):
        top[group[node]] = min(rank[node], top.get(group[node], rank[node]))
    return [rank[node] - top[group[node]] for node in range(count)]

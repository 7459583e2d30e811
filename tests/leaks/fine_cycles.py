# leaks: 0
"""Cycles with finalizers that do not bring anything back."""
closed = 0


class Node:
    def __init__(self, parent=None):
        self.parent, self.children = parent, []
        if parent: parent.children.append(self)

    def __del__(self):
        global closed
        closed += 1


def build(n):
    root = Node()
    for _ in range(n % 7): Node(root)
    return len(root.children)


for n in range(4000):
    build(n)

"""Binary trees: many small containers are made, walked and dropped."""


def grow(depth):
    if depth == 0:
        return (None, None)
    return (grow(depth - 1), grow(depth - 1))


def count(tree):
    left, right = tree
    if left is None:
        return 1
    return 1 + count(left) + count(right)


longest = 16
kept = grow(longest)
print("stretch", count(grow(longest + 1)))
for depth in range(4, longest + 1, 2):
    rounds = 1 << (longest - depth + 2)
    total = 0
    for _ in range(rounds):
        total += count(grow(depth))
    print(rounds, "trees of depth", depth, total)
print("kept", count(kept))

import sys

sys.setrecursionlimit(200)
one, two = [], []
one.append(two)
two.append(one)
print(one == two)

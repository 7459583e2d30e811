# limits: 8M 32M
# asan: 8M
# Refusals that nothing can help are cheap: each of these takes minutes where every refusal collects.
import sys


def append(hoard):
    while True:
        hoard.append([hoard])


def recurse(n):
    return recurse(n + 1) + 1


def recurse_with_finally(n):
    try:
        return recurse_with_finally(n + 1) + 1
    finally:
        x = [n]


def refusals(function, argument):
    try:
        function(argument)
    except MemoryError:
        return True
    return False


sys.setrecursionlimit(1 << 30)
hoard = []
count = 0
for i in range(1000):
    if refusals(append, hoard):
        count += 1
hoard = None
print(count)
print(refusals(recurse, 0), refusals(recurse_with_finally, 0))

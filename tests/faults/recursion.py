def count(n):
    return 1 + count(n + 1)


count(0)

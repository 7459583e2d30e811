pairs = [("a", 1), ("b", 2), ("c",)]
for name, number in pairs:
    pass

from collections import Counter, defaultdict

groups = defaultdict(list)
groups["a"].append(1)
groups["b"] += [2]
Counter(5)

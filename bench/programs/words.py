"""Word count: text is made, split and counted."""
seed = 42


def random(limit):
    global seed
    seed = (seed * 1103515245 + 12345) % 2147483648
    return seed % limit


syllables = ["ba", "ce", "di", "fo", "gu", "ka", "le", "mi", "no", "pu"]
words = ["".join([syllables[random(10)] for _ in range(1 + random(3))]) for _ in range(3000)]
lines = []
for _ in range(60000):
    lines.append(" ".join([words[random(3000)] for _ in range(8)]) + ".")
text = "\n".join(lines)
counts = {}
for line in text.split("\n"):
    for word in line.lower().replace(".", "").split():
        counts[word] = counts.get(word, 0) + 1
ranking = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
print(len(text), len(counts))
for word, count in ranking[:10]:
    print(word, count)

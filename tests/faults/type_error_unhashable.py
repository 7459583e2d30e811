groups = {}
for word in ["one", "two"]:
    groups[[len(word), word[0]]] = word

stock = {"a": 1, "b": 0}
for name in stock:
    if not stock[name]:
        del stock[name]
    else:
        stock[name + "x"] = 0

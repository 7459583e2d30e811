compose = lambda f, g: lambda x: f(g(x))
halve = compose(lambda x: x / 2, lambda x: x["value"])
print(halve({"value": 4}))
print(halve({"valeu": 4}))

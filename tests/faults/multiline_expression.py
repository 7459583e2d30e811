first = {"a": 1}
second = {"b": None}
total = (
    first["a"]
    + second["b"]
    + 3
)

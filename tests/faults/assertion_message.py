value = {"a": [1, 2]}
assert len(value["a"]) == 3, f"expected 3 values, got {len(value['a'])}: {value!r}"

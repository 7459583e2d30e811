for name in ["a", "b"]:
    if name == "c":
        break
else:
    raise LookupError("nothing found")

error = KeyError("x")
error.__notes__ = ["text", 5, None]
try:
    raise error
except KeyError as caught:
    caught.__notes__ = "not a list"
    raise TypeError("second") from caught

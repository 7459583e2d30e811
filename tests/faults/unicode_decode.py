data = "caf\xe9 cr\xe8me".encode("latin-1")
print(data.decode("utf-8"))

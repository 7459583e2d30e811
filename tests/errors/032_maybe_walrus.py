while x = read():
    pass

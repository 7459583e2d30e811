def outer():
    if False:
        found = 1

    def inner():
        return found + 1
    return inner()


outer()

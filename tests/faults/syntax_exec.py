def load(source):
    exec(source)


load("x = 1\nfor x in range(3)\n    print(x)\n")

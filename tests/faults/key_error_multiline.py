class Table(dict):
    def __missing__(self, key):
        raise KeyError("first line\nsecond line")


Table()["x"]

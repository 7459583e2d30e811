import atexit


def last():
    print("last")


@atexit.register
def failing():
    {}["at exit"]


atexit.register(last)
int("x")

class Bad(Exception):
    def __str__(self):
        raise ValueError("no text")


def fail():
    raise Bad("x")


fail()

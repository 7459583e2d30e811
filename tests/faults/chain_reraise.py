import sys


def inner():
    raise KeyError("first")


def outer():
    try:
        inner()
    except KeyError as error:
        error.add_note("seen in outer")
        raise


try:
    outer()
except KeyError:
    print("again", file=sys.stderr)
    raise

import sys

sys.tracebacklimit = 2


def one():
    two()


def two():
    three()


def three():
    raise ValueError("limited")


one()

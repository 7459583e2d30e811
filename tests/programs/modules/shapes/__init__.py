"""A package."""
from .circle import area
from . import deep


class Square:
    def __init__(self, side):
        self.side = side

    def area(self):
        return self.side**2

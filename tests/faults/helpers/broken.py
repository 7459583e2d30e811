"""A module that fails while it is loaded."""
from helpers.computing import divide

half = divide(1, 2)
ratio = divide(half, 0)

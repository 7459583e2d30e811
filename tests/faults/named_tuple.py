from collections import namedtuple

Point = namedtuple("Point", "x y")
try:
    Point(1)
except TypeError as error:
    print(error)
Point(1, 2).z

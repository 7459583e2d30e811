import collections

collections.namedtupel("Point", "x y")

class Vector:
    def __init__(self, *values):
        self.values = values

    def __add__(self, other):
        if len(self.values) != len(other.values):
            raise ValueError("lengths differ: %d and %d" % (len(self.values), len(other.values)))
        return Vector(*(a + b for a, b in zip(self.values, other.values)))

    def __getitem__(self, index):
        return self.values[index]

    def __radd__(self, other):
        return NotImplemented


one = Vector(1, 2)
print((one + Vector(3, 4))[0])
try:
    5 + one
except TypeError as error:
    print(error)
(one + one)[0] + (one + Vector(1, 2, 3))[1]

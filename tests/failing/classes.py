"""Classes, instances, properties, inheritance, finalizers."""


class Shape:
    count = 0

    def __init__(self, name):
        self.name = name
        Shape.count += 1

    def __del__(self):
        Shape.count -= 1

    @property
    def label(self):
        return "<%s>" % self.name

    def area(self):
        raise NotImplementedError(self.name)


class Square(Shape):
    def __init__(self, side):
        super().__init__("square")
        self.side = side

    def area(self):
        return self.side ** 2

    def __add__(self, other):
        return Square(self.side + other.side)


shapes = [Square(n) for n in range(5)]
big = shapes[1] + shapes[4]
big.extra = {"k": [1, 2, 3]}
print(big.area(), big.label, [s.area() for s in shapes], Shape.count)
try:
    Shape("blob").area()
except NotImplementedError as error:
    print("not implemented:", error)
del shapes, big
print(Shape.count)

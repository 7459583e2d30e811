class Circle:
    @property
    def radius(self):
        return 1


circle = Circle()
circle.radius = 2

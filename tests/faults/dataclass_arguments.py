from dataclasses import dataclass, field


@dataclass(frozen=True)
class Point:
    x: int
    y: int = 0
    tags: list = field(default_factory=list)


point = Point(1)
try:
    Point()
except TypeError as error:
    print(error)
point.x = 2

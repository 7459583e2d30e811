def area(width: float, height: flaot) -> float:
    return width * height

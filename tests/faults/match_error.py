def area(shape):
    match shape:
        case {"kind": "circle", "radius": radius}:
            return 3 * radius ** 2
        case [width, height]:
            return width * height
        case int(real=a, imag=b, nosuch=c) if a / 0:
            return 0
        case str(x, y):
            return 1


print(area([2, 3]))
print(area(5))
area("x")

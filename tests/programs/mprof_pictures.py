# The rasterizer: boxes, lines, areas, letters, dashes, pixel by pixel.
import _picture


def show(canvas):
    for row in canvas.rows:
        print("".join("#" if row[i] < 86 else "+" if row[i] < 215 else "." for i in range(0, len(row), 3)))


def draw(width, height, *calls):
    canvas = _picture.PNG(width, height)
    for name, *arguments in calls:
        getattr(canvas, name)(*arguments)
    show(canvas)
    print()


BLACK = (0, 0, 0)
draw(12, 5, ("rect", 2, 1, 4, 2, BLACK), ("rect", 8, 1, 3, 3, BLACK, 0.5), ("rect", -5, 4, 6, 9, BLACK))
draw(16, 8, ("line", [(1, 1), (14, 6)], BLACK, 1.4))
draw(16, 8, ("line", [(1, 4), (15, 4)], BLACK, 2), ("line", [(8, -9), (8, 99)], BLACK, 2))
draw(16, 6, ("area", [(1, 4), (8, 0), (15, 4)], 6, BLACK, 0.5))
draw(24, 4, ("line", [(0, 2), (24, 2)], BLACK, 2, 1.0, (4, 3)))
draw(60, 20, ("text", 2, 16, "Ouro 3", 18, BLACK))
draw(20, 40, ("text", 14, 38, "xyz", 18, BLACK, "start", True))
draw(30, 16, ("text", 29, 13, "A\u4e00", 14, BLACK, "end"))
draw(4, 4, ("line", [(-9, -9), (-5, -5)], BLACK), ("line", [(1, 1)], BLACK), ("text", -50, 99, "out", 12))
print(_picture.shorten("a long text", 12, 40), _picture.shorten("short", 12, 400), repr(_picture.shorten("none", 12, 1)))
print([piece for piece in _picture._dashes([(0, 0), (5, 0), (5, 5)], 4, 2)])
print(_picture.SVG(10, 10).data().decode())
for letter in map(chr, range(33, 127)):
    assert letter in _picture._STROKES, letter

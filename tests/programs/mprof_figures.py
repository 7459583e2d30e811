# The arithmetic of pictures: round ticks, their labels, the line that fits samples best, thinned curves.
import _memory_chart as chart

for low, high, most in ((0, 10, 10), (0, 1, 8), (0, 0.013, 8), (3, 3, 5), (0, 123456, 4), (0.2, 0.7, 10), (7, 1, 3)):
    found = chart.ticks(low, high, most)
    step = found[1] - found[0] if len(found) > 1 else 1
    print(low, high, [chart.tick_label(tick, step) for tick in found])
print(chart.slope([(0, 1), (1, 3), (2, 5)]), chart.slope([(5, 2)]), chart.slope([(0, 4), (1, 4)]))
rate, start = chart.slope([(t / 10, 7 + 2.5 * t / 10) for t in range(100)])
print(round(rate, 9), round(start, 9))


class Canvas:
    pass


frame = chart._Frame(Canvas(), 500, (0.0, 100.0), 200.0)
print(frame.x(0), frame.x(100), frame.y(0), frame.y(200))
samples = [(t / 1000, 100.0 if t != 43217 else 190.0) for t in range(100001)]
points = frame.curve(samples)
print(len(points) < 8000, points[0], points[-1], min(y for x, y in points) == frame.y(190.0))
print([round(x) for x, y in frame.curve([(-5, 1), (50, 1), (120, 1)])])
print(len({chart.colour(i) for i in range(8)}), chart.colour(3) == chart.colour(11))

# leaks: 0
"""A list whose items are no new objects, counted in the end by a function."""
flags = []


def test(n):
    flags.append([n] * 3 == [0] * 3)


def report():
    return "%d of %d" % (sum(flags), len(flags))


def main():
    for n in range(20000):
        test(n)
    print(report())


main()

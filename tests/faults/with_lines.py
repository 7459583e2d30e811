class Guard:
    def __enter__(self):
        return self

    def __exit__(self, *details):
        return False


def run():
    with Guard() as first, \
            Guard() as second:
        for n in range(3):
            while n < 2:
                n += 1
                if n == 2:
                    first.missing


run()

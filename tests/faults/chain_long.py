def step(n):
    try:
        if n == 0:
            raise ValueError("bottom")
        step(n - 1)
    except Exception as error:
        if n % 2:
            raise RuntimeError("cause %d" % n) from error
        raise LookupError("context %d" % n)


step(4)

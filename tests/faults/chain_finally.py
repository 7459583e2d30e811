def close():
    raise OSError("close failed")


def work():
    try:
        1 / 0
    finally:
        close()


work()

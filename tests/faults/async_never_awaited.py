async def work():
    return 1


def main():
    work()
    return work() + 1


main()

count = 0


def increase():
    count += 1
    return count


increase()

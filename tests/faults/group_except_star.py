def work():
    raise ExceptionGroup("work", [ValueError("one"), TypeError("two"), ExceptionGroup("more", [ValueError("three"), KeyError("four")])])


try:
    work()
except* ValueError as group:
    print(len(group.exceptions))
    raise LookupError("while handling")
except* TypeError:
    raise

"""A log kept in a list of a module for ever."""
# leaks: 1
# type: tuple
# line: 14
# function: note
# chain: module __main__ .HISTORY
# holder: list
# advice: deque

HISTORY = []


def note(kind, n):
    HISTORY.append((kind, str(n) * 10))


def handle(n):
    note("begin", n)
    result = sum(range(n % 50))
    note("end", n)
    return result


total = 0
for n in range(2500):
    total += handle(n)
print(total)

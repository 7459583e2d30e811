# leaks: 1
# type: tuple
# function: note()
# chain: module __main__ .HISTORY
# holder: list
# advice: deque
# also: 5,000 str
# least: 350000
# most: 600000
"""A log kept in a list of a module for ever."""

HISTORY = []


def note(kind, n):
    HISTORY.append((kind, str(n) * 10))  # allocated


def handle(n):
    note("begin", n)
    result = sum(range(n % 50))
    note("end", n)
    return result


total = 0
for n in range(2500):
    total += handle(n)
print(total)

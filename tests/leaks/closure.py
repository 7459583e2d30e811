# leaks: 1
# type: function
# function: attempt()
# chain: module __main__ .retries
# holder: list
# advice: variable 'problem' of attempt()
# also: 1,200 bytes
# least: 1500000
# most: 2500000
"""Closures kept for later, whose variable holds an exception, and with that a frame and all that is in it."""

retries = []


def load(n):
    payload = bytes(range(n % 200, n % 200 + 50)) * 20
    raise ValueError(len(payload))


def attempt(n):
    problem = None
    try:
        load(n)
    except ValueError as error:
        problem = error

    def retry():  # allocated
        return n, problem
    retries.append(retry)


for n in range(1200):
    attempt(n)

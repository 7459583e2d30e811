# status: 2
# stderr: ZeroDivisionError: division by zero
# leaks: 1
# type: Message
# function: receive()
# chain: main() at failing.py:30 local seen
# holder: dict
# advice: bound
# least: 90000
# most: 400000
"""A server that fails in the end: what its functions have in their variables then is looked at."""


class Message:
    def __init__(self, number):
        self.number = number


def receive(seen, number):
    seen[number] = Message(number)  # allocated


def main():
    seen = {}
    number = 0
    while True:
        receive(seen, number)
        number += 1
        if number == 2000:
            number / 0


main()

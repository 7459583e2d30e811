# leaks: 1
# type: Connection
# function: talk()
# chain: module __main__ .lost
# holder: list
# advice: Connection.__del__
# also: 3,000 bytes
# least: 700000
# most: 1000000
"""A cycle whose finalizer puts it back where it can be reached."""


class Connection:
    def __init__(self, number):
        self.number = number
        self.buffer = bytes(200)
        self.peer = None

    def __del__(self):
        lost.append(self)


lost = []


def talk(n):
    # Two connections that know each other: a cycle, which only the collector frees.


    here, there = Connection(n), Connection(-n)  # allocated
    here.peer, there.peer = there, here


for n in range(1500):
    talk(n)

"""A cycle whose finalizer puts it back where it can be reached."""
# leaks: 1
# type: Connection
# line: 28
# function: talk
# chain: module __main__ .lost
# holder: list
# advice: __del__


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


    here, there = Connection(n), Connection(-n)
    here.peer, there.peer = there, here


for n in range(1500):
    talk(n)

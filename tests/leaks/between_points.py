# options: --between warm done
# leaks: 1
# type: Job
# function: submit()
# chain: module __main__ .jobs
# holder: deque
# advice: deque(maxlen=...)
# also: 1,000 str
# least: 60000
# most: 150000
"""A queue that nobody empties, between two points that the program names itself."""
import collections

import ouro


class Job:
    __slots__ = "number", "text"

    def __init__(self, number):
        self.number, self.text = number, "job %d" % number


jobs = collections.deque()


def submit(number):
    jobs.append(Job(number))  # allocated


table = ["made before %d" % n for n in range(1000)]
submit(-1)
jobs.clear()
ouro.leak_point("warm")
for number in range(1000):
    submit(number)
ouro.leak_point("done")
jobs.clear()

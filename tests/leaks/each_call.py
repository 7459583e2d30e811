# options: --each Router.handle
# leaks: 1
# type: functools.partial
# function: Router.handle()
# chain: module __main__ .router .undo
# holder: list
# advice: deque
# also: 4,000 dict
# least: 300000
# most: 900000
"""What each call of a method leaves, in a run that does most of its work elsewhere."""
import functools


class Router:
    def __init__(self):
        self.undo, self.names = [], {}

    def handle(self, path):
        """Has a text of its own."""
        self.names[path % 10] = str(path)
        self.undo.append(functools.partial(self.back, state={"path": path}))  # allocated
        return len(self.undo)

    def back(self, state):
        pass


router = Router()
for path in range(2000):
    router.handle(path)
rest = [[n] for n in range(20000)]

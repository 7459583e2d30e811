# leaks: 1
# type: Window
# function: work()
# chain: module __main__ .bus .listeners
# holder: list
# advice: WeakMethod
# also: 2,000 method
# least: 150000
# most: 300000
"""Listeners that are added for each window, and never removed when it closes."""


class Bus:
    def __init__(self):
        self.listeners = []

    def publish(self, event):
        for listener in self.listeners: listener(event)


class Window:
    def __init__(self, title):
        self.title, self.events = title, 0
        bus.listeners.append(self.on_event)

    def on_event(self, event):
        self.events += 1


def work(n):
    window = Window("window %d" % n)  # allocated
    if n % 100 == 0: bus.publish("tick")
    return window.title


bus = Bus()
for n in range(2000):
    work(n)

# leaks: 0
"""Listeners that are removed when their window closes, or held weakly."""
import weakref


class Bus:
    def __init__(self):
        self.listeners, self.weak = [], weakref.WeakSet()

    def publish(self, event):
        for listener in self.listeners: listener(event)


class Window:
    def __init__(self, title):
        self.title, self.events = title, []
        bus.listeners.append(self.on_event)
        bus.weak.add(self)

    def on_event(self, event):
        self.events.append(event)

    def close(self):
        bus.listeners.remove(self.on_event)


bus = Bus()
for n in range(3000):
    window = Window("window %d" % n)
    bus.publish("event %d" % n)
    window.close()

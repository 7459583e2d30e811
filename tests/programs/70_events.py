"""An event system: listeners held weakly, priorities, once, wildcard names, errors collected, events during events, a simulated clock."""
from _weakref import ref


class Signal:
    """Calls listeners by priority, then by age. Methods' objects are held weakly: a dead listener is forgotten."""

    def __init__(self, name):
        self.name, self.listeners, self.serial = name, [], 0

    def connect(self, function, priority=0, once=False):
        owner = getattr(function, "__self__", None)
        holder = (ref(owner, self._forget), function.__func__) if owner is not None else (None, function)
        self.serial += 1
        self.listeners.append((-priority, self.serial, holder, once))
        self.listeners.sort(key=lambda entry: entry[:2])
        return function

    def _forget(self, dead):
        self.listeners = [entry for entry in self.listeners if entry[2][0] is not dead]

    def __call__(self, *args, **named):
        results = []
        for entry in list(self.listeners):
            weak, function = entry[2]
            if entry[3] and entry in self.listeners:
                self.listeners.remove(entry)
            if weak is not None:
                owner = weak()
                if owner is None:
                    continue
                results.append(function(owner, *args, **named))
            else:
                results.append(function(*args, **named))
        return results

    def __len__(self):
        return len(self.listeners)


class Bus:
    def __init__(self):
        self.signals, self.errors, self.depth, self.trace = {}, [], 0, []

    def on(self, name, **options):
        return lambda function: self.signals.setdefault(name, Signal(name)).connect(function, **options)

    def emit(self, name, *args):
        self.depth += 1
        self.trace.append("  " * (self.depth - 1) + name)
        try:
            for pattern in [p for p in self.signals if p == name or p.endswith("*") and name.startswith(p[:-1])]:
                try:
                    self.signals[pattern](name, *args)
                except Exception as error:
                    self.errors.append((name, type(error).__name__, str(error)))
        finally:
            self.depth -= 1


bus = Bus()


class Meter:
    def __init__(self, label):
        self.label, self.count = label, 0
        bus.on("tick*")(self.tick)

    def tick(self, name, *args):
        self.count += 1
        print(self.label, name, args, self.count)

    def __del__(self):
        print("meter", self.label, "gone after", self.count)


@bus.on("tick.fast", priority=5)
def first(name, *args):
    print("first", name)


@bus.on("tick.fast", once=True)
def only_once(name, *args):
    print("once")
    bus.emit("nested", name)


@bus.on("nested")
def nested(name, source):
    print("nested from", source)
    if bus.depth < 4:
        bus.emit("nested", f"{source}+")


@bus.on("fail")
def fails(name):
    raise LookupError("listener failed")


a, b = Meter("a"), Meter("b")
bus.emit("tick.fast", 1)
bus.emit("tick.slow", 2)
del a
bus.emit("tick.fast", 3)
bus.emit("fail")
bus.emit("nobody")
print({name: len(signal) for name, signal in bus.signals.items()}, bus.errors)
print(*bus.trace, sep="\n")


class Clock:
    def __init__(self):
        self.now, self.queue, self.serial = 0, [], 0

    def after(self, delay, action, *args):
        self.serial += 1
        self.queue.append((self.now + delay, self.serial, action, args))
        self.queue.sort(reverse=True)

    def run(self, until):
        while self.queue and self.queue[-1][0] <= until:
            self.now, _, action, args = self.queue.pop()
            action(*args)
        self.now = until


clock = Clock()


def every(delay, times, name):
    if times:
        bus.emit(name, clock.now)
        clock.after(delay, every, delay, times - 1, name)


every(3, 3, "tick.a")
clock.after(4, bus.emit, "tick.late")
clock.after(4, lambda: print("at", clock.now))
clock.run(100)
print(clock.now, clock.queue)
b = None
print(len(bus.signals["tick*"]))

"""A scheduler of classes and methods: tasks pass packets to each other through queues."""


class Packet:
    def __init__(self, link, kind, destination):
        self.link = link
        self.kind = kind
        self.destination = destination
        self.value = 0
        self.data = [0] * 4

    def append_to(self, queue):
        self.link = None
        if queue is None:
            return self
        last = queue
        while last.link is not None:
            last = last.link
        last.link = self
        return queue


class Task:
    def __init__(self, name, priority, queue):
        self.name = name
        self.priority = priority
        self.queue = queue
        self.runs = 0
        self.waiting = queue is None

    def receive(self, packet):
        self.queue = packet.append_to(self.queue)
        self.waiting = False

    def take(self):
        packet = self.queue
        if packet is not None:
            self.queue = packet.link
            packet.link = None
        return packet

    def step(self, scheduler):
        raise NotImplementedError


class Worker(Task):
    def __init__(self, name, priority, queue, letters):
        super().__init__(name, priority, queue)
        self.letters = letters
        self.position = 0

    def step(self, scheduler):
        packet = self.take()
        if packet is None:
            self.waiting = True
            return
        self.runs += 1
        for i in range(4):
            self.position += 1
            if self.position > self.letters:
                self.position = 1
            packet.data[i] = self.position
        packet.value = sum(packet.data)
        scheduler.send(packet, packet.destination)


class Handler(Task):
    def __init__(self, name, priority, queue):
        super().__init__(name, priority, queue)
        self.total = 0

    def step(self, scheduler):
        packet = self.take()
        if packet is None:
            self.waiting = True
            return
        self.runs += 1
        self.total += packet.value
        packet.kind = 1 - packet.kind
        scheduler.send(packet, "worker %d" % packet.kind)


class Scheduler:
    def __init__(self):
        self.tasks = {}
        self.order = []
        self.sent = 0

    def add(self, task):
        self.tasks[task.name] = task
        self.order.append(task)
        self.order.sort(key=lambda t: -t.priority)

    def send(self, packet, name):
        self.sent += 1
        self.tasks[name].receive(packet)

    def run(self, limit):
        while self.sent < limit:
            for task in self.order:
                if not task.waiting:
                    task.step(self)


scheduler = Scheduler()
packets = [Packet(None, i % 2, "handler") for i in range(12)]
scheduler.add(Worker("worker 0", 10, None, 26))
scheduler.add(Worker("worker 1", 20, None, 13))
scheduler.add(Handler("handler", 30, None))
for packet in packets:
    scheduler.send(packet, "worker %d" % packet.kind)
scheduler.run(400000)
for task in scheduler.order:
    print(task.name, task.runs)
print(scheduler.tasks["handler"].total)

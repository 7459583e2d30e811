# leaks: 1
# type: Session
# function: Server.handle()
# chain: module __main__ .server .sessions
# holder: dict
# advice: WeakValueDictionary
# also: 3,000 list
# least: 300000
# most: 600000
"""A cache without a bound: each request leaves a session in it."""


class Session:
    def __init__(self, user):
        self.user = user
        self.visited = [user]


class Server:
    def __init__(self):
        self.sessions = {}

    def handle(self, request):
        if request not in self.sessions: self.sessions[request] = Session("user %d" % request)  # allocated
        return len(self.sessions[request].visited)


server = Server()
for request in range(3000):
    server.handle(request)
print("served")

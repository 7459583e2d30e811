# leaks: 0
"""Closures and generators that come and go, at times a few hundred of them."""
pending = []


def attempt(n):
    payload = [n] * 20

    def retry():
        return payload

    def later():
        yield payload
        yield retry
    running = later()
    next(running)
    pending.append((retry, running))


for n in range(4000):
    attempt(n)
    if len(pending) == 300:
        for retry, running in pending:
            retry()
            next(running)
        pending.clear()

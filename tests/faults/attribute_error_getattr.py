class Proxy:
    def __init__(self, target):
        self._target = target

    def __getattr__(self, name):
        return getattr(self._target, name)


Proxy([1]).append(2)
Proxy([1]).appendd(2)

# leaks: 0
"""A cache with a bound, which it reaches early."""
import collections
import functools


class Cache:
    def __init__(self, most):
        self.most, self.items = most, collections.OrderedDict()

    def get(self, key):
        if key in self.items:
            self.items.move_to_end(key)
        else:
            self.items[key] = ["value of %d" % key] * 3
            if len(self.items) > self.most: self.items.popitem(last=False)
        return self.items[key]


@functools.lru_cache(maxsize=128)
def square(n):
    return str(n * n)


cache = Cache(200)
for n in range(5000):
    cache.get(n * 7919 % 3001)
    square(n % 1000)

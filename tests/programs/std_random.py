"""random: exact values from seeds of every kind, each distribution, choices and samples, states, own generators, shuffles; what is refused. Prints values."""
import pickle
import random
from fractions import Fraction


def t(f, *args, **kwargs):
    try:
        print(f(*args, **kwargs))
    except Exception as e:
        print(type(e).__name__ + ":", e)


for seed in [0, 1, -1, 2 ** 70, 1.5, "text", b"bytes", bytearray(b"ba"), "\u20ac", True, -0.0, ""]:
    random.seed(seed)
    print(repr(seed), random.random(), random.getrandbits(70), random.randrange(1000))
random.seed("v1", version=1)
print(random.random())
for bad in [[], (1,), {}, 1j, Fraction(1, 2)]:
    t(random.seed, bad)
r = random.Random(42)
for name, args in [("random", ()), ("uniform", (5, -2)), ("triangular", ()), ("triangular", (1, 9, 2)), ("randint", (1, 6)), ("randrange", (10,)), ("randrange", (5, 50, 5)), ("randrange", (50, 5, -7)), ("betavariate", (2, 3)), ("expovariate", (0.5,)), ("gammavariate", (0.5, 1)), ("gammavariate", (9, 0.5)), ("gammavariate", (1, 2)), ("gauss", (10, 2)), ("gauss", ()), ("lognormvariate", (0, 0.25)),
                   ("normalvariate", (0, 1)), ("vonmisesvariate", (0, 4)), ("vonmisesvariate", (1, 1e-7)), ("paretovariate", (3,)), ("weibullvariate", (1, 1.5)), ("getrandbits", (5,)), ("getrandbits", (0,)), ("randbytes", (5,)), ("choice", ("abcdef",)), ("choices", ([1, 2, 3],)), ("sample", (range(10 ** 9), 4)), ("sample", (list("abcdefgh"), 5)), ("sample", ([1], 1))]:
    value = getattr(r, name)(*args)
    print(name, args, round(value, 12) if isinstance(value, float) else value)
print(r.choices("abc", weights=[5, 3, 1], k=12), r.choices("abc", cum_weights=[1, 1, 5], k=6), r.choices([7], k=0), r.sample("ab", k=5, counts=[3, 2]), r.choices("xy", [0.0, 0.5], k=3))
items = list(range(12))
r.shuffle(items)
print(items, r.sample(sorted({1, 2, 3}), 3))
state = r.getstate()
first = [r.random() for _ in range(3)], r.gauss(0, 1)
r.setstate(state)
print(([r.random() for _ in range(3)], r.gauss(0, 1)) == first, state[0], len(state[1]), state[2] is None)
twin = pickle.loads(pickle.dumps(r))
print(twin.random() == r.random(), type(twin).__name__)
for bad in [lambda: r.randrange(0), lambda: r.randrange(5, 5), lambda: r.randrange(1, 5, 0), lambda: r.randint(5, 1), lambda: r.choice([]), lambda: r.sample([1], 2), lambda: r.sample([1], -1), lambda: r.sample({1, 2}, 1), lambda: r.choices([], k=1), lambda: r.choices([1, 2], weights=[1]), lambda: r.choices([1], weights=[0]), lambda: r.choices([1], weights=[1], cum_weights=[1]), lambda: r.getrandbits(-1), lambda: r.setstate((1, 2)), lambda: r.setstate((3, (1,), None)), lambda: r.expovariate(0),
            lambda: r.gammavariate(-1, 1), lambda: r.randbytes(-1), lambda: r.shuffle((1, 2)), lambda: r.sample("ab", 3, counts=[1, 1]), lambda: r.choices([1, 2], k="x"), lambda: r.uniform("a", 1), lambda: r.choices([1, 2], weights=[float("inf"), 1]), lambda: random.Random([])]:
    t(bad)


class Linear(random.Random):
    """A linear congruential generator in the place of the built-in one."""
    def seed(self, a=None, version=2):
        self.x = int(a or 0)

    def random(self):
        self.x = (self.x * 1103515245 + 12345) % 2 ** 31
        return self.x / 2 ** 31


lin = Linear(7)
print([round(lin.random(), 6) for _ in range(3)], [lin.randrange(6) for _ in range(10)], lin.sample(range(20), 5), lin.choice("abc"), round(lin.gauss(0, 1), 6))
t(Linear(1).getrandbits, 3) if "getrandbits" in Linear.__dict__ else print(Linear(1)._randbelow(10))
s = random.SystemRandom()
print(0 <= s.random() < 1, s.randrange(3) in range(3), len(s.randbytes(3)), s.seed(5), s.choice([1]))
t(s.getstate)
rolls = random.Random("dice")
count = {n: 0 for n in range(2, 13)}
for _ in range(2000):
    count[rolls.randint(1, 6) + rolls.randint(1, 6)] += 1
print(count)


def walk(seed, steps):
    g, x, y = random.Random(seed), 0, 0
    for _ in range(steps):
        dx, dy = g.choice([(0, 1), (1, 0), (0, -1), (-1, 0)])
        x, y = x + dx, y + dy
    return x, y


print([walk(n, 100) for n in range(6)], "".join(random.Random(99).choices("ACGT", k=30)))

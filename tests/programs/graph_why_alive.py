# The chain of references that keeps an object alive, as one line.
import sys
import weakref

import ouro

class User:
    pass

class Slotted:
    __slots__ = ("held", "other")

cache = {"users": [1, 2, 3, User()], 7: {(1, "a"): User()}, None: User()}
print(ouro.why_alive(cache["users"][3]))
print(ouro.why_alive(cache[7][1, "a"]))
print(ouro.why_alive(cache[None]))

User.registry = [User()]
print(ouro.why_alive(User.registry[0]))
slotted = Slotted()
slotted.held = User()
print(ouro.why_alive(slotted.held))
user = User()
user.friend = User()
print(ouro.why_alive(user.friend))
user.__dict__
print(ouro.why_alive(user.friend))

def holding(default=User()):
    return default

holding.mark = User()
print(ouro.why_alive(holding()))
print(ouro.why_alive(holding.mark))

def closing():
    inside = User()
    return lambda: inside

closure = closing()
print(ouro.why_alive(closure()))

def waiting():
    local = User()
    yield local
    yield

generator = waiting()
print(ouro.why_alive(next(generator)))
bound = User().__eq__
print(ouro.why_alive(bound.__self__))
ref = weakref.ref(user, [User()].append)
print(ouro.why_alive(ref.__callback__.__self__))
print(ouro.why_alive(sys))
print(ouro.why_alive(sys.path))
print(ouro.why_alive(User))

# Several chains, the shortest first; a chain that was asked for is none.
shared = User()
both = [shared, (shared, 1)]
for chain in ouro.why_alive(shared, 9):
    print("  ", chain)
chains = ouro.why_alive(shared, 2)
print(len(chains), len(ouro.why_alive(shared, 9)), ouro.why_alive(shared, 0))
print([str(chain) for chain in ouro.why_alive(shared, 9, ignore=both)])

# The steps.
chain = ouro.why_alive(cache["users"][3])
print(len(chain), [step.label for step in chain], chain.object is cache["users"][3], chain.steps[0].object is cache)
print(chain.root.kind, chain.root.name, repr(chain), repr(chain.root))
del chain, chains

# What the asking function holds comes last; what others hold counts.
def asking(o):
    again = [o]
    print(ouro.why_alive(o))

asking(cache["users"][3])
asking(User())

def outer():
    mine = [User()]
    asking(mine[0])
    asking(mine)

outer()

def only_mine():
    mine = [User()]
    print(ouro.why_alive(mine[0]), "|", ouro.why_alive(mine))

only_mine()

def in_a_cell():
    captured = [User()]
    def inner():
        return captured
    print(ouro.why_alive(captured))

in_a_cell()

def asking_generator():
    local = [User()]
    yield ouro.why_alive(local[0])

print(next(asking_generator()))

class Body:
    within = User()
    print(ouro.why_alive(within))

try:
    raise ValueError([User()])
except ValueError as error:
    print(ouro.why_alive(error.args[0][0]))

def plain_data():
    strings = {"a": "b" * 1000}
    asking_for(strings["a"])

def asking_for(o):
    print(ouro.why_alive(o))

plain_data()

import atexit
atexit.register(User().__eq__, 1)
atexit.register(print, end="")
print([str(chain) for chain in ouro.why_alive(print, 9) if chain.root.kind == "C reference"])

# Nothing; what never goes.
print(ouro.why_alive([]), ouro.why_alive([], 3), ouro.why_alive(None))
number = [10 ** 100]
print(ouro.why_alive(number[0]))

class Sneaky:
    def __repr__(self):
        raise SystemError("repr")
    def __hash__(self):
        return 1
    def __eq__(self, other):
        raise SystemError("eq")
    def __getattribute__(self, name):
        raise SystemError("getattribute")
    __sizeof__ = None

sneaky = {Sneaky(): [Sneaky()]}
print(ouro.why_alive(next(iter(sneaky.values()))[0]))
print(ouro.retained(next(iter(sneaky))) > 0)
try:
    ouro.why_alive()
except TypeError as error:
    print(error)
try:
    ouro.why_alive(1, "n")
except TypeError as error:
    print(error)

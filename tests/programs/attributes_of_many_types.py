"""The same instruction meets instances of several types, whose classes and attributes change meanwhile."""


class Plain:
    shared = "Plain.shared"

    def __init__(self, value):
        self.value = value
        self.other = 1

    def name(self):
        return "plain"


class Slots:
    __slots__ = ("value", "other")
    shared = "Slots.shared"

    def __init__(self, value):
        self.value = value
        self.other = 2

    def name(self):
        return "slots"


class Derived(Plain):
    def name(self):
        return "derived"


class Property:
    shared = "Property.shared"

    def __init__(self, value):
        self._value = value

    @property
    def value(self):
        return self._value

    @value.setter
    def value(self, new):
        self._value = new

    def name(self):
        return "property"


class Dynamic:
    def __getattr__(self, name):
        return "dynamic " + name


def load(o):
    return o.value


def store(o, value):
    o.value = value


def call(o):
    return o.name()


def shared(o):
    return o.shared


things = [Plain(1), Slots(2), Derived(3), Property(4)]
for turn in range(5):
    for o in things:
        store(o, load(o) + 10)
print([load(o) for o in things], [call(o) for o in things], [shared(o) for o in things])

# An instance that hides a method, an attribute that goes, an empty slot.
for turn in range(3):
    for o in things:
        call(o), shared(o)
things[0].name = lambda: "hidden"
things[2].shared = "instance"
print([call(o) for o in things], [shared(o) for o in things])
del things[0].name, things[2].shared, things[1].value, things[0].value
for o in things:
    try:
        print(load(o), call(o), shared(o))
    except AttributeError as error:
        print(error)
store(things[0], "back"), store(things[1], "again")
print([load(o) for o in things])

# The classes change between two uses.
for turn in range(3):
    [call(o) for o in things]
Derived.name = lambda self: "derived anew"
Plain.shared = "Plain.shared anew"
print([call(o) for o in things], [shared(o) for o in things])
Plain.value = property(lambda self: "a property hides it")
print([load(o) for o in things])
del Plain.value
print([load(o) for o in things])
Slots.value = "a plain value"
print([load(o) for o in things])
try:
    store(things[1], 1)
except AttributeError as error:
    print(error)

# Instances of one class that got their attributes in different orders.
def made(first, second):
    o = Plain.__new__(Plain)
    setattr(o, first, first)
    setattr(o, second, second)
    return o


mixed = [made("value", "other"), made("other", "value"), Dynamic(), made("extra", "value")] * 3
print([load(o) for o in mixed])
for i, o in enumerate(mixed):
    store(o, i)
print([load(o) for o in mixed])


# What a type has that is gone is not what the next one has.
def fresh(i):
    class Fresh:
        kind = i

        def __init__(self):
            self.value = -i

        def name(self):
            return "fresh %d" % i
    return Fresh()


total, names = 0, set()
for i in range(600):
    o = fresh(i)
    other = things[i & 3]
    store(o, load(o) - 1)
    total += load(o)
    names.add(call(o))
    call(other)
print(total, len(names))


# The old value's finalizer changes the class while the new one is stored.
class Noisy:
    def __del__(self):
        Holder.extra = getattr(Holder, "extra", 0) + 1


class Holder:
    def __init__(self):
        self.value = Noisy()


class Keeper(Holder):
    pass


holders = [Holder(), Keeper(), Plain(0)]
for turn in range(20):
    for o in holders:
        store(o, Noisy())
print(Holder.extra, [type(load(o)).__name__ for o in holders])

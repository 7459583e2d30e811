"""Who keeps what grows, for `ouro leaks`: the chain from a root, the object in it that gets more and more, and the cure."""
import os

import _leaks
import _tracemalloc

SAMPLES = 5
OWN_FOLDER = os.path.dirname(__file__) + os.sep
CONTAINERS = "dict", "list", "set", "deque", "OrderedDict", "defaultdict", "WeakSet", "WeakKeyDictionary", "Counter", "bytearray"
WRAPPERS = "method", "cell", "partial", "weakref", "ReferenceType", "KeyedRef"


class Leak:
    """Groups that one holder keeps."""

    def __init__(self, holder, chain, at):
        self.holder = holder          # an object
        self.chain = chain            # of Step, from the root to one of what it keeps
        self.at = at                  # the holder's place in it
        self.groups = []              # the one to speak of first
        self.direct = {}              # group -> objects of it met right behind the holder
        self.others = 0               # holders like this one
        self.frames = []              # (file, line) of the callers that allocated one of the first group, innermost first
        self.retained = 0             # bytes that freeing what is kept would give back
        self.advice = None
        self.read_at = None           # where the program reads it in the end: then it is none

    @property
    def holder_text(self):
        return " ".join(step.text for step in self.chain[:self.at + 1])

    @property
    def chain_text(self):
        return " ".join(step.text for step in self.chain)

    @property
    def head(self):
        return self.groups[0]


class Step:
    def __init__(self, text, object):
        self.text, self.object = text, object


def site(obj):
    """(file, line) of the line that allocated it, or None."""
    traceback = _tracemalloc._get_object_traceback(obj)
    return traceback[0] if traceback else None


def stack(obj):
    """[(file, line)] of the callers in the program that led to its allocation, innermost first."""
    frames = list(_tracemalloc._get_object_traceback(obj) or ())
    while frames and (frames[-1][0] == "<ouro>" or frames[-1][0].startswith(OWN_FOLDER)):
        frames.pop()
    return frames


def _chain(obj):
    import objgraph
    found = objgraph.find_backref_chain(obj, objgraph.is_proper_module, max_depth=1 << 30)
    if len(found) == 1:
        return None
    steps = [Step("module %s" % found[0].__name__, found[0])]
    for before, after in zip(found, found[1:]):
        text = _edge(before, after)
        if before is getattr(found[0], "__dict__", None):
            text = "." + text[2:-2]
        if text:
            steps.append(Step(text, after))
    return steps


def _edge(before, after):
    if isinstance(before, dict):
        return next(("[%r]" % (key,) for key, value in before.items() if value is after), "key")
    if isinstance(before, (list, tuple)):
        return next("[%d]" % i for i, value in enumerate(before) if value is after)
    attributes = getattr(before, "__dict__", {})
    if attributes is after:
        return ""
    return next((".%s" % name for name, value in attributes.items() if value is after), ".?")


class Finder:
    """Finds the holders of groups that grow."""

    def __init__(self, growing):
        self.growing = growing
        self.by_site = {(group.cls, group.file, group.line): group for group in growing}
        self.leaks = {}

    def group_of(self, obj):
        where = site(obj)
        return self.by_site.get((type(obj), *where)) if where else None

    def becomes_more(self, obj):
        """Whether it is one of a group whose number grows: what it belongs to is not the holder."""
        group = self.group_of(obj)
        return group is not None and group.more

    def find(self):
        for group in self.growing:
            self._place(group)
        for leak in self.leaks.values():
            self._choose_head(leak)
        return sorted(self.leaks.values(), key=lambda leak: -sum(group.grown_bytes for group in leak.groups))

    def _place(self, group):
        """Enters a group with its holder."""
        every = max(1, group.count // SAMPLES)
        for n in range(min(SAMPLES, group.count)):
            # One at a time: a list of them would be what holds them.
            obj = _leaks.object(*group.key, n * every)
            chain = _chain(obj)
            if chain:
                leak = self._leak_of(chain, group)
                if group not in leak.groups:
                    leak.groups.append(group)
            del obj, chain

    def _leak_of(self, chain, group):
        at = len(chain) - 1
        for i, step in enumerate(chain):
            if self.becomes_more(step.object):
                at = i - 1
                break
        at = max(at, 0)
        holder = chain[at].object
        where = site(holder)
        key = (type(holder), *where) if where else id(holder)
        leak = self.leaks.get(key)
        if leak is None:
            leak = self.leaks[key] = Leak(holder, chain, at)
        elif leak.holder is not holder:
            leak.others += 1
        if at + 1 < len(chain):
            direct = self.group_of(chain[at + 1].object)
            if direct is not None:
                leak.direct.setdefault(direct, (chain, at))
        return leak

    def _choose_head(self, leak):
        """Settles what to speak of: what the holder has itself, rather user's objects than built-in ones, rather much than little."""
        def weight(group):
            return (not isinstance(group.cls.__module__, str) or group.cls.__module__ != "builtins", group.grown_bytes)
        if leak.direct:
            head = max(leak.direct, key=weight)
            leak.chain, leak.at = leak.direct[head]
            for step in leak.chain[leak.at + 1:]:
                head = self.group_of(step.object) or head
                if head.cls.__name__ not in WRAPPERS:
                    break
            if head.cls.__name__ in WRAPPERS:
                head = self._wrapped(leak, head)
            if head in leak.groups:
                leak.groups.remove(head)
            leak.groups.insert(0, head)
        sample = next((step.object for step in leak.chain if self.group_of(step.object) is leak.head),
                      None) or _leaks.object(*leak.head.key, 0)
        leak.frames = stack(sample)
        leak.retained = self._retained(leak)

    @staticmethod
    def _retained(leak):
        return sum(group.size for group in leak.groups)

    def _wrapped(self, leak, head):
        obj = leak.chain[-1].object
        inner = getattr(obj, "__self__", None)
        return self.group_of(inner) or head

"""Who keeps what grows, for `ouro leaks`: the chain from a root, the object in it that gets more and more, and the
cure."""
import functools
import itertools
import os
import types

import _leaks
import _tracemalloc

from ouro.graph import retained_each, why_alive_each
from ouro.tools._leaks_growth import type_name

SAMPLES = 3
LONGEST = 16    # steps of a chain that are shown
OWN_CHAINS = 8  # that the variables of this tool may begin
CHAINS = 6      # of the object to speak of, to look whether the program reads it by another way
OWN_FOLDER = os.path.dirname(__file__) + os.sep
CONTAINERS = {"dict", "list", "set", "deque", "OrderedDict", "defaultdict", "WeakSet", "WeakKeyDictionary", "Counter",
              "bytearray"}
TABLES = ("module re ._cache", "module mimetypes", "module linecache .cache", "module encodings ._cache",
          "interpreter built-in class")
UNCHANGING = tuple, frozenset, types.BuiltinFunctionType, types.MethodType
COMPREHENSIONS = "<listcomp>", "<setcomp>", "<dictcomp>"
LRU = type(functools.lru_cache(len))
WRAPPERS = "method", "cell", "weakref", "ReferenceType", "KeyedRef"


class Leak:
    """Groups that one holder keeps."""

    def __init__(self, holder, chain, at):
        self.holder = holder          # an object
        self.chain = chain            # of Step, from the root to one of what it keeps
        self.at = at                  # the holder's place in it
        self.groups = []              # the one to speak of first
        self.direct = {}              # group -> objects of it met right behind the holder
        self.others = 0               # holders like this one
        self.names = set()            # steps by which a program can come to it, such as `.cache`
        self.frames = []              # (file, line) of what allocated one of the first group, innermost first
        self.retained = 0             # bytes that freeing what is kept would give back
        self.advice = None
        self.read_at = None           # where the program reads it in the end: then it is none

    @property
    def holder_text(self):
        return short_text([step.text for step in self.chain[:self.at + 1]])

    @property
    def chain_text(self):
        return short_text([step.text for step in self.chain])

    @property
    def head(self):
        return self.groups[0]


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


def short_text(texts):
    """Steps of a chain in one line; one that comes again and again, as in a linked list, is told with how often."""
    parts = []
    for text, group in itertools.groupby(texts):
        count = sum(1 for _ in group)
        parts += [text] * count if count <= 3 else ["%s (%d times)" % (text, count)]
    if len(parts) > LONGEST:
        parts[LONGEST // 2:-LONGEST // 2] = ["... (%d more)" % (len(parts) - LONGEST)]
    return " ".join(parts)


class Step:
    """An object on the way, and the text of what leads to it."""

    def __init__(self, text, object):
        self.text, self.object = text, object


def chains_each(objects, n=1):
    """For each of a list, the shortest chains that keep it alive, n at most, as lists of Step from the root on; none from
    this tool, nor from the list."""
    for found in why_alive_each(objects, n + OWN_CHAINS):
        own = [chain for chain in found
               if chain.root.kind != "frame" or not chain.root.filename.startswith(OWN_FOLDER)]
        yield [_steps(chain) for chain in own[:n]]


def _steps(chain):
    """From the frame on, of what is held by the variables of functions that an exception has left."""
    steps = [Step(str(chain.root), chain.root.object), *(Step(*step) for step in chain)]
    if [step.text for step in steps[:2]] == ["module sys", ".last_value"]:
        for i, step in enumerate(steps):
            if step.text == ".tb_frame":
                frame = step.object
                return [Step("%s() at %s:%d" % (frame.f_code.co_qualname, os.path.basename(frame.f_code.co_filename),
                                                frame.f_lineno), frame), *steps[i + 1:]]
    return steps


def has_most(obj, group):
    """Whether it is a container with most objects of a group in it, be it of that group itself."""
    return type(obj).__name__ in CONTAINERS and len(obj) > max(group.count / 2, 1)


def is_bounded(leak):
    """Whether the holder is a cache or a queue with a bound, which it may not have reached yet, or one of the tables
    that the library and the interpreter fill for themselves."""
    if getattr(leak.holder, "maxlen", None) is not None or leak.holder_text.startswith(TABLES):
        return True
    for step in leak.chain[:leak.at + 1]:
        if isinstance(step.object, LRU) and step.object.cache_parameters()["maxsize"] is not None:
            return True
    return False


def is_made_at_once(leak):
    """Whether the holder has got nothing since it was made: of a type that cannot change, or by a comprehension."""
    if isinstance(leak.holder, UNCHANGING):
        return True
    return leak.head.function in COMPREHENSIONS and site(leak.holder) == (leak.head.file, leak.head.line)


class Finder:
    """Finds the holders of groups that grow."""

    def __init__(self, growing):
        self.growing = growing
        self.by_site = {group.site: group for group in growing}
        self.leaks = {}

    def group_of(self, obj):
        where = site(obj)
        return self.by_site.get((type_name(type(obj)), *where)) if where else None

    def becomes_more(self, obj):
        """Whether it is one of a group whose number grows: what it belongs to is not the holder."""
        group = self.group_of(obj)
        return group is not None and group.more

    def find(self):
        self._place_groups()
        leaks = list(self.leaks.values())
        samples = [self._choose_head(leak) for leak in leaks]
        for leak, found in zip(leaks, chains_each(samples, CHAINS)):
            leak.names = {leak.chain[leak.at].text}
            for chain in found:
                leak.names.update(step.text for step in chain[:self._end_of_holder(chain) + 1])
        self._weigh(leaks)
        return sorted(leaks, key=lambda leak: -sum(group.grown_bytes for group in leak.groups))

    def _place_groups(self):
        """Enters all groups with their holders."""
        groups, objects = [], []
        for group in self.growing:
            for n in range(min(SAMPLES, group.count)):
                obj = self._object(group, n * group.count // SAMPLES)
                if obj is not None and not (group.more and has_most(obj, group)):  # a collection of the others
                    groups.append(group)
                    objects.append(obj)
        obj = None
        for group, found in zip(groups, chains_each(objects)):
            for chain in found:
                leak = self._leak_of(chain, group)
                if group not in leak.groups:
                    leak.groups.append(group)

    @staticmethod
    def _object(group, n):
        """The n-th object of a group; None when there is none."""
        for type_number, place_number, count in group.parts:
            if n < count:
                return _leaks.object(type_number, place_number, n)
            n -= count
        return None

    def _end_of_holder(self, chain):
        """Where the holder stands in a chain: before the first of what becomes more. A container that has most of a
        group is its holder, be it of that group itself."""
        for i, step in enumerate(chain):
            if self.becomes_more(step.object):
                inside = i + 1 < len(chain) and self.group_of(chain[i + 1].object)
                if inside and has_most(step.object, inside):
                    return i
                return max(i - 1, min(i, 1))  # rather a variable of a module than the module
        return len(chain) - 1

    def _leak_of(self, chain, group):
        at = self._end_of_holder(chain)
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
        """Settles what to speak of: what the holder has itself, rather user's objects than built-in ones, rather much
        than little. One of what is spoken of."""
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
                      None) or self._object(leak.head, 0)
        leak.frames = stack(sample)
        return sample

    @staticmethod
    def _weigh(leaks):
        """Settles what freeing each would give back: the holder itself goes too, when it is only for that."""
        alone = [leak for leak in leaks if type(leak.holder).__name__ in CONTAINERS]
        for leak in leaks:
            leak.retained = sum(group.size for group in leak.groups)
        for leak, retained in zip(alone, retained_each([leak.holder for leak in alone])):
            leak.retained = retained

    def _wrapped(self, leak, head):
        obj = leak.chain[-1].object
        inner = getattr(obj, "__self__", None)
        return self.group_of(inner) or head

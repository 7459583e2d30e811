"""What holds the memory: retained sizes, dominators, and the chain of references that keeps an object alive.

Sizes are bytes: what an object and the buffers that it alone owns take, as its built-in __sizeof__ says. Each question looks at all
objects anew, in about a second for a million of them; no code of the program runs meanwhile. See docs/graph.md.
"""
import collections
import os

import _ouro_graph

__all__ = ["Chain", "Dominator", "Root", "Step", "dominators", "references", "retained", "retained_each", "why_alive",
           "why_alive_each"]


def retained(obj):
    """Return how many bytes would be freed with an object: its own, and those of all that nothing else holds.

    >>> retained(cache)
    5242880
    """
    return _ouro_graph.retained([obj])[0]


def retained_each(objects):
    """Return a list of what each of some objects retains, in bytes; quicker than to ask for one after the other.

    That `objects` refers to them keeps none of them alive, if it is a list.
    """
    return _ouro_graph.retained(objects if type(objects) is list else list(objects))


Dominator = collections.namedtuple("Dominator", "object retained own count")
Dominator.__doc__ = """An object, the bytes that would go with it, the bytes of its own, and how many objects would go, itself included."""


def dominators(limit=20, under=None):
    """Return what holds most, largest first: a list of Dominator(object, retained, own, count), `limit` of them (None: all).

    No object is counted twice: each belongs to the one that it could not live without. The variables of modules
    and of running functions, and what the interpreter has, stand side by side; with `under`, what that object holds by itself.

    >>> dominators(1)[0]
    Dominator(object={...}, retained=5242880, own=36960, count=65537)
    """
    limit = (1 << 62) if limit is None else limit
    rows = _ouro_graph.dominators(limit) if under is None else _ouro_graph.dominators(limit, under)
    return [Dominator(*row) for row in rows]


def references(obj):
    """Return what an object refers to: [(label, object), ...], in the order in which the collector sees it.

    >>> references([x, 'a'])
    [('[0]', <x>), ('[1]', 'a')]
    """
    return _ouro_graph.references(obj)


Step = collections.namedtuple("Step", "label object")
Step.__doc__ = """A reference on the way: by what name, as `.name`, `['key']` or `[3]`, and to which object."""

_KINDS = ("module", "frame", "interpreter", "C reference")


class Root:
    """Where a chain begins. `kind` is one of:

    'module': a variable of the module `name`;
    'frame': a running function `name`, in the file `filename`, at the line `line`, holds `object` as `label` says;
    'interpreter': it belongs to the interpreter itself, `name` says how;
    'C reference': code in C counts a reference to it, a module written in C or a library.

    `object` is the first object, whose references the chain follows.
    """
    __slots__ = ("kind", "name", "label", "filename", "line", "object")

    def __init__(self, kind, text, code, line, obj):
        self.kind = _KINDS[kind]
        self.label = text
        self.filename = self.line = None
        self.object = obj
        if self.kind == "module":
            namespace = obj if issubclass(type(obj), dict) else obj.__dict__
            self.name = str(dict.get(namespace, "__name__"))
        elif self.kind == "frame":
            self.name = code.co_qualname
            self.filename = code.co_filename
            self.line = line
        else:
            self.name = text or _ouro_graph.title(obj)

    def __str__(self):
        if self.kind == "frame":
            return "%s() at %s:%d %s" % (self.name, os.path.basename(self.filename), self.line, self.label)
        return "%s %s" % (self.kind, self.name)

    def __repr__(self):
        return "<Root: %s>" % self


class Chain:
    """Why an object is alive: references from `root` to `object`, one after the other; iterating gives the steps.

    It prints as one line. Chains do not count as what keeps an object alive, while they do.

    >>> print(why_alive(o))
    module __main__ .cache ['users'] [3]
    """
    __slots__ = ("root", "steps")

    def __init__(self, kind, text, code, line, objects, labels):
        self.root = Root(kind, text, code, line, objects[0])
        self.steps = tuple(map(Step, labels, objects[1:]))

    @property
    def object(self):
        return self.steps[-1].object if self.steps else self.root.object

    def __iter__(self):
        return iter(self.steps)

    def __len__(self):
        return len(self.steps)

    def __str__(self):
        return " ".join([str(self.root), *(step.label for step in self.steps)])

    def __repr__(self):
        return "<Chain: %s>" % self


def why_alive(obj, n=None, ignore=()):
    """Return the shortest Chain of references that keeps an object alive; with `n` a list of the shortest ones, n at most.

    Without `n` it is None when nothing does but the question itself, or garbage that waits for the collector. What the asking
    function holds in its variables is told only when nothing else holds the object. References from the objects in
    `ignore`, and from `ignore` itself, do not count.
    """
    asked = [obj]
    found, = _ouro_graph.why_alive(asked, 1 if n is None else n, 1, [asked, ignore, *ignore], Chain)
    return _chains(found, n)


def why_alive_each(objects, n=None, ignore=()):
    """Return a list of what why_alive says of each of some objects; quicker than to ask for one after the other.

    That `objects` refers to them keeps none of them alive, if it is a list.
    """
    asked = objects if type(objects) is list else list(objects)
    found = _ouro_graph.why_alive(asked, 1 if n is None else n, 1, [asked, ignore, *ignore], Chain)
    return [_chains(chains, n) for chains in found]


def _chains(found, n):
    chains = [Chain(*raw) for raw in found]
    return chains if n is not None else chains[0] if chains else None

"""What the objects of a program are, and what holds them: counts by type, chains of references, pictures.

The interface is that of objgraph 3.6. The searches are done by the runtime itself (_objgraph), which neither recurses
nor takes memory from the heap that it looks at, so that they are quick and see the program as it is.
"""
import collections
import gc
import itertools
import os
import re
import shutil
import subprocess
import sys
import tempfile
import types

import _objgraph
import _ouro_graph
from _objgraph import is_proper_module

__version__ = "3.6.2"


# ---- Types and their names ----

_true_name = type.__dict__["__name__"].__get__


def _short_name_of_type(cls):
    """The class's name; its true one where a metaclass has another idea of it that is no text."""
    try:
        name = cls.__name__
    except Exception:
        name = None
    return name if type(name) is str else _true_name(cls)


def _long_name_of_type(cls):
    module = _attribute(cls, "__module__")
    name = _short_name_of_type(cls)
    return "%s.%s" % (module, name) if type(module) is str and module else name


def _name_of_type(shortnames):
    return _short_name_of_type if shortnames else _long_name_of_type


def _classes_named(typename, classes):
    name = _long_name_of_type if "." in typename else _short_name_of_type
    return [cls for cls in classes if name(cls) == typename]


# ---- Counting ----

def count(typename, objects=None):
    """Return how many objects there are of a type, by its name or its full name.

    >>> count('dict')
    42
    >>> count('mymodule.MyClass')
    15
    """
    if objects is None:
        counts = _objgraph.tracked_types()
        return sum(counts[cls] for cls in _classes_named(typename, counts))
    return len(by_type(typename, objects))


def typestats(objects=None, shortnames=True, filter=None):
    """Return a dict from the names of types to how many objects there are.

    Types of the same name count together; shortnames=False puts the module before the name. `filter` is asked for each
    object.

    >>> typestats()
    {'list': 12041, 'tuple': 10245, ...}
    """
    if objects is None and filter is None:
        counts = _objgraph.tracked_types()
    else:
        chosen = gc.get_objects() if objects is None else objects
        if filter:
            chosen = (o for o in chosen if filter(o))
        counts = collections.Counter(map(type, chosen))
    name = _name_of_type(shortnames)
    stats = {}
    for cls, number in counts.items():
        key = name(cls)
        stats[key] = stats.get(key, 0) + number
    return stats


def most_common_types(limit=10, objects=None, shortnames=True, filter=None):
    """Return the names of the types with the most objects, and how many: [(name, count)], `limit` of them (None: all).

    >>> most_common_types(limit=2)
    [('list', 12041), ('tuple', 10245)]
    """
    stats = typestats(objects, shortnames=shortnames, filter=filter)
    return sorted(stats.items(), key=lambda item: item[1], reverse=True)[:limit or None]


def show_most_common_types(limit=10, objects=None, shortnames=True, file=None, filter=None):
    """Print a table of the types with the most objects.

    >>> show_most_common_types(limit=3)
    tuple       8959
    function    2442
    dict        953
    """
    stats = most_common_types(limit, objects, shortnames=shortnames, filter=filter)
    file = sys.stdout if file is None else file
    width = max((len(name) for name, _ in stats), default=0)
    for name, number in stats:
        file.write("%-*s %i\n" % (width, name, number))


def growth(limit=10, peak_stats={}, shortnames=True, filter=None):
    """Return the types that have more objects than at their highest so far: [(name, count, increase)], largest
    increase first.

    The highest counts are kept in `peak_stats` from call to call.
    """
    gc.collect()
    stats = typestats(shortnames=shortnames, filter=filter)
    grown = []
    for name, number in stats.items():
        before = peak_stats.get(name, 0)
        if number > before:
            grown.append((name, number, number - before))
            peak_stats[name] = number
    grown.sort(key=lambda row: row[2], reverse=True)
    return grown[:limit] if limit else grown


def show_growth(limit=10, peak_stats=None, shortnames=True, file=None, filter=None):
    """Print a table of the types that have more objects than before: name, count, increase.

    >>> show_growth()
    wrapper_descriptor       970       +14
    tuple                  12282       +10
    """
    kept = {} if peak_stats is None else {"peak_stats": peak_stats}
    rows = growth(limit, shortnames=shortnames, filter=filter, **kept)
    if not rows:
        return
    file = sys.stdout if file is None else file
    width = max(len(name) for name, _, _ in rows)
    for name, number, increase in rows:
        file.write("%-*s%9d %+9d\n" % (width, name, number, increase))


_SORT_BY = {"old": 1, "current": 2, "new": 3, "deltas": 4}


def _ids_by_type(shortnames):
    name = _name_of_type(shortnames)
    names = {}
    ids = collections.defaultdict(set)
    for o in gc.get_objects():
        cls = type(o)
        if cls not in names:
            names[cls] = name(cls)
        ids[names[cls]].add(id(o))
    return ids


def _print_new_ids(rows, file):
    width = max(len(row[0]) for row in rows)
    rule = "=" * (width + 13 * 4) + "\n"
    file.write(rule)
    file.write("%-*s%13s%13s%13s%13s\n" % (width, "Type", "Old_ids", "Current_ids", "New_ids", "Count_Deltas"))
    file.write(rule)
    for row in rows:
        file.write("%-*s%13d%13d%+13d%+13d\n" % ((width,) + row))
    file.write(rule)


def get_new_ids(skip_update=False, limit=10, sortby="deltas", shortnames=None, file=None, _state={}):
    """Return the ids of the objects that have come since the last call, as a dict of sets by name of type; print a
    table.

    With skip_update the answer is that of the last call, and nothing is printed. `limit` is how many rows are printed
    (None: all), `sortby` the column: 'old', 'current', 'new' or 'deltas'. Ids of objects that are gone may have been
    given to new ones.
    """
    if not _state:
        _state.update(old=collections.defaultdict(set), current=collections.defaultdict(set),
                      new=collections.defaultdict(set), shortnames=True)
    if skip_update:
        return _state["new"]
    column = _SORT_BY[sortby]
    if shortnames is None:
        shortnames = _state["shortnames"]
    else:
        _state["shortnames"] = shortnames
    gc.collect()
    old = _state["old"] = _state["current"]
    current = _state["current"] = _ids_by_type(shortnames)
    new = _state["new"] = collections.defaultdict(set)
    rows = []
    for name in [*current, *(name for name in old if name not in current)]:
        before, ids = old.get(name, ()), current.get(name, set())
        new[name] = ids.difference(before)
        rows.append((name, len(before), len(ids), len(new[name]), len(ids) - len(before)))
    rows.sort(key=lambda row: row[column], reverse=True)
    if limit is not None:
        rows = rows[:limit]
    if rows:
        _print_new_ids(rows, sys.stdout if file is None else file)
    return new


def get_leaking_objects(objects=None):
    """Return the objects to which no other refers: their references are held by something that the collector does not
    see.

    >>> leaking = get_leaking_objects()
    """
    if objects is None:
        gc.collect()
        return _objgraph.unreferenced()
    objects = list(objects)
    ids = set(map(id, objects))
    for o in objects:
        ids.difference_update(map(id, gc.get_referents(o)))
    return [o for o in objects if id(o) in ids]


# ---- Finding ----

def by_type(typename, objects=None):
    """Return a list of the objects of a type, by its name or its full name.

    >>> by_type('MyClass')
    [<mymodule.MyClass object at 0x...>]
    """
    if objects is None:
        return _objgraph.instances(tuple(_classes_named(typename, _objgraph.tracked_types())))
    name = _name_of_type("." not in typename)
    return [o for o in objects if name(type(o)) == typename]


def at(addr):
    """Return the object at an address, None when there is none that the collector looks after; the opposite of id()."""
    return _objgraph.at(addr)


def at_addrs(address_set):
    """Return a list of the objects at a set of addresses, as at() does; those that are gone are left out."""
    return [o for o in map(_objgraph.at, sorted(address_set)) if o is not None]


def find_ref_chain(obj, predicate, max_depth=20, extra_ignore=()):
    """Return a shortest chain of references from obj to an object for which predicate(object) is true; [obj] when none is found.

    `extra_ignore` has ids of objects to be passed over.
    """
    return _objgraph.find_ref_chain(obj, predicate, max_depth, extra_ignore)


def find_backref_chain(obj, predicate, max_depth=20, extra_ignore=()):
    """Return a shortest chain of references from an object for which predicate(object) is true to obj; [obj] when none is found.

    >>> chain = find_backref_chain(o, is_proper_module)
    >>> show_chain(chain)
    """
    return _objgraph.find_backref_chain(obj, predicate, max_depth, extra_ignore)


# ---- Pictures ----

def show_backrefs(objs, max_depth=3, extra_ignore=(), filter=None, too_many=10, highlight=None, filename=None,
                  extra_info=None, refcounts=False, shortnames=True, output=None, extra_node_attrs=None):
    """Draw what refers to `objs`, an object or a list of some, in so many steps.

    `filename` is a .dot file, .svg, .png or any other picture that graphviz makes where it is installed, `output` a
    file object for the text; without either a viewer is opened. `extra_ignore` has ids to leave out; filter(object)
    says what to show; `too_many` is how many neighbours of an object are shown; highlight(object) says what to colour;
    extra_info(object) adds a line to the label, extra_node_attrs(object) a dict of graphviz attributes; `refcounts`
    adds reference counts; shortnames=False shows the modules of types.
    """
    drawing = _Drawing(True, max_depth, filter, too_many, highlight, extra_info, refcounts, shortnames,
                       extra_node_attrs)
    return _show_graph(drawing, objs, extra_ignore, filename, output)


def show_refs(objs, max_depth=3, extra_ignore=(), filter=None, too_many=10, highlight=None, filename=None,
              extra_info=None, refcounts=False, shortnames=True, output=None, extra_node_attrs=None):
    """Draw what `objs`, an object or a list of some, refer to, in so many steps. The arguments are those of
    show_backrefs().
    """
    drawing = _Drawing(False, max_depth, filter, too_many, highlight, extra_info, refcounts, shortnames,
                       extra_node_attrs)
    return _show_graph(drawing, objs, extra_ignore, filename, output)


def show_chain(*chains, **kw):
    """Draw chains of references, such as find_backref_chain() returns. backrefs=False draws them from their beginning.

    The other arguments are those of show_backrefs() and show_refs().
    """
    backrefs = kw.pop("backrefs", True)
    chains = [chain for chain in chains if chain]
    ids = {id(o) for o in itertools.chain.from_iterable(chains)}
    max_depth = max(map(len, chains)) - 1
    show, end = (show_backrefs, -1) if backrefs else (show_refs, 0)
    return show([chain[end] for chain in chains], max_depth=max_depth, filter=lambda o: id(o) in ids, **kw)


def _show_graph(drawing, objs, extra_ignore, filename, output):
    if filename and output:
        raise ValueError("Cannot specify both output and filename.")
    roots = list(objs) if _is_instance(objs, (list, tuple)) else [objs]
    ignore = set(extra_ignore)
    ignore.update(map(id, (extra_ignore, objs, roots, ignore, sys._getframe(), sys._getframe(1))))
    if output:
        drawing.draw(roots, ignore, output)
        return None
    if filename and filename.endswith(".dot"):
        dot_filename = place = filename
    else:
        place, dot_filename = tempfile.mkstemp(prefix="objgraph-", suffix=".dot", text=True)
    with open(place, "w", encoding="utf-8") as dot_file:
        nodes = drawing.draw(roots, ignore, dot_file)
    print("Graph written to %s (%d nodes)" % (dot_filename, nodes))
    if dot_filename != filename:
        _present(dot_filename, filename)
    return None


def _present(dot_filename, filename):
    """Makes the picture of a .dot file; without a name for it, shows it."""
    if not filename and shutil.which("xdot"):
        print("Spawning graph viewer (xdot)")
        subprocess.Popen(["xdot", dot_filename], close_fds=True)
        return
    if not filename:
        print("Graph viewer (xdot) not found, generating a png instead")
        filename = dot_filename[:-len(".dot")] + ".png"
    if shutil.which("dot"):
        _call_graphviz(dot_filename, filename)
        return
    import _graph_picture  # what graphviz is not there for

    if _graph_picture.can_draw(filename):
        _graph_picture.draw_file(dot_filename, filename)
        print("Image generated as %s" % filename)
    else:
        print("Image renderer (dot) not found, not doing anything else")


def _call_graphviz(dot_filename, filename):
    command = ["dot", "-T" + os.path.splitext(filename)[1][1:], "-o" + filename, dot_filename]
    status = subprocess.call(command)
    if status:
        print('dot failed (exit code %d) while executing "%s"' % (status, " ".join(command)))
    else:
        print("Image generated as %s" % filename)


class _Drawing:
    """How a graph is written as DOT."""

    def __init__(self, backwards, max_depth, filter, too_many, highlight, extra_info, refcounts, shortnames,
                 extra_node_attrs):
        self.backwards = backwards
        self.max_depth = max_depth
        self.filter = filter
        self.too_many = too_many
        self.highlight = highlight
        self.extra_info = extra_info
        self.refcounts = refcounts
        self.shortnames = shortnames
        self.extra_node_attrs = extra_node_attrs

    def draw(self, roots, ignore, file):
        """Writes the graph, in order of distance from the roots, whose list is emptied; returns how many nodes it
        has.
        """
        write = file.write
        write("digraph ObjectGraph {\n  node[shape=box, style=filled, fillcolor=white];\n")
        depths = {}
        level = []
        for root in roots:
            write("  %s[fontcolor=red];\n" % _node_id(root))
            if id(root) not in depths:
                depths[id(root)] = 0
                level.append(root)
        roots.clear()
        # The lists of the levels keep the nodes alive, so that no id is given twice.
        seen = [level]
        ignore.update(map(id, (self, self.__dict__, depths, seen, level, sys._getframe())))
        depth = 0
        while level:
            following = []
            ignore.add(id(following))
            counts = _objgraph.references(level) if self.refcounts else itertools.repeat(None)
            neighbours = self.neighbours_of(level) if depth < self.max_depth else None
            for i, (target, references) in enumerate(zip(level, counts)):
                self.write_node(write, target, references, depth)
                if neighbours is not None:
                    self.write_edges(write, target, neighbours[i], depth, depths, ignore, following)
                    neighbours[i] = None
            neighbours = None
            seen.append(following)
            level = following
            depth += 1
        write("}\n")
        return len(depths)

    def neighbours_of(self, level):
        if self.backwards:
            return _objgraph.referrers(level)
        return list(map(gc.get_referents, level))

    def write_node(self, write, target, references, depth):
        node = _node_id(target)
        write('  %s[label="%s"%s];\n' % (node, self.label(target, references), self.attributes(target)))
        hue, saturation, value = 0, 0, self.brightness(depth)
        if _is_instance(target, types.ModuleType):
            hue, saturation = 0.3, 1
        if self.highlight and self.highlight(target):
            hue, saturation, value = 0.6, 0.6, 0.5 + value * 0.5
        write('  %s[fillcolor="%g,%g,%g"];\n' % (node, hue, saturation, value))
        if value < 0.5:
            write("  %s[fontcolor=white];\n" % node)
        if _attribute(type(target), "__del__") is not None:
            write("  %s->%s_has_a_del[color=red,style=dotted,len=0.25,weight=10];\n" % (node, node))
            write('  %s_has_a_del[label="__del__",shape=doublecircle,height=0.25,color=red,fillcolor="0,.5,1",'
                  'fontsize=6];\n' % node)

    def write_edges(self, write, target, neighbours, depth, depths, ignore, following):
        shown = left_out = 0
        for o in neighbours:
            if id(o) in ignore or (self.filter and not self.filter(o)):
                continue
            if shown >= self.too_many:
                left_out += 1
                continue
            shown += 1
            source, end = (o, target) if self.backwards else (target, o)
            write("  %s -> %s%s;\n" % (_node_id(source), _node_id(end), _edge_label(source, end, self.shortnames)))
            if id(o) not in depths:
                depths[id(o)] = depth + 1
                following.append(o)
        if left_out:
            self.write_too_many(write, _node_id(target), left_out, depth)

    def write_too_many(self, write, node, left_out, depth):
        more = "too_many_" + node
        ends = (more, node) if self.backwards else (node, more)
        write("  %s->%s[color=red,style=dotted,len=0.25,weight=10];\n" % ends)
        write('  %s[label="%d more %s",shape=box,height=0.25,color=red,fillcolor="0,1,%g",fontsize=6];\n'
              % (more, left_out, "backreferences" if self.backwards else "references", self.brightness(depth + 1)))
        write("  %s[fontcolor=white];\n" % more)

    def brightness(self, depth):
        """From 1 at the roots down to 0.3 at the greatest depth."""
        return 1 - 0.7 * depth / self.max_depth if self.max_depth else 1

    def label(self, o, references):
        lines = _name_of_type(self.shortnames)(type(o))
        if references is not None:
            lines += " [%d]" % references
        lines += "\n" + _short_repr(o)
        if self.extra_info:
            lines += "\n" + str(self.extra_info(o))
        return _quote(lines)

    def attributes(self, o):
        if not self.extra_node_attrs:
            return ""
        given = sorted(self.extra_node_attrs(o).items())
        return ", " + ", ".join('%s="%s"' % (name, _quote(value)) for name, value in given if value is not None)


def _node_id(o):
    return ("o%d" % id(o)).replace("-", "_")


def _quote(text):
    if not text.isascii():  # half of a surrogate pair has no place in a file
        text = text.encode("utf-8", "backslashreplace").decode()
    return (text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\0", "\\\\0"))


def _is_instance(o, cls):
    """isinstance() of the object's true class: __class__ may lie, or raise."""
    return issubclass(type(o), cls)


def _name_or_repr(value):
    name = _attribute(value, "__name__")
    return name if type(name) is str else _shortened_repr(value)


def _shortened_repr(value):
    return str.__getitem__(repr(value), slice(40))


def _short_repr(o):
    """What it is, in a few words, whatever its repr does."""
    try:
        if _is_instance(o, (type, types.ModuleType, types.BuiltinFunctionType)):
            return _name_or_repr(o)
        if _is_instance(o, types.MethodType):
            return _name_or_repr(o.__func__) + " (bound)"
        if _is_instance(o, types.FunctionType) and o.__name__ == "<lambda>":
            return "lambda: %s:%s" % (os.path.basename(o.__code__.co_filename), o.__code__.co_firstlineno)
        if _is_instance(o, types.FrameType):
            return "%s:%s" % (o.f_code.co_filename, o.f_lineno)
        if _is_instance(o, (tuple, list, dict, set)):
            return "%d items" % len(o)
        return _shortened_repr(o)
    except Exception:
        return "(unrepresentable)"


_IDENTIFIER = re.compile(r"[a-zA-Z_][a-zA-Z_0-9]*$")


def _attribute(o, name):
    try:
        return getattr(o, name, None)
    except Exception:
        return None


def _edge_label(source, target, shortnames=True):
    """By what name source refers to target, as DOT's attributes of an edge; "" when it has none."""
    if _is_instance(target, dict) and target is _attribute(source, "__dict__"):
        return ' [label="__dict__",weight=10]'
    names = ()
    if _is_instance(source, types.FrameType):
        names = ("f_locals", "f_globals")
    elif _is_instance(source, types.MethodType):
        names = ("__self__", "__func__")
    elif _is_instance(source, types.FunctionType):
        names = dir(source)
    for name in names:
        if _attribute(source, name) is target:
            return ' [label="%s",weight=10]' % _quote(name)
    if _is_instance(source, dict):
        for key, value in dict.items(source):
            if value is target:
                if _is_instance(key, str) and _IDENTIFIER.match(key):
                    return ' [label="%s",weight=2]' % _quote(key)
                return ' [label="%s"]' % _quote(_name_of_type(shortnames)(type(key)) + "\n" + _short_repr(key))
    return _attribute_label(source, target)


_NAMED = re.compile(r"(?:\.|local |variable )([^\W\d]\w*)$")
_WITHOUT_ATTRIBUTES = (tuple, list, dict, set, frozenset, type)


def _attribute_label(source, target):
    """The attribute or variable that refers to target: objects keep their attributes themselves, mostly without a dict."""
    if type(source) not in _WITHOUT_ATTRIBUTES:
        for label, o in _ouro_graph.references(source):
            name = _NAMED.match(label)
            if o is target and name:
                return ' [label="%s",weight=2]' % name[1]
    return ""

"""What grows: the criterion of `ouro leaks`, on the censuses that it took. docs/leaks.md says it in words.

A group is the objects of one type that one line allocated. Its figures are a tuple, with how many (or how many bytes)
there were at each point of the run; the clock of a point is how many blocks the program had allocated by then, or how
many calls it had made. """

FEWEST_POINTS = 6        # below that nothing is said of growth over time
FEWEST_OBJECTS = 4       # a group grows by in the second half of the run, at least
EVEN = 0.3               # each part of the second half brings so much of the mean, at least
WIDEST_GAP = 0.4         # between points in the second half, as a share of that: else what happened there is not known
LASTING = 0.5            # and the last, and the second half beside the first, so much


def type_name(cls):
    """The name of a type, with its module unless that is clear."""
    module, name = getattr(cls, "__module__", None), getattr(cls, "__qualname__", str(cls))
    return name if module in ("builtins", "__main__") or not isinstance(module, str) else "%s.%s" % (module, name)


class Group:
    """Objects of one type that one line allocated, at each point."""

    def __init__(self, cls, file, line, function, counts, sizes, type_number, place_number):
        self.cls, self.file, self.line, self.function = cls, file, line, function
        self.counts, self.sizes = counts, sizes
        self.parts = [(type_number, place_number, counts[-1])]  # of classes of the same name, and how many of each
        self.grown = self.grown_bytes = 0  # what has come since the first point and stayed
        self.more = False                  # they get more; else they get larger

    @property
    def type_name(self):
        return type_name(self.cls)

    @property
    def site(self):
        return self.type_name, self.file, self.line

    def join(self, other):
        """Takes in a group of another class of the same name: functions make classes anew each time."""
        self.counts = tuple(map(int.__add__, self.counts, other.counts))
        self.sizes = tuple(map(int.__add__, self.sizes, other.sizes))
        self.parts += other.parts

    @property
    def count(self):
        return self.counts[-1]

    @property
    def size(self):
        return self.sizes[-1]

    def measure(self, first=0):
        """Notes what has stayed since a point."""
        self.grown = self.counts[-1] - lowest_after(self.counts)[first]
        self.grown_bytes = self.sizes[-1] - lowest_after(self.sizes)[first]


def joined(rows):
    """The groups of what _leaks.groups() gives, by name of type and line."""
    groups = {}
    for row in rows:
        group = Group(*row)
        if group.cls is not None:
            first = groups.setdefault(group.site, group)
            if first is not group:
                first.join(group)
    return list(groups.values())


def lowest_after(figures):
    """For each point the least that there was from then on: what was there only for a while is left out."""
    lowest = list(figures)
    for i in range(len(lowest) - 2, -1, -1):
        lowest[i] = min(lowest[i], lowest[i + 1])
    return lowest


def _at(clocks, figures, clock):
    """The figure at a time between points, as if it changed evenly."""
    for i in range(1, len(clocks)):
        if clocks[i] >= clock:
            span = clocks[i] - clocks[i - 1]
            share = (clock - clocks[i - 1]) / span if span else 1
            return figures[i - 1] + (figures[i] - figures[i - 1]) * share
    return figures[-1]


def can_tell(clocks):
    """Whether there are points enough to see growth, and none too far from the next in the second half of the run."""
    if len(set(clocks)) < FEWEST_POINTS:
        return False
    middle = (clocks[0] + clocks[-1]) / 2
    late = [middle] + [clock for clock in clocks if clock > middle]
    return max(after - before for before, after in zip(late, late[1:])) <= WIDEST_GAP * (clocks[-1] - middle)


def keeps_growing(clocks, figures, least, parts=4):
    """Whether the figures grow on and on, by `least` or more in the second half of the run, in each of so many parts
    of it."""
    if not can_tell(clocks):
        return False
    lowest = lowest_after(figures)
    middle, end = (clocks[0] + clocks[-1]) / 2, clocks[-1]
    marks = [_at(clocks, lowest, middle + (end - middle) * i / parts) for i in range(parts + 1)]
    growth = marks[-1] - marks[0]
    steps = [after - before for before, after in zip(marks, marks[1:])]
    if growth < least or min(steps) < EVEN * growth / parts or steps[-1] < LASTING * growth / parts:
        return False
    if growth < LASTING * (marks[0] - lowest[0]):
        return False  # it gets less and less
    return lowest[-1] > max(figure for clock, figure in zip(clocks, figures) if clock <= middle)


def growing_groups(groups, clocks, least_bytes, two_points=False):
    """Those of the groups that grow, largest growth first: that become more, or become larger while their number
    stays."""
    found = []
    for group in groups:
        group.measure()
        if group.grown_bytes < least_bytes:
            continue
        if two_points:
            group.more = group.grown > 0
            found.append(group)
        elif keeps_growing(clocks, group.counts, FEWEST_OBJECTS):
            group.more = True
            found.append(group)
        elif (group.counts[-1] <= group.counts[len(clocks) // 2] and
              keeps_growing(clocks, group.sizes, least_bytes / 2, 2)):  # in two parts: buffers grow by steps
            found.append(group)
    return sorted(found, key=lambda group: -group.grown_bytes)

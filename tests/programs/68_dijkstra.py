"""Dijkstra's shortest paths with a hand-written binary heap on a grid and on a graph of cities; A* beside it. Prints paths and distances."""


class Heap:
    """A binary min-heap with decrease-key by position."""

    def __init__(self):
        self.items, self.where = [], {}

    def __len__(self):
        return len(self.items)

    def _swap(self, i, j):
        items, where = self.items, self.where
        items[i], items[j] = items[j], items[i]
        where[items[i][1]], where[items[j][1]] = i, j

    def _up(self, i):
        while i and self.items[i] < self.items[(i - 1) // 2]:
            self._swap(i, (i - 1) // 2)
            i = (i - 1) // 2

    def _down(self, i):
        while (child := 2 * i + 1) < len(self.items):
            if child + 1 < len(self.items) and self.items[child + 1] < self.items[child]:
                child += 1
            if not self.items[child] < self.items[i]:
                return
            self._swap(i, child)
            i = child

    def push(self, key, value):
        if value in self.where:
            i = self.where[value]
            if key >= self.items[i][0]:
                return False
            self.items[i] = (key, value)
        else:
            i = self.where[value] = len(self.items)
            self.items.append((key, value))
        self._up(i)
        return True

    def pop(self):
        self._swap(0, len(self.items) - 1)
        key, value = self.items.pop()
        del self.where[value]
        self._down(0)
        return key, value


def shortest(start, goal, neighbours, guess=lambda node: 0):
    heap, best, came, visited = Heap(), {start: 0}, {}, 0
    heap.push(guess(start), start)
    while heap:
        _, node = heap.pop()
        visited += 1
        if node == goal:
            path = [node]
            while node in came:
                node = came[node]
                path.append(node)
            return best[goal], path[::-1], visited
        for other, cost in neighbours(node):
            distance = best[node] + cost
            if distance < best.get(other, float("inf")):
                best[other], came[other] = distance, node
                heap.push(distance + guess(other), other)
    raise LookupError(f"no way from {start} to {goal}")


heap = Heap()
for i in range(200):
    heap.push(i * 7919 % 1009, f"n{i}")
for i in range(0, 200, 3):
    heap.push(i, f"n{i}")
order = [heap.pop() for _ in range(200)]
print(order == sorted(order), order[:4], len(heap))

roads = """Aachen-Bonn 91, Bonn-Koeln 27, Koeln-Essen 72, Essen-Muenster 86, Muenster-Bremen 171, Bremen-Hamburg 127,
Aachen-Koeln 70, Koeln-Muenster 150, Essen-Bremen 250, Hamburg-Kiel 97, Lima-Cusco 1100"""
graph = {}
for road in roads.replace("\n", " ").split(", "):
    ends, _, length = road.strip().rpartition(" ")
    a, b = ends.split("-")
    graph.setdefault(a, {})[b] = graph.setdefault(b, {})[a] = int(length)
for a, b in [("Aachen", "Kiel"), ("Bonn", "Bremen"), ("Kiel", "Kiel"), ("Aachen", "Lima")]:
    try:
        distance, path, visited = shortest(a, b, lambda city: graph[city].items())
        print(f"{distance:5} km, {visited} visited: {' > '.join(path)}")
    except LookupError as error:
        print(type(error).__name__, error)

width, height = 40, 12
walls = {(x, y) for x in range(width) for y in range(height) if (x * 7 + y * 13) % 5 == 0 and (x + y) % 3}
start, goal = (1, 1), (width - 2, height - 2)
walls -= {start, goal}


def neighbours(node):
    x, y = node
    for dx, dy in ((1, 0), (0, 1), (-1, 0), (0, -1)):
        other = x + dx, y + dy
        if 0 <= other[0] < width and 0 <= other[1] < height and other not in walls:
            yield other, 1


distance, path, plain = shortest(start, goal, neighbours)
distance2, path2, guided = shortest(start, goal, neighbours, lambda n: abs(n[0] - goal[0]) + abs(n[1] - goal[1]))
on_path = set(path)
print("\n".join("".join("#" if (x, y) in walls else "*" if (x, y) in on_path else "." for x in range(width)) for y in range(height)))
print(distance, distance == distance2, len(path) == distance + 1, guided <= plain, plain)

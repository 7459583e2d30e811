"""A text adventure as a state machine: rooms, items, verbs by decorator, a scripted game. Prints the transcript and the final state."""


class GameOver(Exception):
    pass


class Room:
    def __init__(self, name, text, items=(), locked=None):
        self.name, self.text, self.items, self.locked = name, text, set(items), locked
        self.exits = {}

    def connect(self, direction, other):
        opposite = {"north": "south", "south": "north", "east": "west", "west": "east", "up": "down", "down": "up"}
        self.exits[direction] = other
        other.exits[opposite[direction]] = self

    def describe(self):
        yield f"[{self.name}] {self.text}"
        if self.items:
            yield "You see: " + ", ".join(sorted(self.items))
        yield "Exits: " + ", ".join(sorted(self.exits))


class Game:
    verbs = {}
    limit = 4

    def verb(*names, table=verbs):
        def register(method):
            for name in names:
                table[name] = method
            return method
        return register

    def __init__(self):
        cellar = Room("Cellar", "It smells of old wine.", ["rope", "bottle"])
        hall = Room("Hall", "A dusty hall.", ["lamp"])
        vault = Room("Vault", "Gold glitters.", ["gold", "skull", "crown"], locked="key")
        garden = Room("Garden", "Birds sing.", ["key", "rose"])
        hall.connect("down", cellar)
        hall.connect("east", garden)
        cellar.connect("north", vault)
        self.room, self.bag, self.turns, self.score = hall, [], 0, 0

    @verb("go", "walk")
    def go(self, direction=None):
        match direction:
            case None:
                return "Go where?"
            case "north" | "south" | "east" | "west" | "up" | "down" if direction in self.room.exits:
                target = self.room.exits[direction]
                if target.locked and target.locked not in self.bag:
                    return f"The {target.name.lower()} is locked. You need a {target.locked}."
                self.room = target
                return "\n".join(target.describe())
            case _:
                return f"You cannot go {direction}."

    @verb("take", "get")
    def take(self, *items):
        if items == ("all",):
            items = sorted(self.room.items)
        answers = []
        for item in items:
            if item not in self.room.items:
                answers.append(f"There is no {item}.")
            elif len(self.bag) >= self.limit:
                answers.append(f"Your bag is full; the {item} stays.")
            else:
                self.room.items.remove(item)
                self.bag.append(item)
                self.score += {"gold": 50, "crown": 100}.get(item, 1)
                answers.append(f"Taken: {item}.")
        return "\n".join(answers) or "Take what?"

    @verb("drop")
    def drop(self, item):
        try:
            self.bag.remove(item)
        except ValueError:
            return f"You have no {item}."
        self.room.items.add(item)
        return f"Dropped: {item}."

    @verb("look")
    def look(self):
        return "\n".join(self.room.describe())

    @verb("bag", "inventory")
    def inventory(self):
        return "You carry " + (", ".join(self.bag) if self.bag else "nothing") + "."

    @verb("quit")
    def quit(self):
        raise GameOver(f"Goodbye with {self.score} points after {self.turns} turns.")

    def step(self, line):
        self.turns += 1
        name, *rest = line.lower().split() or [""]
        method = self.verbs.get(name)
        if method is None:
            return f"I do not know how to {name or 'do nothing'}."
        try:
            return method(self, *rest)
        except TypeError as error:
            return f"That makes no sense ({str(error).split('.')[-1]})."


script = """look
take lamp
go
go north
go down
take all
go north
jump
go up
go east
take key rose
drop bottle
take rose
drop
bag
go west
walk down
go north
take skull crown gold
drop rose
drop rope
get crown gold
inventory

go south now
quit
look"""
game = Game()
try:
    for line in script.split("\n"):
        print(">", line)
        print(game.step(line))
except GameOver as over:
    print(over)
print(sorted(game.verbs), game.room.name, game.bag, {r.name: sorted(r.items) for r in [game.room, *game.room.exits.values()]})

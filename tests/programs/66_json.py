"""A JSON writer and parser in pure Python: round trips, pretty printing, escapes, numbers, errors with positions, random documents."""


class JSONError(ValueError):
    def __init__(self, message, text, position):
        line = text.count("\n", 0, position) + 1
        column = position - (text.rfind("\n", 0, position) + 1) + 1
        super().__init__(f"{message}: line {line} column {column} (char {position})")


ESCAPES = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
REVERSE = {v: "\\" + k for k, v in ESCAPES.items() if k != "/"}


class Parser:
    def __init__(self, text):
        self.text, self.at = text, 0

    def fail(self, message, at=None):
        raise JSONError(message, self.text, self.at if at is None else at)

    def space(self):
        while self.at < len(self.text) and self.text[self.at] in " \t\r\n":
            self.at += 1

    def document(self):
        value = self.value()
        self.space()
        if self.at < len(self.text):
            self.fail("extra data")
        return value

    def value(self):
        self.space()
        char = self.text[self.at:self.at + 1]
        for word, constant in (("true", True), ("false", False), ("null", None)):
            if self.text.startswith(word, self.at):
                self.at += len(word)
                return constant
        match char:
            case "{": return dict(self.items("}", self.pair))
            case "[": return list(self.items("]", self.value))
            case '"': return self.string()
            case "-" | "0" | "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9": return self.number()
        self.fail("expected a value")

    def items(self, end, item):
        self.at += 1
        self.space()
        if self.text[self.at:self.at + 1] == end:
            self.at += 1
            return
        while True:
            yield item()
            self.space()
            char = self.text[self.at:self.at + 1]
            self.at += 1
            if char == end:
                return
            if char != ",":
                self.fail(f"expected ',' or {end!r}", self.at - 1)

    def pair(self):
        self.space()
        if self.text[self.at:self.at + 1] != '"':
            self.fail("expected a name in quotes")
        key = self.string()
        self.space()
        if self.text[self.at:self.at + 1] != ":":
            self.fail("expected ':'")
        self.at += 1
        return key, self.value()

    def string(self):
        start, parts = self.at, []
        self.at += 1
        while True:
            if self.at >= len(self.text):
                self.fail("string without end", start)
            char = self.text[self.at]
            self.at += 1
            if char == '"':
                return "".join(parts)
            if char < " ":
                self.fail("control character", self.at - 1)
            if char != "\\":
                parts.append(char)
                continue
            code = self.text[self.at:self.at + 1]
            self.at += 1
            if code == "u":
                try:
                    parts.append(chr(int(self.text[self.at:self.at + 4], 16)))
                except ValueError:
                    self.fail("bad \\u escape", self.at)
                self.at += 4
            elif code in ESCAPES:
                parts.append(ESCAPES[code])
            else:
                self.fail("bad escape", self.at - 1)

    def number(self):
        start = self.at
        while self.at < len(self.text) and self.text[self.at] in "+-0123456789.eE":
            self.at += 1
        text = self.text[start:self.at]
        try:
            return int(text) if not set(text) & set(".eE") else float(text)
        except ValueError:
            self.fail(f"bad number {text!r}", start)


def quote(text):
    return '"' + "".join(REVERSE.get(c) or (c if " " <= c < "\x7f" else f"\\u{ord(c):04x}") for c in text) + '"'


def dump(value, indent=None, level=0):
    inner, outer = ("\n" + " " * indent * (level + 1), "\n" + " " * indent * level) if indent else ("", "")
    separator = "," + (inner or " ")
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, str):
        return quote(value)
    if isinstance(value, dict):
        body = [f"{quote(k)}: {dump(v, indent, level + 1)}" for k, v in value.items()]
        return "{" + (inner + separator.join(body) + outer if body else "") + "}"
    if isinstance(value, (list, tuple)):
        body = [dump(v, indent, level + 1) for v in value]
        return "[" + (inner + separator.join(body) + outer if body else "") + "]"
    raise TypeError(f"cannot write {type(value).__name__}")


document = {"name": "ouro \"quoted\" \\ \n\t\u20ac", "numbers": [0, -1, 3.25, 1e100, 10**30, -0.0], "nested": {"empty": {}, "list": [], "deep": [[[[1]]]]}, "flags": [True, False, None]}
text = dump(document)
print(text)
print(dump(document, indent=2))
print(Parser(text).document() == document, Parser(dump(document, 3)).document() == document, dump(Parser(text).document()) == text)
seed = 12345


def random(n):
    global seed
    seed = (seed * 1103515245 + 12345) % 2**31
    return seed // 65536 % n


def make(depth):
    kind = random(7 if depth else 5)
    match kind:
        case 0: return random(1000) - 500
        case 1: return random(1000) / 8
        case 2: return "".join(chr(32 + random(300)) for _ in range(random(8)))
        case 3 | 4: return [None, True, False][random(3)]
        case 5: return [make(depth - 1) for _ in range(random(5))]
        case 6: return {f"k{i}{random(9)}": make(depth - 1) for i in range(random(5))}


total = 0
for _ in range(200):
    value = make(4)
    written = dump(value, random(3))
    total += len(written)
    assert Parser(written).document() == value
print("200 random documents,", total, "characters")
for bad in ["", "[1, 2", "[1 2]", '{"a" 1}', "{a: 1}", '"abc', '"\\x"', '"\\u12g4"', "tru", "[1,]", "1.2.3", "[] []", '{"a": 1,\n "b": }', '"a\nb"', "-", "[" * 30]:
    try:
        print(repr(bad), Parser(bad).document())
    except JSONError as error:
        print(repr(bad), "->", error)
try:
    dump({"x": {1, 2}})
except TypeError as error:
    print(error)
try:
    Parser("[" * 100000).document()
except RecursionError as error:
    print(type(error).__name__)
